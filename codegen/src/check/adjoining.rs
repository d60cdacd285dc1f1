//! What is signed of a delivery can be taken apart again: no two texts that anybody may have written adjoin each other,
//! but where the API does it and the spec says so; and none is signed twice.

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::parse::path::is_member;
use crate::raw::Sp;
use crate::raw::signing::Part;
use crate::raw::webhooks::{Security, SignedContent};
use crate::source::Span;

/// What is signed, as far as anybody may have written it.
struct Free<'a> {
    /// `field` or `header`.
    kind: &'static str,
    name: &'a str,
    span: Span,
}

pub(super) fn check(scope: &Scope<'_>, security: &Sp<Security>) {
    // What was not read may be the text between two fields.
    let are_names = security.fields.iter().all(|field| is_member(field));
    if scope.has_lost(security.span) || !are_names {
        return;
    }
    let parts = parts(security);
    let is_body = security.signed.as_ref().is_some_and(|signed| signed.is(SignedContent::Body));
    let mut adjoining = parts.windows(2).filter_map(|pair| match pair {
        [Some(first), Some(second)] => Some((first, second)),
        _ => None,
    });
    match (adjoining.next(), security.unseparated.as_ref().filter(|said| said.value)) {
        (Some((first, second)), None) if !scope.misspelt("unseparated", security.span) => {
            let message = format!("nothing separates `{}` from `{}`", first.name, second.name);
            scope.report(
                Diagnostic::new(code::WEBHOOK_SECURITY, second.span, message)
                    .label("text can move from one to the other without changing the signature")
                    .also(first.span, "signed just before it")
                    .help(
                        "sign the separator that the API puts between them: `signed: [{ field: a }, { text: \
                        \":\" }, { field: b }]`",
                    )
                    .help(
                        "if the API puts nothing between them, add `unseparated: true`, and rely only on values \
                        from a refetch",
                    ),
            );
        }
        // A body that cannot be signed as a whole is reported as such.
        (None, Some(_)) if is_body && (security.member.is_some() || !security.fields.is_empty()) => {}
        (None, Some(said)) => scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, said.span, "no two adjacent texts are signed without a separator")
                .help("remove `unseparated`"),
        ),
        _ => {}
    }
    // What stands twice in `fields` is reported with other lists.
    let all: Vec<&Free<'_>> = parts.iter().flatten().filter(|_| security.fields.is_empty()).collect();
    for (at, part) in all.iter().enumerate() {
        let is_same = |other: &&&Free<'_>| match part.kind {
            "header" => other.kind == "header" && other.name.eq_ignore_ascii_case(part.name),
            _ => other.kind == part.kind && other.name == part.name,
        };
        if let Some(first) = all[..at].iter().find(is_same) {
            scope.report(
                Diagnostic::new(code::WEBHOOK_SECURITY, part.span, format!("`{}` is signed twice", part.name))
                    .label("again")
                    .also(first.span, "already signed here")
                    .help("remove one of them, or correct its name"),
            );
        }
    }
}

/// The parts in their order; those of which nobody can move text are `None`.
fn parts(security: &Security) -> Vec<Option<Free<'_>>> {
    let is_of_fields = security.signed.as_ref().is_some_and(|signed| signed.is(SignedContent::Fields));
    if is_of_fields {
        let fields = security.fields.iter();
        return fields.map(|field| Some(Free { kind: "field", name: field.as_str(), span: field.span })).collect();
    }
    let parts = security.signed.as_ref().map(|signed| signed.parts()).unwrap_or_default();
    parts
        .iter()
        .map(|part| match &part.value {
            Part::Word(_) => None,
            Part::Named(named) => match (&named.field, &named.header) {
                (Some(field), _) => Some(Free { kind: "field", name: field.as_str(), span: field.span }),
                (None, Some(header)) => Some(Free { kind: "header", name: header.as_str(), span: header.span }),
                (None, None) => None,
            },
        })
        .collect()
}
