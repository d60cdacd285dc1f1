//! Events can be read again the way they say.

use std::collections::HashMap;

use super::scope::{Scope, by_wire_name};
use super::types::Known;
use super::{member_path, say};
use crate::diag::{Diagnostic, code};
use crate::raw::event::{Event, Refetch};
use crate::raw::field::Field;
use crate::raw::{Named, Sp};
use crate::resolve::operations::{changes_state, find};
use crate::resolve::refetch::way;
use crate::source::Span;
use crate::symbols::{Decl, Resolved};
use crate::types::{Builtin, Shape};

/// Parameters with the fields that have their values.
type Pairs<'a> = Vec<(&'a str, &'a str)>;

pub(super) fn check(scope: &Scope<'_>) {
    let events = || scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    for (_, event) in events() {
        if let Some(refetch) = &event.refetch {
            one(scope, event, refetch);
        }
    }
    if ["resource", "operations", "events"].iter().any(|section| scope.has_lost_of(section)) {
        return;
    }
    // The object has one way, whatever event brings it.
    let mut ways: HashMap<&str, (Pairs<'_>, Pairs<'_>, *const _)> = HashMap::new();
    for (wire, event) in events() {
        let (Some(payload), Some(way)) = (&event.payload, way(scope.set, event)) else { continue };
        // A parameter that does not exist is told where it stands, and makes no other way.
        let exists = |(parameter, _): &(&str, &str)| way.operation.params.get(parameter).is_some();
        if !way.with.iter().chain(&way.or_with).all(exists) {
            continue;
        }
        let this = (way.with, way.or_with, std::ptr::from_ref(way.operation));
        let first = ways.entry(&payload.value).or_insert_with(|| this.clone());
        if *first != this {
            let span = event.refetch.as_ref().map_or(wire.span, |refetch| refetch.span);
            let message = format!("`{}` has two different `refetch` definitions", payload.value);
            scope.report(
                Diagnostic::new(code::REFETCH, span, message)
                    .label("differs from the first")
                    .help("use the same `refetch` for all events of one object"),
            );
        }
    }
}

fn one(scope: &Scope<'_>, event: &Event, refetch: &Sp<Refetch>) {
    let Some((_, operation)) = find(scope.set, &refetch.operation) else {
        let (resource, verb) = refetch.operation.split_once('.').unwrap_or_default();
        if scope.may_have_section("resource", None) && !resource.is_empty() || scope.may_declare("operations", verb) {
            return;
        }
        let known: Vec<String> = scope
            .operations()
            .iter()
            .filter_map(|at| Some(format!("{}.{}", at.resource?.name.value, at.verb.value)))
            .collect();
        let known = known.iter().map(String::as_str);
        scope.report(say::unknown(code::REFETCH, "operation", &refetch.operation, known));
        return;
    };
    if changes_state(operation) && !scope.misspelt("changes_state", operation.span) {
        scope.report(
            Diagnostic::new(code::REFETCH, refetch.operation.span, "`refetch` requires a read-only operation")
                .label("changes state")
                .also(operation.method.span, "by its method")
                .help("name a read-only operation"),
        );
    }
    let params = by_wire_name(&operation.params);
    for (parameter, path) in refetch.with.iter().chain(&refetch.or_with) {
        let Some(param) = params.get(parameter.as_str()) else {
            if !scope.may_hold(operation.span, parameter) {
                let found = say::unknown(code::REFETCH, "parameter", parameter, params.keys().copied());
                let is_given = |name: &str| refetch.with.get(name).is_some() || refetch.or_with.get(name).is_some();
                scope.report(say::not_twice(found, is_given));
            }
            continue;
        };
        // One that could not be read is reported where it stands.
        let payload = event.payload.as_ref().filter(|payload| !payload.is_empty());
        if let Some(value) =
            payload.and_then(|payload| member_path::resolve(scope, code::REFETCH, payload, path, false))
        {
            fits(scope, param, value, path.span);
        }
    }
    let mut ways = [&refetch.with, &refetch.or_with].into_iter().filter(|with| !with.is_empty());
    // A parameter that does not exist may be meant for one that is needed.
    let is_unknown = |(name, _): &(&Sp<String>, &Sp<String>)| operation.params.get(name).is_none();
    let lacks = |with: &Named<String>| {
        let needed = operation.params.iter().filter(|(name, field)| field.required && with.get(name).is_none());
        let unknown = with.iter().map(|(name, path)| (name, path)).filter(is_unknown).count();
        needed.map(|(name, field)| (name.clone(), field.span)).nth(unknown)
    };
    let missing = if refetch.with.is_empty() { lacks(&refetch.with) } else { ways.find_map(lacks) };
    if let Some((name, _)) = missing.filter(|(name, _)| !scope.may_hold(refetch.span, name)) {
        scope.report(
            Diagnostic::new(
                code::REFETCH,
                refetch.operation.span,
                format!("`refetch` does not set the required parameter `{}`", name.value),
            )
            .label("incomplete")
            .help(format!("add `{}:` to `with`, with the field that holds it", name.value)),
        );
    }
}

/// A parameter takes what has its own type; text becomes an id as well.
fn fits(scope: &Scope<'_>, param: &Field, value: &Field, at: Span) {
    let (Some(wanted), Some(given)) = (Known::of(scope, &param.kind), Known::of(scope, &value.kind)) else { return };
    let is_text = given.builtin() == Some(Builtin::String) && given.shape == Shape::One;
    let is_id = matches!(wanted.resolved, Resolved::Declared(symbol) if matches!(symbol.decl, Decl::Id(_)));
    if param.kind.value != value.kind.value && !(is_text && is_id) {
        let message = format!("the parameter has the type `{}`", param.kind.value);
        scope.report(
            Diagnostic::new(code::REFETCH, at, message)
                .label(format!("has the type `{}`", value.kind.value))
                .also(param.kind.span, "declared here")
                .help("name a field of the same type"),
        );
    }
}
