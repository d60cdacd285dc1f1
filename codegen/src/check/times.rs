//! Times that are numbers stand where they can be read and written.

use super::scope::Scope;
use super::types::Known;
use super::walk::Owner;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::field::{Field, Place};
use crate::resolve::times;
use crate::types::Builtin;

pub(super) fn check(scope: &Scope<'_>) {
    let (mut is_used, mut all_known) = (false, true);
    for group in scope.groups() {
        for (_, field) in group.fields {
            let Some(known) = Known::of(scope, &field.kind) else {
                all_known = false;
                continue;
            };
            let is_time = known.builtin() == Some(Builtin::DateTime);
            let is_in_file = matches!(group.owner, Owner::File(..));
            form(scope, field, is_time, is_in_file);
            is_used |= is_time && !is_in_file && field.time_form.is_none() && field.compact.is_none();
        }
    }
    let Some(api) = scope.api else { return };
    let envelope = api.webhooks.as_ref().and_then(|webhooks| webhooks.envelope.as_ref());
    is_used |= envelope.is_some_and(|envelope| envelope.created.is_some());
    if let Some(datetimes) = api.datetimes.as_ref().filter(|_| !is_used && all_known && scope.is_all_read()) {
        scope.report(
            Diagnostic::new(code::API_SECTION, datetimes.span, "no `datetime` is written in the format of the API")
                .label("has no effect")
                .help("remove `datetimes`"),
        );
    }
}

/// What a field says of its time, and whether a number can stand there.
fn form(scope: &Scope<'_>, field: &Sp<Field>, is_time: bool, is_in_file: bool) {
    let report = |at, message: &str, label: &str, help: &str| {
        scope.report(Diagnostic::new(code::FIELD_SENSE, at, message).label(label).help(help));
    };
    if let Some(form) = &field.time_form {
        if is_in_file {
            let help = "remove `as`, and describe the format in `docs`";
            return report(form.span, "`as` is not allowed in a file", "has no effect here", help);
        }
        if !is_time {
            let help = "make the type `datetime`, or remove `as`";
            return report(form.span, "`as` is only allowed on a `datetime`", "has no effect here", help);
        }
        if field.compact.is_some() {
            let help = "remove one of them";
            return report(form.span, "`as` and `compact` are mutually exclusive", "both are set", help);
        }
    }
    let is_in_path = field.place.as_ref().is_some_and(|place| place.value == Place::Path);
    let is_number = is_time && !is_in_file && times::of(scope.api.map(|api| &api.value), field).is_some();
    if is_number && is_in_path {
        let help = "make it an `integer`, or set `as: text`";
        report(field.kind.span, "a numeric time cannot be a path parameter", "numeric", help);
    }
}
