//! Docs of the IR as text for rustdoc: what a reader needs, and a badge where it is not documented.
//!
//! Sources, places and notes of evidence stay in the spec, in the specs of operations and in the coverage page: they point
//! into texts that a reader of the API docs does not have.

use crate::emit::wording::{lower_first, plain};
use crate::ir::bounds::{Length, Window};
use crate::ir::evidence::words;
use crate::ir::file::{Column, File};
use crate::ir::rule::REQUIRED;
use crate::ir::{
    Api, Auth, Deviation, Docs, Event, Evidence, Field, Id, Kind, Object, Operation, Output, OwnPaging, Paging,
    PagingStyle, Precondition, Profile, Reason, Response, Rule, Tagging, ToldBy, Union, Variant,
};
use crate::names;
use crate::raw::file::AmountUnit;
use crate::raw::outcome::Outcome;
use crate::types::Builtin;
use payspec_core::EvidenceLevel as Level;
use payspec_core::Method;

/// What every item has: its text, the vendor's term, the badge, and what the vendor's page says instead.
pub(super) fn of(docs: &Docs) -> String {
    let mut text = plain(&docs.text);
    close(&mut text, docs);
    text
}

/// A way to authenticate, for the method of the builder that takes the key.
pub(super) fn auth(auth: &Auth) -> String {
    let mut text = plain(&auth.docs.text);
    if let Some((header, prefix)) = auth.header().filter(|(_, prefix)| !prefix.is_empty()) {
        paragraph(&mut text, &format!("Pass the key alone: it is sent as `{header}: {prefix}<key>`."));
    }
    close(&mut text, &auth.docs);
    text
}

/// What stands below everything else that is said of an item.
fn close(text: &mut String, docs: &Docs) {
    term(text, docs);
    paragraph(text, &badge(docs.evidence.as_ref(), &[]));
    deviation(text, docs.deviation.as_ref());
}

fn paragraph(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

fn term(text: &mut String, docs: &Docs) {
    if let Some(term) = &docs.vendor_term {
        paragraph(text, &format!("Called *{}* in the portal.", plain(term)));
    }
}

fn deviation(text: &mut String, deviation: Option<&Deviation>) {
    if let Some(Deviation { says, note, .. }) = deviation {
        paragraph(text, &format!("The vendor's page says “{}”. {}", plain(says), plain(note)));
    }
}

/// The same in the paragraph that is there.
fn sentence(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// How an item is known, and further aspects of it, each where it is not documented.
fn badge(evidence: Option<&Evidence>, aspects: &[(&str, Option<&Evidence>)]) -> String {
    let mut text = match undocumented(evidence) {
        None | Some(Level::Documented) => String::new(),
        Some(Level::Sample) => "*Sample*: seen in a sample, not documented.".to_owned(),
        Some(Level::PublicClient) => "*Public client*: taken from a public client, not documented.".to_owned(),
        Some(Level::Named) => "*Named*: mentioned by the vendor, not documented.".to_owned(),
        Some(Level::Inferred) => "*Inferred*: not documented.".to_owned(),
    };
    for (subject, known) in aspects {
        if let Some(level) = undocumented(*known) {
            sentence(&mut text, &format!("{subject}: *{}*.", words(level)));
        }
    }
    text
}

/// The same within a line.
pub(super) fn inline_badge(evidence: Option<&Evidence>) -> String {
    undocumented(evidence).map_or_else(String::new, |level| format!(" *({})*", words(level)))
}

fn undocumented(evidence: Option<&Evidence>) -> Option<Level> {
    evidence.map(|known| known.level).filter(|level| *level != Level::Documented)
}

pub(super) fn id(id: &Id) -> String {
    let mut text = plain(&id.docs.text);
    if !id.names.is_empty() {
        let names: Vec<String> = id.names.iter().map(|name| format!("`{name}`")).collect();
        let known = id.object.as_ref().map(|object| format!("; see [`{object}`](crate::{object})"));
        let name = if names.len() == 1 { "name" } else { "names" };
        paragraph(&mut text, &format!("Wire {name}: {}{}.", names.join(", "), known.unwrap_or_default()));
    }
    close(&mut text, &id.docs);
    text
}

pub(super) fn field(field: &Field) -> String {
    let mut text = plain(&field.docs.text);
    let mut facts = String::new();
    if field.ty.kind == Kind::Builtin(Builtin::Amount) {
        sentence(&mut facts, "In minor units.");
    }
    if let Some(major) = &field.major {
        let currency = major.currency.as_ref().map(|currency| format!(" of `{}`", currency.field.rust()));
        sentence(&mut facts, &format!("On the wire in major units{}.", currency.unwrap_or_default()));
    }
    if field.lower_case {
        sentence(&mut facts, "Lower case on the wire.");
    }
    if let Some(also) = &field.also_by {
        sentence(&mut facts, &format!("Takes the values of the table's column `{}` as well.", also.column));
    }
    if let Some(unix) = field.unix {
        let unit = format!("{unix:?}").to_lowercase();
        sentence(&mut facts, &format!("Unix time in {unit} on the wire."));
    }
    if field.wire != field.rust() || !field.also.is_empty() {
        let also: String = field.also.iter().map(|other| format!(", also `{other}`")).collect();
        sentence(&mut facts, &format!("Wire name: `{}`{also}.", field.wire));
    }
    if field.nullable {
        sentence(&mut facts, "If not set, the value is unchanged; `Patch::Null` clears it.");
    }
    let required = ("Required", field.required_evidence.as_ref());
    let badge = badge(field.docs.evidence.as_ref(), &[required]);
    if !badge.is_empty() {
        sentence(&mut facts, &badge);
    }
    paragraph(&mut text, &facts);
    term(&mut text, &field.docs);
    deviation(&mut text, field.docs.deviation.as_ref());
    text
}

/// A column of a file, as a field whose docs say how the file has it.
pub(super) fn column(column: &Column, file: &File) -> Field {
    let mut field = column.field.clone();
    let rust = field.rust();
    let text = &mut field.docs.text;
    if file.amounts.unit == AmountUnit::Major && field.ty.kind == Kind::Builtin(Builtin::Amount) {
        paragraph(text, "In major units in the file; readers and writers convert them.");
    }
    if field.wire != rust || !field.also.is_empty() {
        let also: String = field.also.drain(..).map(|other| format!(", also `{other}`")).collect();
        paragraph(text, &format!("Column `{}`{also}.", field.wire));
        field.wire = rust;
    }
    if let Some(currency) = column.currency.and_then(|at| file.columns.get(at)) {
        paragraph(text, &format!("Its currency is in the column `{}`.", currency.field.wire));
    }
    if let Some((yes, no)) = &column.words {
        paragraph(text, &format!("In the file, `{yes}` is true and `{no}` is false."));
    }
    field
}

pub(super) fn file(file: &File) -> String {
    let mut text = plain(&file.docs.text);
    term(&mut text, &file.docs);
    let separator = ("Separator", file.separator_evidence.as_ref());
    let unit = ("Unit of amounts", file.amounts.evidence.as_ref());
    paragraph(&mut text, &badge(file.docs.evidence.as_ref(), &[separator, unit]));
    if file.written {
        rules(&mut text, "Rules, checked before a row is written", &file.rules);
    }
    text
}

pub(super) fn object(object: &Object) -> String {
    let mut text = plain(&object.docs.text);
    term(&mut text, &object.docs);
    let required = ("Required fields", object.required_evidence.as_ref());
    paragraph(&mut text, &badge(object.docs.evidence.as_ref(), &[required]));
    rules_of_requests(&mut text, object);
    text
}

fn rules_of_requests(text: &mut String, object: &Object) {
    rules(text, "Rules for requests that contain it, checked before sending", &object.rules);
    rules(text, "Warnings for requests that contain it, which are sent anyway", &object.warnings);
}

/// What is said of a union that only requests send.
pub(super) fn union(union: &Union) -> String {
    let mut text = of(&union.docs);
    paragraph(
        &mut text,
        "Create a variant from its struct, with `new` and `into`; create an undeclared variant with `other`.",
    );
    text
}

pub(super) fn variant(union: &Union, variant: &Variant) -> String {
    let mut text = plain(&variant.object.docs.text);
    let told = match &union.tagging {
        Tagging::Inside(tag) => format!("whose `{tag}` is `{}`", variant.tag),
        Tagging::Beside(tag) => format!("with a sibling `{tag}` of `{}`", variant.tag),
        Tagging::Member => format!("in the member `{}`", variant.tag),
    };
    paragraph(&mut text, &format!("The variant of [`{}`] {told}.", union.name));
    close(&mut text, &variant.object.docs);
    text
}

/// What is said of the struct of a variant.
pub(super) fn of_variant(union: &Union, of: &Variant) -> String {
    let mut text = variant(union, of);
    rules_of_requests(&mut text, &of.object);
    text
}

pub(super) fn event(event: &Event) -> String {
    let mut text = plain(&event.docs.text);
    if event.previous {
        paragraph(&mut text, "Includes the previous state of the object.");
    }
    if event.unsigned {
        paragraph(&mut text, "Not signed: read it with `decode`, and refetch the object.");
    }
    close(&mut text, &event.docs);
    text
}

pub(super) fn window(window: &Window) -> String {
    let mut text = plain(&window.docs.text);
    let (count, unit) = match window.length {
        Length::Minutes(count) => (count, "minute"),
        Length::Hours(count) => (count, "hour"),
        Length::Days(count) => (count, "day"),
        Length::Weeks(count) => (count, "week"),
        Length::Months(count) => (count, "month"),
    };
    let plural = if count == 1 { "" } else { "s" };
    paragraph(&mut text, &format!("{count} {unit}{plural}, from: {}", lower_first(&plain(&window.starts))));
    close(&mut text, &window.docs);
    text
}

/// A use case and why it needs what it needs.
pub(super) fn profile(profile: &Profile) -> String {
    let names = |fields: &[String]| fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
    let mut text = plain(&profile.docs.text);
    paragraph(&mut text, &plain(&profile.because));
    paragraph(&mut text, &badge(profile.evidence.as_ref(), &[]));
    for (word, fields) in [("Requires", &profile.requires), ("Forbids", &profile.forbids)] {
        if !fields.is_empty() {
            paragraph(&mut text, &format!("{word} {}.", names(fields)));
        }
    }
    text
}

pub(super) fn reason(reason: &Reason) -> String {
    let mut text = plain(&reason.docs.text);
    paragraph(&mut text, &format!("Matches a response with status {} and {}.", reason.status, sign(&reason.told_by)));
    close(&mut text, &reason.docs);
    text
}

/// What in a response states a reason.
fn sign(told_by: &ToldBy) -> String {
    match told_by {
        ToldBy::Message(message) => format!("the message \"{}\"", plain(message)),
        ToldBy::Code(code) => format!("the code `{code}`"),
    }
}

/// The docs of a client's method: what the operation does, what it returns, and how that is known. All else stands at the
/// type of its parameters.
pub(super) fn method(operation: &Operation) -> String {
    let mut text = plain(&operation.docs.text);
    returns(&mut text, operation, "crate::model");
    let parameters = format!("Parameters, rules and errors: [`{}`].", operation.type_name);
    let known = badge(Some(&operation.evidence), &[of_path(operation)]);
    // A list goes on until a paragraph begins.
    let mut more = if matches!(operation.output, Output::ByStatus(_)) { "\n\n" } else { " " };
    for part in [known, parameters].iter().filter(|part| !part.is_empty()) {
        text.push_str(more);
        text.push_str(part);
        more = " ";
    }
    text
}

/// What is known of the path, where that is not what is known of the operation.
fn of_path(operation: &Operation) -> (&'static str, Option<&Evidence>) {
    ("Path", Some(&operation.path_evidence).filter(|path| path.level != operation.evidence.level))
}

/// Everything about an operation: it stands at the type of its parameters.
pub(super) fn operation(api: &Api, operation: &Operation) -> String {
    let mut text = plain(&operation.docs.text);
    let service = operation.service.and_then(|index| api.services.get(index));
    let of_service = service.map(|service| format!(" on the service `{}`", service.name)).unwrap_or_default();
    paragraph(&mut text, &format!("`{} {}`{of_service}", operation.method.as_str(), operation.path));
    term(&mut text, &operation.docs);
    returns(&mut text, operation, "crate");
    let required = operation.required_evidence.as_ref();
    // Where the rule of what is required says it, it is said.
    let is_told = operation.rules.iter().any(|rule| rule.name == REQUIRED && rule.evidence.as_ref() == required);
    let required = ("What is required", required.filter(|_| !is_told));
    let known = badge(Some(&operation.evidence), &[of_path(operation), required]);
    if !known.is_empty() {
        let is_list = matches!(operation.output, Output::ByStatus(_));
        text.push_str(&format!("{}{known}", if is_list { "\n\n" } else { " " }));
    }
    if operation.method == Method::Get && operation.changes_state {
        let repeated = if operation.idempotency_key { "." } else { ", so it is never retried automatically." };
        paragraph(&mut text, &format!("Changes state, although it is a GET{repeated}"));
    }
    if operation.method != Method::Get && !operation.changes_state {
        paragraph(&mut text, "Read-only, so it may be retried automatically.");
    }
    if !operation.query.is_empty() {
        let pairs: Vec<_> = operation.query.iter().map(|(name, value)| format!("`{name}={value}`")).collect();
        paragraph(&mut text, &format!("Sends {} in the query.", pairs.join(", ")));
    }
    let own = operation.paging.as_ref().and_then(|paging| match paging {
        OwnPaging::Own(paging) => Some(&**paging),
        OwnPaging::Shared => api.paging.as_ref(),
    });
    if let Some(paging) = own {
        pages(&mut text, paging);
    }
    errors(&mut text, operation);
    rules(&mut text, "Rules, checked before sending", &operation.rules);
    rules(&mut text, "Warnings, which do not prevent sending", &operation.warnings);
    for (object, preconditions) in Precondition::by_object(&operation.preconditions) {
        rules(&mut text, &format!("Preconditions on the current `{object}`"), preconditions);
    }
    if !operation.profiles.is_empty() {
        paragraph(&mut text, "Profiles:");
        for profile in &operation.profiles {
            text.push_str(&format!("\n- `{}`: {}", profile.name, plain(&profile.docs.text)));
        }
    }
    text
}

fn rules<'r>(text: &mut String, title: &str, rules: impl IntoIterator<Item = &'r Rule>) {
    let mut rules = rules.into_iter().peekable();
    if rules.peek().is_some() {
        paragraph(text, &format!("{title}:"));
    }
    for rule in rules {
        let badge = inline_badge(rule.evidence.as_ref());
        text.push_str(&format!("\n- `{}`: {}{badge}", rule.name, plain(&rule.because)));
    }
}

/// What a call returns. Types are links below `root`, the module that has those of the model.
fn returns(text: &mut String, operation: &Operation, root: &str) {
    if let Output::ByStatus(by_status) = &operation.output {
        let name = &by_status.name;
        paragraph(text, &format!("Returns a [`{name}`]({root}::{name}) that depends on the status:\n"));
        for variant in &by_status.variants {
            for (status, said) in &variant.statuses {
                text.push_str(&format!("\n- {status}, `{}`: {}", variant.rust(), plain(said)));
            }
        }
        return;
    }
    let mut successes = operation.responses.iter().filter(|response| response.outcome == Outcome::Success);
    let Some(success) = successes.next() else { return };
    let (body, said) = (success.body.as_deref(), plain(&success.docs.text));
    let what = body.map_or_else(|| "nothing".to_owned(), |body| returned(body, root));
    let more = match body {
        _ if !says_more(&said, body.unwrap_or_default()) => ".".to_owned(),
        None => format!(". {said}"),
        Some(_) => format!(": {}", lower_first(&said)),
    };
    paragraph(text, &format!("Returns {what}{more}"));
}

/// A body as what a call returns.
fn returned(body: &str, root: &str) -> String {
    let of = |container: &str| body.strip_prefix(container)?.strip_prefix('<')?.strip_suffix('>');
    let link = |name: &str| format!("[`{name}`]({root}::{name})");
    match (of("search"), of("list")) {
        (Some(item), _) => format!("a page of {} objects", link(item)),
        (_, Some(item)) => format!("a list of {} objects", link(item)),
        _ => match body {
            "json" => "JSON of any form".to_owned(),
            "bytes" => "a file".to_owned(),
            object => format!("the {}", link(object)),
        },
    }
}

/// Whether a sentence says more of a response than the name of its type does: "The refund." does not.
fn says_more(said: &str, body: &str) -> bool {
    const EMPTY: [&str; 10] = ["the", "a", "an", "of", "what", "was", "found", "is", "it", "page"];
    let name: Vec<String> = names::snake(body).split('_').map(str::to_owned).collect();
    let words = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    let mut telling = words.filter(|word| !EMPTY.contains(&word.as_str()));
    telling.any(|word| {
        !name.contains(&word) && !word.strip_suffix('s').is_some_and(|one| name.iter().any(|name| name == one))
    })
}

/// Errors of an operation. Those that it shares with all others stand on the page of the API.
fn errors(text: &mut String, operation: &Operation) {
    let (shared, own): (Vec<&Response>, Vec<&Response>) = operation
        .responses
        .iter()
        .filter(|response| response.outcome != Outcome::Success)
        .partition(|response| response.shared);
    if own.is_empty() && shared.is_empty() {
        return;
    }
    paragraph(text, "Errors:");
    for response in own {
        text.push_str(&error(response));
        for reason in operation.reasons.iter().filter(|reason| reason.status == response.status) {
            let (sign, said) = (sign(&reason.told_by), plain(&reason.docs.text));
            text.push_str(&format!("\n- {} with {sign} (`{}`): {said}", response.status, reason.rust()));
        }
    }
    if !shared.is_empty() {
        let statuses: Vec<String> = shared.iter().map(|response| response.status.to_string()).collect();
        text.push_str(&format!("\n- {}: [errors of every operation](crate::API#errors).", statuses.join(", ")));
    }
}

/// The page of the API, with the errors that every operation can return.
pub(super) fn api<'r>(api: &Api, shared: impl Iterator<Item = &'r Response>) -> String {
    let mut text = of(&api.docs);
    let shared: Vec<_> = shared.collect();
    let of_credentials =
        |response: &&&Response| matches!(response.outcome, Outcome::Unauthenticated | Outcome::Forbidden);
    let credentials: Vec<_> =
        shared.iter().filter(of_credentials).map(|response| response.status.to_string()).collect();
    if !shared.is_empty() {
        let except = if credentials.is_empty() {
            String::new()
        } else {
            format!("; {} only operations with the default credentials", credentials.join(" and "))
        };
        paragraph(&mut text, &format!("# Errors\n\nErrors of every operation{except}:\n"));
    }
    text.extend(shared.into_iter().map(error));
    text
}

fn error(response: &Response) -> String {
    let badge = inline_badge(response.docs.evidence.as_ref());
    format!("\n- {}: {}{badge}", response.status, plain(&response.docs.text))
}

fn pages(text: &mut String, paging: &Paging) {
    let parameter = paging.parameter.as_deref().unwrap_or_default();
    let next = match &paging.style {
        PagingStyle::Page(first) => format!("`{parameter}` is the page number, starting at {first}"),
        PagingStyle::Offset => format!("`{parameter}` is the number of items to skip"),
        PagingStyle::Cursor(member) => format!("`{parameter}` takes `{member}` of the previous page"),
        PagingStyle::LastId => format!("`{parameter}` takes the id of the last item of the previous page"),
        PagingStyle::Link(member) => format!("`{member}` of the previous page links to the next"),
        PagingStyle::LinkHeader => "the header `Link` of the previous page links to the next".to_owned(),
    };
    let size = paging.size.as_ref().map(|size| format!(", `{size}` is the maximum number of items"));
    let badge = inline_badge(Some(&paging.evidence));
    let said = plain(&paging.docs.text);
    paragraph(text, &format!("Paging: {next}{}. {said}{badge}", size.unwrap_or_default()));
}
