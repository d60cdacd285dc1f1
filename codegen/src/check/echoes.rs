//! What a response repeats of the request can be found in both.

use super::scope::{Scope, by_wire_name};
use super::types::Known;
use super::walk::OperationAt;
use super::{member_path, say};
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::{Field, Place};
use crate::resolve::operations::{NO_ECHO as NONE, successes};
use crate::symbols::{Decl, Resolved};
use crate::types::{Builtin, Shape};

pub(super) fn check(scope: &Scope<'_>) {
    let read = scope.operations().iter().filter(|operation| !scope.has_lost(operation.raw.span));
    for operation in read {
        for (param, path) in &operation.raw.echoes {
            if path.value == NONE {
                none(scope, operation, param, path);
            } else {
                one(scope, operation, param, path);
            }
        }
        unchecked(scope, operation);
    }
}

/// The parameter that names the object which a response is: the last step of the path, where the response is the object
/// of the resource. Nothing where it is compared with the response.
fn not_compared<'a>(
    scope: &Scope<'a>,
    operation: &OperationAt<'a>,
) -> Option<(&'a Sp<String>, &'a Sp<Field>, &'a str)> {
    let resource = operation.resource?;
    let (object, own) = (resource.object.as_ref()?.as_str(), resource.id.as_ref()?);
    let last = operation.raw.path.rsplit('/').next()?.strip_prefix('{')?.strip_suffix('}')?;
    let (name, param) = operation.raw.params.iter().find(|(name, _)| name.value == last)?;
    let fields = scope.fields_of(object).filter(|fields| fields.contains_key(own.as_str()))?;
    // Other types are reported as what cannot stand in a path, or name something else.
    let is_name = match scope.symbols.resolve(&param.kind)? {
        Resolved::Builtin(builtin) => matches!(builtin, Builtin::String | Builtin::Integer),
        Resolved::Declared(symbol) => matches!(symbol.decl, Decl::Id(_)),
    };
    // One that is compared is enough: of `/orders/{order}/lines/{line}` the response may be the order.
    let in_path = operation.raw.params.iter().filter(|(_, param)| param.place.is_some());
    let is_compared = in_path
        .filter(|(_, param)| is_id(scope, param))
        .any(|(_, param)| fields.values().any(|field| field.kind.value == param.kind.value));
    let is_body = bodies(scope, operation).contains(&object);
    (is_name && !is_compared && is_body).then_some((name, param, object))
}

/// A response that is the object which the path names is compared with the path.
fn unchecked(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let Some((name, param, object)) = not_compared(scope, operation) else { return };
    if operation.raw.echoes.get(name).is_some() || scope.misspelt("echoes", operation.raw.span) {
        return;
    }
    let own =
        operation.resource.and_then(|resource| scope.fields_of(object)?.get(resource.id.as_ref()?.as_str()).copied());
    // What is no type is reported where it stands.
    if own.is_some_and(|own| scope.is_replaced(own.kind.span)) {
        return;
    }
    let message = format!("`{}` identifies the `{object}`, but the response is not compared with it", name.value);
    let found = Diagnostic::new(code::ECHO, param.kind.span, message).label("no field of the response has this type");
    let (found, ty) = match own {
        Some(own) => (found.also(own.kind.span, "the type of its id"), own.kind.as_str()),
        None => (found, "of its id"),
    };
    scope.report(
        found
            .help(format!("use the type `{ty}`, or set in `echoes` where the response repeats the parameter"))
            .help(format!("if the response does not repeat it, set `echoes: {{ {}: none }}`", name.value)),
    );
}

/// That a response does not repeat what its path names is said where it would be compared otherwise.
fn none(scope: &Scope<'_>, operation: &OperationAt<'_>, name: &Sp<String>, word: &Sp<String>) {
    let params = by_wire_name(&operation.raw.params);
    if !params.contains_key(name.as_str()) {
        let found = say::unknown(code::ECHO, "parameter", name, params.keys().copied());
        scope.report(say::not_twice(found, |param| operation.raw.echoes.get(param).is_some()));
    } else if !["resource", "objects"].iter().any(|section| scope.has_lost_of(section))
        && not_compared(scope, operation).is_none_or(|(meant, _, _)| meant.value != name.value)
    {
        scope.report(
            Diagnostic::new(code::ECHO, word.span, format!("`none` is already the default for `{}`", name.value))
                .label("redundant")
                .help("remove it: `none` is for the last path parameter if the response has no field of that type"),
        );
    }
}

fn one(scope: &Scope<'_>, operation: &OperationAt<'_>, name: &Sp<String>, path: &Sp<String>) {
    let params = by_wire_name(&operation.raw.params);
    let Some(param) = params.get(name.as_str()) else {
        let found = say::unknown(code::ECHO, "parameter", name, params.keys().copied());
        scope.report(say::not_twice(found, |param| operation.raw.echoes.get(param).is_some()));
        return;
    };
    if !is_id(scope, param) {
        scope.report(
            Diagnostic::new(code::ECHO, name.span, format!("`{}` is not an identifier", name.value))
                .label(format!("has the type `{}`", param.kind.value))
                .help("name a parameter whose type is declared in `ids`"),
        );
        return;
    }
    let objects = bodies(scope, operation);
    if objects.is_empty() {
        if has_unknown_body(scope, operation) {
            return;
        }
        scope.report(
            Diagnostic::new(code::ECHO, path.span, "a success has no object that could repeat the parameter")
                .label("not found in any response")
                .help("`echoes` requires a response whose body is one object"),
        );
        return;
    }
    for object in objects {
        let is_told = in_object(scope, operation, object, (name, param), path);
        // The same of another body is no news.
        if is_told {
            return;
        }
    }
}

/// Whether something is wrong with what one of the bodies repeats.
fn in_object(
    scope: &Scope<'_>,
    operation: &OperationAt<'_>,
    object: &str,
    (name, param): (&Sp<String>, &Field),
    path: &Sp<String>,
) -> bool {
    let Some(member) = member_path::resolve(scope, code::ECHO, object, path, true) else { return true };
    if member.kind.value != param.kind.value {
        scope.report(
            Diagnostic::new(code::ECHO, path.span, format!("the parameter has the type `{}`", param.kind.value))
                .label(format!("has the type `{}`", member.kind.value))
                .also(param.kind.span, "declared here")
                .help("name a field of the same type"),
        );
    } else if is_derived(scope, operation, object, name, param, path) {
        scope.report(
            Diagnostic::new(code::ECHO, name.span, "an id in the path is compared by default")
                .label("redundant")
                .help("remove it"),
        );
    } else {
        return false;
    }
    true
}

fn is_id(scope: &Scope<'_>, param: &Field) -> bool {
    let Some(known) = Known::of(scope, &param.kind) else { return true };
    known.shape == Shape::One && matches!(known.declared().map(|symbol| symbol.decl), Some(Decl::Id(_)))
}

/// Whether a response has a type that is not known, which is reported where it is named.
fn has_unknown_body(scope: &Scope<'_>, operation: &OperationAt<'_>) -> bool {
    let mut bodies = operation.raw.responses.iter().filter_map(|(_, response)| response.body.as_ref());
    bodies.any(|body| Known::of(scope, body).is_none())
}

/// The objects of successful responses; none where one of them is something else.
fn bodies<'a>(scope: &Scope<'a>, operation: &OperationAt<'a>) -> Vec<&'a str> {
    let bodies = successes(operation.raw).filter_map(|(_, response)| response.body.as_ref());
    let is_object =
        |body: &&Sp<String>| Known::of(scope, body).is_some_and(|known| known.shape == Shape::One && known.is_object());
    let mut objects: Vec<&str> = Vec::new();
    for body in bodies {
        if !is_object(&body) {
            return Vec::new();
        }
        if !objects.contains(&body.as_str()) {
            objects.push(body);
        }
    }
    objects
}

/// Whether the member is found without a word: it has the name of the parameter in the path, or is the resource's own.
fn is_derived(
    scope: &Scope<'_>,
    operation: &OperationAt<'_>,
    object: &str,
    name: &Sp<String>,
    param: &Field,
    path: &Sp<String>,
) -> bool {
    let own = operation.resource.filter(|resource| resource.object.as_ref().is_some_and(|own| own.value == object));
    let own = own.and_then(|resource| resource.id.as_ref());
    // The one with the name of the parameter comes first.
    let namesake = scope.symbols.object(object).and_then(|object| object.fields.get(name.as_str()));
    let has_namesake = namesake.is_some_and(|field| field.kind.value == param.kind.value);
    param.place.as_ref().is_some_and(|place| place.value == Place::Path)
        && (path.value == name.value || own.is_some_and(|own| own.value == path.value) && !has_namesake)
}
