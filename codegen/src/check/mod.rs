//! Third stage: everything that is wrong with a spec although each file can be read.
//!
//! One module an idea, each a function from a `Scope` to diagnostics. None relies on another having found
//! nothing: what a module cannot resolve it skips, because the module in charge reports it.

mod adjoining;
mod amounts;
mod api_section;
mod auth;
mod base_url;
pub(crate) mod behaviours;
mod bounds;
mod cells;
mod checked;
mod clearing;
mod declarations;
mod declared;
mod deliveries;
mod echoes;
mod encoding;
mod ends;
mod enums;
mod error_members;
mod event_lists;
mod event_types;
mod events;
mod evidence;
mod examples;
mod field_sense;
mod files;
mod fits;
mod headers;
mod host_variables;
mod identified;
mod joined;
mod layout;
mod lookups;
mod maps;
mod markup;
mod member_path;
mod modules;
mod name_form;
mod object_lists;
mod operations;
mod own_signatures;
mod pages;
mod paging;
mod paths;
mod reasons;
mod recursion;
mod references;
mod refetch;
mod refusals;
mod request_size;
mod required;
mod resources;
mod responses;
mod rules;
mod rust_names;
mod say;
mod scope;
mod segments;
mod services;
mod signed_body;
mod signed_parts;
mod signing;
mod spellings;
mod statuses;
mod tables;
mod times;
mod types;
mod unions;
mod unused;
mod usage;
mod walk;
mod webhooks;
mod wire_names;
mod wrap;

use std::collections::HashSet;

use crate::diag::{Diagnostic, Losses, Sink, code, suggest};
use crate::parse::text;
use crate::symbols::RawSet;

use checked::{Known, LibraryFiles};
use scope::{Libraries, Scope};

pub(crate) use base_url::is_base_url;
pub(crate) use checked::Checked;

/// What is checked, in the order of the ids it reports.
const CHECKS: &[fn(&Scope<'_>)] = &[
    layout::check,
    api_section::check,
    headers::check,
    signing::check,
    declared::check,
    lookups::check,
    spellings::check,
    error_members::check,
    services::check,
    host_variables::check,
    types::check,
    maps::check,
    unions::check,
    unused::check,
    field_sense::check,
    clearing::check,
    required::check,
    recursion::check,
    request_size::check,
    refusals::check,
    wire_names::check,
    rust_names::check,
    modules::check,
    name_form::check,
    resources::check,
    paths::check,
    responses::check,
    reasons::check,
    echoes::check,
    wrap::check,
    encoding::check,
    object_lists::check,
    operations::check,
    paging::check,
    rules::check,
    enums::check,
    statuses::check,
    tables::check,
    bounds::check,
    events::check,
    event_types::check,
    event_lists::check,
    ends::check,
    deliveries::check,
    refetch::check,
    files::check,
    amounts::check,
    times::check,
    evidence::check,
    pages::check,
    examples::check,
    markup::check,
];

/// Checks all APIs and libraries of a run. Lowering relies on a clean result.
pub(crate) fn all(sets: &[RawSet], checked: &Checked, sink: &Sink) {
    suggest::bounded(|| all_of(sets, checked, sink));
}

fn all_of(sets: &[RawSet], checked: &Checked, sink: &Sink) {
    let losses = sink.losses();
    let lost = Losses::of(&losses);
    let libraries = Libraries::of(sets, &losses);
    let library_files = LibraryFiles::of(sets, sink);
    let mut all = Vec::new();
    for set in sets {
        let known = library_files.as_ref().and_then(|libraries| Known::of(set, libraries, sink));
        if let Some(found) = known.as_ref().and_then(|known| checked.get(known)) {
            all.extend(found);
            continue;
        }
        let found = Sink::new();
        let scope = Scope::new(set, &libraries, &lost, sink, &found);
        for check in CHECKS {
            check(&scope);
        }
        // A value that could not be read was replaced by an empty one: what is wrong with that is no news.
        let is_news = |found: &Diagnostic| {
            let is_cut =
                [code::TABLE_SHAPE, code::API_SECTION].contains(&found.code) && sink.has_stray_quote(found.span);
            !sink.is_told(found.span) && !is_cut
        };
        let places = found.places_so_far().into_iter().filter(is_news).collect();
        let joined = joined::by_cause(&scope, places);
        if let Some(known) = known {
            checked.put(known, &joined);
        }
        all.extend(joined);
    }
    // A name in the wrong form will be another one, and of a name that stands twice one goes: what else is wrong with it is
    // said then.
    let is_of_name = |found: &Diagnostic| [code::NAME_FORM, code::DUPLICATE_WIRE_NAME].contains(&found.code);
    let misnamed: HashSet<_> = all.iter().filter(|found| is_of_name(found)).map(|found| found.span).collect();
    for diagnostic in all {
        if is_of_name(&diagnostic) || !misnamed.contains(&diagnostic.span) {
            sink.push(diagnostic);
        }
    }
}
