//! A form can clear a field only where the API says what does.

use payspec_core::BodyFormat;

use super::field_sense::encoding_is_known;
use super::scope::Scope;
use super::types::Known;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::Field;
use crate::types::Builtin;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    let Some(cleared_as) = &api.cleared_as else {
        if !scope.misspelt("cleared_as", api.span) {
            untold(scope);
        }
        return;
    };
    let may_use = |operation: &OperationAt<'_>| {
        // What cannot be cleared where it stands is reported there.
        operation.raw.params.iter().any(|(_, field)| field.nullable) && !operation.sends_json(Some(api))
            || !encoding_is_known(scope, operation)
    };
    if !scope.operations().iter().any(may_use) && scope.is_all_read() {
        scope.report(
            Diagnostic::new(code::API_SECTION, cleared_as.span, "no form parameter is `nullable`")
                .label("has no effect")
                .help("remove `cleared_as`, or set `nullable: true` on each parameter that can be cleared"),
        );
    }
}

/// Of several parameters that nobody knows how to clear, the first is told: one word in `api` is missing.
fn untold(scope: &Scope<'_>) {
    let operations = scope.operations().iter().filter(|operation| encoding_is_known(scope, operation));
    let params = operations.flat_map(|operation| operation.raw.params.iter().map(move |param| (operation, param)));
    let first = params.into_iter().find(|(operation, (_, field))| is_cleared(scope, operation, field));
    if let Some((_, (wire, _))) = first {
        scope.report(
            Diagnostic::new(
                code::FIELD_SENSE,
                wire.span,
                format!("the spec does not specify how a form clears `{}`", wire.value),
            )
            .help(
                "add `cleared_as: empty-text` to `api` if an empty text clears it; otherwise remove \
                    `nullable`",
            ),
        );
    }
}

fn is_cleared(scope: &Scope<'_>, operation: &OperationAt<'_>, field: &Field) -> bool {
    field.nullable && !field.required && field.place.is_none() && in_form(scope, operation)
}

fn in_form(scope: &Scope<'_>, operation: &OperationAt<'_>) -> bool {
    let api = scope.api.map(|api| &api.value);
    operation.sends(BodyFormat::Form, api) || operation.sends(BodyFormat::Multipart, api)
}

/// Judges a parameter that a form can clear, and says whether it is one.
pub(super) fn of_a_form(scope: &Scope<'_>, operation: &OperationAt<'_>, wire: &Sp<String>, field: &Sp<Field>) -> bool {
    if !is_cleared(scope, operation, field) {
        return false;
    }
    if Known::of(scope, &field.kind).is_some_and(|known| known.builtin() == Some(Builtin::Bytes)) {
        scope.report(
            Diagnostic::new(code::FIELD_SENSE, wire.span, format!("`{}` is a file and cannot be cleared", wire.value))
                .help("remove `nullable`: a file part is either present or absent"),
        );
        return true;
    }
    true
}
