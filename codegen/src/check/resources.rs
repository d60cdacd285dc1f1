//! A resource with an object says which field identifies it.

use super::say;
use super::scope::Scope;
use super::types::{Known, describe};
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Resource;
use crate::symbols::Decl;
use crate::types::Shape;

pub(super) fn check(scope: &Scope<'_>) {
    for resource in scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref()) {
        match (&resource.object, &resource.id) {
            (Some(object), Some(id)) => identifies(scope, object, id),
            (Some(object), None) if !scope.misspelt("id", resource.span) => missing(scope, resource, object),
            (None, Some(id)) if !scope.misspelt("object", resource.span) => without_object(scope, id),
            _ => {}
        }
    }
}

fn missing(scope: &Scope<'_>, resource: &Resource, object: &Sp<String>) {
    let mut diagnostic = Diagnostic::new(
        code::MISSING_ID,
        object.span,
        format!("the resource `{}` does not say which field identifies it", resource.name.value),
    )
    .label("has no `id` beside it");
    let candidates = scope.symbols.object(object).map(|object| {
        let is_id = |kind: &str| matches!(declared(scope, kind), Some(Decl::Id(_)));
        object
            .fields
            .iter()
            .filter(|(_, field)| is_id(&field.kind))
            .map(|(wire, _)| wire.value.as_str())
            .collect::<Vec<_>>()
    });
    diagnostic = match candidates.as_deref() {
        Some([one, ..]) => diagnostic.help(format!("add `id: {one}` if that is the one")),
        _ => diagnostic.help("declare an id in `ids`, give a field of the object its type, and name the field in `id`"),
    };
    scope.report(diagnostic);
}

fn declared<'a>(scope: &Scope<'a>, kind: &str) -> Option<Decl<'a>> {
    let known = Known::of(scope, kind).filter(|known| known.shape == Shape::One)?;
    Some(known.declared()?.decl)
}

fn identifies(scope: &Scope<'_>, object: &Sp<String>, id: &Sp<String>) {
    let Some(fields) = scope.fields_of(object) else { return };
    let Some(field) = fields.get(id.value.as_str()) else {
        if !scope.may_have(object, id) {
            let holder = format!("the object `{}`", object.value);
            scope.report(say::missing(code::MISSING_ID, "field", &holder, id, fields.keys().copied()));
        }
        return;
    };
    let Some(known) = Known::of(scope, &field.kind) else { return };
    if !matches!(declared(scope, &field.kind), Some(Decl::Id(_))) {
        scope.report(
            Diagnostic::new(
                code::MISSING_ID,
                field.kind.span,
                format!("the field `{}` identifies the resource, but its type is {}", id.value, describe(known)),
            )
            .label("not an id")
            .also(id.span, "named here")
            .help("declare a type in `ids` and give it to the field: ids of two resources must not be mixed up"),
        );
    }
}

fn without_object(scope: &Scope<'_>, id: &Sp<String>) {
    scope.report(
        Diagnostic::new(code::MISSING_ID, id.span, format!("`{}` is a field of which object?", id.value))
            .label("there is no `object` beside it")
            .help("name the object of the resource in `object`, or remove `id`"),
    );
}
