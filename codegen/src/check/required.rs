//! How it is known that something is required is said where something is.

use super::scope::Scope;
use super::walk::{Group, Owner};
use crate::diag::{Diagnostic, code};
use crate::raw::evidence::Evidence;
use crate::raw::field::Field;
use crate::raw::{Named, Sp};
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    for group in scope.groups() {
        for (wire, field) in group.fields {
            of_field(scope, group, wire, field);
        }
    }
    for operation in scope.operations() {
        let raw = operation.raw;
        of_owner(scope, operation.verb, raw.required_evidence.as_ref(), &raw.params, raw.span);
    }
    for (name, object) in scope.set.files.iter().flat_map(|(_, document)| document.objects.iter()) {
        of_owner(scope, name, object.required_evidence.as_ref(), &object.fields, object.span);
    }
    of_api(scope);
}

/// A word on one field is for one that a request may lack, and must not.
fn of_field(scope: &Scope<'_>, group: &Group<'_>, wire: &str, field: &Sp<Field>) {
    let Some(evidence) = &field.required_evidence else { return };
    let is_sent = match group.owner {
        Owner::Operation(_) | Owner::Object(_) => true,
        Owner::Union(name) | Owner::Variant(name, _) => scope.usage.may_be_sent(name),
        Owner::File(..) => false,
    };
    let speaks = is_sent && is_required(field);
    if !speaks && !scope.misspelt("required", field.span) {
        let why = match group.owner {
            Owner::Union(_) | Owner::Variant(..) if !is_sent => "is in a union that no request sends",
            Owner::File(..) => "is in a file, where `evidence` covers its columns",
            Owner::Operation(_) | Owner::Object(_) if field.place.is_some() => {
                "is a path parameter, which is always required"
            }
            Owner::Operation(_) | Owner::Object(_) | Owner::Union(_) | Owner::Variant(..) => "is not `required: true`",
        };
        let help = "remove `required_evidence`; `evidence` covers the field itself";
        report(scope, evidence, &format!("`{wire}` {why}"), help);
    }
}

/// A word on all fields is for those that have none of their own.
fn of_owner(scope: &Scope<'_>, what: &str, evidence: Option<&Sp<Evidence>>, fields: &Named<Field>, whole: Span) {
    let Some(evidence) = evidence else { return };
    let mut required = fields.iter().map(|(_, field)| field).filter(|field| is_required(field)).peekable();
    let why = if required.peek().is_none() {
        format!("no optional part of `{what}` is `required: true`")
    } else if required.all(|field| field.required_evidence.is_some()) {
        format!("every required field of `{what}` has its own `required_evidence`")
    } else {
        return;
    };
    if all_is_read(scope, whole) {
        report(scope, evidence, &why, "remove `required_evidence`, or mark the `required` fields");
    }
}

fn of_api(scope: &Scope<'_>) {
    let Some(evidence) = scope.api.and_then(|api| api.required_evidence.as_ref()) else { return };
    let sent = scope.groups().iter().filter(|group| !matches!(group.owner, Owner::File(..)));
    let mut fields = sent.flat_map(|group| group.fields.iter());
    if !fields.any(|(_, field)| is_required(field)) && scope.is_all_read() {
        let why = "no optional part of the API is `required: true`";
        report(scope, evidence, why, "remove `required_evidence`, or mark the `required` fields");
    }
}

fn is_required(field: &Field) -> bool {
    field.required && field.place.is_none()
}

/// Whether no field of this part of a file was lost, so that what is required is known.
fn all_is_read(scope: &Scope<'_>, whole: Span) -> bool {
    !scope.has_lost(whole) && !scope.misspelt("required", whole)
}

fn report(scope: &Scope<'_>, evidence: &Sp<Evidence>, why: &str, help: &str) {
    scope.report(
        Diagnostic::new(code::FIELD_SENSE, evidence.span, why.to_owned())
            .label("evidence for what is required; applies to nothing")
            .help(help),
    );
}
