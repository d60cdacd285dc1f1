//! The files of a folder make one API or one library.

use super::base_url::{base_url, distinct, script_url};
use super::scope::Scope;
use super::{say, text};
use crate::diag::{Diagnostic, code};
use crate::names;
use crate::raw::api::Api;
use crate::raw::{Document, Sp};
use crate::source::Span;

/// The version of the spec language that this generator reads.
const LANGUAGE: u32 = 1;

pub(super) fn check(scope: &Scope<'_>) {
    one_section(scope);
    if let Some(api) = scope.api {
        language(scope, api);
        folder_name(scope, &api.name);
        own_name(scope, &api.name, "API", names::RESERVED_APIS);
        environments(scope, api);
    }
    if let Some(library) = scope.library {
        folder_name(scope, &library.name);
        own_name(scope, &library.name, "library", names::RESERVED_LIBRARIES);
        if scope.api.is_none() {
            scope.set.files.iter().for_each(|(_, document)| only_tables(scope, document, LIBRARY));
        }
    }
    for (_, document) in &scope.set.files {
        if document.module.is_some() && scope.library.is_none() {
            only_tables(scope, document, MODULE);
        }
        operations_have_a_resource(scope, document);
    }
}

/// The first `api` or `library` section is the folder's; every other is one too many.
fn one_section(scope: &Scope<'_>) {
    let mut sections = Vec::new();
    for (_, document) in &scope.set.files {
        sections.extend(document.api.as_ref().map(|api| ("api", api.name.span)));
        sections.extend(document.library.as_ref().map(|library| ("library", library.name.span)));
    }
    let Some(((first_kind, first), others)) = sections.split_first() else { return no_section(scope) };
    for (kind, span) in others {
        let message = if kind == first_kind {
            format!("the folder `{}` has two `{kind}` sections", scope.set.folder)
        } else {
            format!("the folder `{}` has an `api` and a `library` section", scope.set.folder)
        };
        scope.report(
            Diagnostic::new(code::LAYOUT, *span, message)
                .label("duplicate section")
                .also(*first, "first section")
                .help("a folder describes one API or one library: merge the sections, or move one to another folder"),
        );
    }
}

fn no_section(scope: &Scope<'_>) {
    let Some((file, _)) = scope.set.files.first() else { return };
    if scope.may_have_section("api", None) || scope.may_have_section("library", None) {
        return;
    }
    let start = Span { file: *file, start: 0, end: 0 };
    scope.report(
        Diagnostic::new(code::LAYOUT, start, format!("no file of `{}` has an `api` section", scope.set.path))
            .label("first file of the folder")
            .help("add `api:` to one file of the folder, or `library:` if it only holds shared tables"),
    );
}

fn language(scope: &Scope<'_>, api: &Api) {
    if api.language.value != LANGUAGE {
        scope.report(
            Diagnostic::new(
                code::LAYOUT,
                api.language.span,
                format!("version {} of the spec language is not supported", api.language.value),
            )
            .label("this generator supports version 1")
            .patch(api.language.span, LANGUAGE.to_string(), "use the supported version"),
        );
    }
}

fn folder_name(scope: &Scope<'_>, name: &Sp<String>) {
    if name.value == scope.set.folder {
        return;
    }
    let message = format!("the name `{}` does not match its folder `{}`", name.value, scope.set.folder);
    let mut diagnostic = Diagnostic::new(code::LAYOUT, name.span, message)
        .label("must match the name of the folder")
        .help("rename the folder or the section");
    if let Some(place) = text::inner(name)
        && names::is_kebab(&scope.set.folder)
    {
        diagnostic = diagnostic.patch(place, scope.set.folder.clone(), "use the name of the folder");
    }
    scope.report(diagnostic);
}

/// A name that crates or features of payspec have already would overwrite them.
fn own_name(scope: &Scope<'_>, name: &Sp<String>, what: &str, reserved: &[&str]) {
    let is_taken = reserved.contains(&name.as_str());
    let taken = is_taken.then_some("already the name of a crate or feature of payspec");
    // A text that is no name at all has its own diagnostic.
    let Some(why) = taken.or_else(|| names::unusable(name).filter(|_| names::is_kebab(name))) else { return };
    let message = format!("a {what} cannot be called `{}`", name.value);
    scope
        .report(Diagnostic::new(code::LAYOUT, name.span, message).label(why).help("rename the folder and the section"));
}

fn environments(scope: &Scope<'_>, api: &Sp<Api>) {
    if api.environments.is_empty() && !scope.has_lost(api.span) {
        scope.report(
            Diagnostic::new(code::LAYOUT, api.name.span, "the API has no environment")
                .label("no base URL")
                .help("add `environments:` with a `base_url` for each"),
        );
    }
    api.environments.iter().for_each(|(_, environment)| base_url(scope, &environment.base_url));
    distinct(scope, &api.environments);
    let scripts = api.environments.iter().flat_map(|(_, environment)| &environment.scripts);
    scripts.for_each(|(_, script)| script_url(scope, &script.url));
}

/// What may hold nothing but tables, in words: the holder, and where other sections belong.
type TablesOnly = (&'static str, &'static str);

const LIBRARY: TablesOnly = ("a library", "move it to the API that uses it");
const MODULE: TablesOnly = ("a file with `module`", "move it to another file");

fn only_tables(scope: &Scope<'_>, document: &Document, (holder, help): TablesOnly) {
    let module = document.module.as_ref().filter(|_| scope.library.is_some());
    let api = document.api.as_ref().filter(|_| document.module.is_some());
    let sections = [
        ("api", api.map(|api| api.name.span)),
        ("module", module.map(|module| module.docs.span)),
        ("resource", document.resource.as_ref().map(|resource| resource.name.span)),
        ("ids", document.ids.0.first().map(|(name, _)| name.span)),
        ("objects", document.objects.0.first().map(|(name, _)| name.span)),
        ("windows", document.windows.0.first().map(|(name, _)| name.span)),
        ("limits", document.limits.0.first().map(|(name, _)| name.span)),
        ("unions", document.unions.0.first().map(|(name, _)| name.span)),
        ("operations", document.operations.0.first().map(|(name, _)| name.span)),
        ("events", document.events.0.first().map(|(name, _)| name.span)),
        ("files", document.files.0.first().map(|(name, _)| name.span)),
        ("pages", document.pages.as_ref().map(|pages| pages.span)),
    ];
    for (section, span) in sections {
        let Some(span) = span else { continue };
        scope.report(
            Diagnostic::new(code::LAYOUT, span, format!("{holder} has {} `{section}` section", say::article(section)))
                .label(format!("{holder} may only contain tables and the enums of their columns"))
                .help(help),
        );
    }
}

/// Params types and ids of operations are named after the resource.
fn operations_have_a_resource(scope: &Scope<'_>, document: &Document) {
    let Some((verb, _)) = document.operations.0.first() else { return };
    let may_have = scope.may_have_section("resource", Some(verb.span.file));
    if document.resource.is_none() && !may_have && scope.library.is_none() {
        scope.report(
            Diagnostic::new(code::LAYOUT, verb.span, "the file has operations but no `resource` section")
                .label("operations require a resource")
                .help("add `resource:` with `name`, `plural` and `docs`: operations are named after it"),
        );
    }
}
