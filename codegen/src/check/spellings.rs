//! Names that are looked up in bodies are spelt like the fields of the objects that are described.
//!
//! A body may have more members than a spec describes, so a name that no object has proves nothing. One that differs
//! from a field by a slip does.

use std::collections::HashMap;

use crate::raw::outcome::Outcome;

use super::scope::Scope;
use super::walk::OperationAt;
use super::webhooks::is_beside_list;
use super::{say, text};
use crate::diag::{About, Diagnostic, code};
use crate::parse::path::{is_member, is_path};
use crate::raw::Sp;
use crate::raw::api::{Api, Errors};
use crate::raw::field::Field;
use crate::raw::operation::Response;
use crate::raw::paging::Paging;
use crate::raw::signing::Part;
use crate::raw::types::Object;
use crate::raw::webhooks::{SignedContent, Webhooks};
use crate::source::Span;
use crate::types::parse;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    // What was not read may have the name.
    if ["api", "objects", "operations", "events"].iter().any(|section| scope.has_lost_of(section)) {
        return;
    }
    api.errors.iter().for_each(|errors| of_errors(scope, errors));
    api.webhooks.iter().for_each(|webhooks| of_webhooks(scope, webhooks));
    of_paging(scope, api);
}

/// Members of error bodies, and of successes whose code is looked at.
fn of_errors(scope: &Scope<'_>, errors: &Errors) {
    let bodies = bodies(scope);
    let messages = errors.messages.iter().map(|path| &path.value);
    let paths = messages.chain(&errors.code).chain(&errors.request_id).chain(&errors.field_name).map(|path| &**path);
    paths.chain(errors.fields.as_deref()).for_each(|path| drop(along(scope, &bodies, path)));
    let Some(listed) = &errors.listed else { return };
    let items = along(scope, &bodies, &listed.at);
    along(scope, &items, &listed.field);
    along(scope, &items, &listed.message);
}

/// The types of bodies in which the runtime looks for what `errors` names.
pub(super) fn bodies<'a>(scope: &Scope<'a>) -> Vec<&'a str> {
    let looked_at = |operation: &OperationAt<'_>, response: &Response| {
        response.outcome.value != Outcome::Success || operation.raw.success_codes.is_some()
    };
    let mut bodies: Vec<&str> = Vec::new();
    for operation in scope.operations() {
        let responses = operation.raw.responses.iter().filter(|(_, response)| looked_at(operation, response));
        bodies.extend(responses.filter_map(|(_, response)| response.body.as_ref()).map(|body| body.as_str()));
    }
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}

/// The types at the end of a path through any of some objects. A step that none of them has, but one nearly has, is
/// reported.
fn along<'a>(scope: &Scope<'a>, from: &[&'a str], path: &Sp<String>) -> Vec<&'a str> {
    if is_path(path) { along_part(scope, from, path, path) } else { Vec::new() }
}

/// The same for the last steps of a path, `part`.
fn along_part<'a>(scope: &Scope<'a>, from: &[&'a str], path: &Sp<String>, part: &str) -> Vec<&'a str> {
    let mut types = from.to_vec();
    for step in part.split('.') {
        let objects: Vec<_> = types.iter().filter_map(|name| scope.fields_of(parse(name)?.name)).collect();
        let named = |field: &&&Sp<Field>| field.also.iter().any(|also| also.value == step);
        let of = |fields: &&HashMap<&'a str, &'a Sp<Field>>| {
            let found = fields.get(step).or_else(|| fields.values().find(named))?;
            Some(found.kind.as_str())
        };
        let found: Vec<&str> = objects.iter().filter_map(of).collect();
        if found.is_empty() {
            let others = objects.iter().flat_map(|fields| fields.values().flat_map(|field| field.also.iter()));
            let known = objects.iter().flat_map(|fields| fields.keys().copied());
            let known = known.chain(others.map(|also| also.as_str()));
            near_miss(scope, "field", step, text::slice(path, step), known);
        }
        types = found;
    }
    types
}

/// What stands next to the fields of an object where the body is the object, and what is signed of it.
fn of_webhooks(scope: &Scope<'_>, webhooks: &Webhooks) {
    let events = || scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    let names = |objects: &[&Object]| -> Vec<String> {
        let fields = objects.iter().flat_map(|object| object.fields.iter());
        let names = fields.flat_map(|(name, field)| std::iter::once(name).chain(field.also.iter()));
        names.map(|name| name.value.clone()).collect()
    };
    let payloads = |is_signed: bool| {
        events().filter(move |(_, event)| !is_signed || !event.unsigned).flat_map(|(_, event)| {
            event.payload.iter().chain(event.alternative.iter().map(|alternative| &alternative.payload))
        })
    };
    let objects_of = |is_signed: bool| -> Vec<&Object> {
        payloads(is_signed).filter_map(|payload| scope.symbols.object(payload)).map(|object| &object.value).collect()
    };
    // Where the object stands it has its fields; of what stands around it nothing is described.
    let objects: Vec<&str> = payloads(false).map(|payload| payload.as_str()).collect();
    let payload = webhooks.envelope.as_ref().and_then(|envelope| envelope.payload.as_ref());
    let envelope = webhooks.envelope.iter().flat_map(|envelope| {
        let optional = [&envelope.id, &envelope.created, &envelope.request_id];
        envelope.event_type.paths().chain(optional.into_iter().flatten())
    });
    // Next to a list of events the time stands in none of them.
    let security = &webhooks.security;
    let is_beside = webhooks.envelope.as_ref().is_some_and(|envelope| is_beside_list(envelope, security));
    let time = security.timestamp.iter().filter(|_| !is_beside);
    let time = time.filter_map(|timestamp| timestamp.member.as_ref());
    let parts = webhooks.security.signed.iter().flat_map(|signed| signed.parts());
    let fields = parts.filter_map(|part| match &part.value {
        Part::Named(part) => part.field.as_ref(),
        Part::Word(_) => None,
    });
    for path in envelope.chain(time).chain(&security.member).chain(fields).filter(|path| is_path(path)) {
        let inside = match payload {
            None => Some(path.as_str()),
            Some(payload) => path.strip_prefix(payload.as_str()).and_then(|rest| rest.strip_prefix('.')),
        };
        if let Some(inside) = inside {
            drop(along_part(scope, &objects, path, inside));
        }
    }
    let signs_fields = webhooks.security.signed.as_ref().is_some_and(|signed| signed.is(SignedContent::Fields));
    let signed = objects_of(true);
    if !signs_fields || signed.is_empty() {
        return;
    }
    // All fields of the objects are signed, so what is signed next to them is a field that nobody described.
    let known = names(&signed);
    for field in webhooks.security.fields.iter().filter(|field| is_member(field) && !known.contains(field)) {
        let known = known.iter().map(String::as_str);
        let found = say::unknown(code::MEMBER_NAME, "signed field", field, known)
            .about(About::missing("field", field))
            .help("signed fields are fields of event objects; declare it in one, or correct its name");
        let is_there = |name: &str| webhooks.security.fields.iter().any(|other| other.value == name);
        scope.report(say::not_twice(found, is_there));
    }
}

/// The parameters that ask for a page, where the searches describe their own.
fn of_paging(scope: &Scope<'_>, api: &Api) {
    let ways = scope.operations().iter().filter_map(|operation| operation.raw.paging.as_ref());
    for paging in api.paging.iter().chain(ways) {
        let uses = |operation: &&OperationAt<'_>| {
            let own = operation.raw.paging.as_ref().or(api.paging.as_ref());
            own.is_some_and(|own| std::ptr::eq(own, paging)) && super::paging::searches(operation)
        };
        let known: Vec<&str> = scope
            .operations()
            .iter()
            .filter(uses)
            .flat_map(|operation| operation.raw.params.iter().filter(|(_, field)| field.place.is_none()))
            .map(|(name, _)| name.as_str())
            .collect();
        of_way(scope, paging, &known);
    }
}

fn of_way(scope: &Scope<'_>, paging: &Paging, known: &[&str]) {
    for parameter in paging.parameter.iter().chain(&paging.size) {
        near_miss(scope, "parameter", parameter, inner(parameter), known.iter().copied());
    }
}

fn inner(name: &Sp<String>) -> Span {
    text::inner(name).unwrap_or(name.span)
}

fn near_miss<'c>(scope: &Scope<'_>, what: &str, written: &str, at: Span, known: impl IntoIterator<Item = &'c str>) {
    let known: Vec<&str> = known.into_iter().collect();
    if known.contains(&written) {
        return;
    }
    if let Some(near) = known.iter().find(|known| is_slip(written, known)) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, at, format!("unknown {what} `{written}`"))
                .label(format!("did you mean `{near}`?"))
                .patch(at, *near, format!("use the declared {what}"))
                .help(format!("if both exist, declare `{written}` too")),
        );
    }
}

/// Whether two names differ in nothing but case and separators, or, being long enough, in one letter.
fn is_slip(a: &str, b: &str) -> bool {
    let fold =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let (a, b) = (fold(a), fold(b));
    let is_long = a.chars().count().max(b.chars().count()) >= 5;
    a == b || (is_long && strsim::damerau_levenshtein(&a, &b) == 1)
}
