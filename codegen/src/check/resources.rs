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
        format!("the resource `{}` does not specify the field that identifies it", resource.name.value),
    )
    .label("missing `id`");
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
        Some([one, ..]) => diagnostic.help(format!("add `id: {one}` if this is the identifier")),
        _ => diagnostic.help(
            "declare an id in `ids`, use it as the type of a field of the object, and set `id` \
            to the field",
        ),
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
            .label("expected a type in `ids`")
            .also(id.span, "named here")
            .help("declare a type in `ids` and use it here: ids of different resources must not be mixed up"),
        );
    }
}

fn without_object(scope: &Scope<'_>, id: &Sp<String>) {
    scope.report(
        Diagnostic::new(code::MISSING_ID, id.span, format!("`id` requires `object`: `{}` is a field of it", id.value))
            .label("missing `object`")
            .help("set `object` to the object of the resource, or remove `id`"),
    );
}
