//! Searches can be followed from page to page, and operations that change something say so.

use crate::raw::outcome::Outcome;
use payspec_core::Method;

use super::scope::Scope;
use super::types::Known;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::paging::{By, Paging};
use crate::symbols::Decl;
use crate::types::{Builtin, Shape, parse};

pub(super) fn check(scope: &Scope<'_>) {
    if let Some(paging) = scope.api.and_then(|api| api.paging.as_ref()) {
        described(scope, paging);
        if !scope.has_lost_of("operations") && !scope.operations().iter().any(searches) {
            scope.report(
                Diagnostic::new(code::PAGING, paging.span, "no operation searches")
                    .label("used by operations whose success is `search<...>`")
                    .help("remove `paging`"),
            );
        }
    }
    for operation in scope.operations() {
        let of_api = scope.api.and_then(|api| api.paging.as_ref());
        if let Some(paging) = operation.raw.paging.as_ref().or(of_api).filter(|_| searches(operation)) {
            can_hold_a_page(scope, operation, paging);
        }
        if let Some(paging) = &operation.raw.paging {
            described(scope, paging);
            reads(scope, operation, paging);
            in_the_query(scope, operation, paging);
            if !scope.has_lost(operation.raw.span) && !searches(operation) {
                scope.report(
                    Diagnostic::new(
                        code::PAGING,
                        paging.span,
                        format!("`{}` does not answer with a search", operation.verb.value),
                    )
                    .label("there are no pages to go through")
                    .help("remove `paging`, or give the successful answer the body `search<...>`"),
                );
            }
        }
        if let Some(changes) = &operation.raw.changes_state {
            changes_state(scope, operation, changes);
        } else {
            no_key(scope, operation);
        }
    }
}

pub(super) fn searches(operation: &OperationAt<'_>) -> bool {
    let mut bodies = operation.raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    bodies.any(|(_, response)| {
        // A body that is no type may be meant as a search; what is wrong with it is told elsewhere.
        response.body.as_ref().is_some_and(|body| parse(body).is_none_or(|body| body.shape == Shape::Search))
    })
}

fn described(scope: &Scope<'_>, paging: &Sp<Paging>) {
    let wrong = match (paging.by.value, &paging.cursor, &paging.first) {
        (By::Cursor, None, _) if !scope.misspelt("cursor", paging.span) => Some((
            paging.by.span,
            "nobody knows where the next cursor stands",
            "add `cursor:` with the member beside the items that holds it",
        )),
        (By::Page | By::Offset, Some(cursor), _) => {
            Some((cursor.span, "there is no cursor without `by: cursor`", "remove `cursor`, or say `by: cursor`"))
        }
        (By::Page, None, Some(first)) if first.value > 1 => {
            Some((first.span, "pages are counted from 0 or 1", "say `first: 0`, or leave it out for 1"))
        }
        (By::Offset | By::Cursor, _, Some(first)) => {
            Some((first.span, "only pages are counted from a first one", "remove `first`, or say `by: page`"))
        }
        _ => None,
    };
    if let Some((span, message, help)) = wrong {
        scope.report(Diagnostic::new(code::PAGING, span, message).help(help));
    }
    if let Some(size) = paging.size.as_ref().filter(|size| size.value == paging.parameter.value) {
        scope.report(
            Diagnostic::new(
                code::PAGING,
                size.span,
                format!("`{}` cannot say both what page and how large", size.value),
            )
            .label("the same parameter again")
            .also(paging.parameter.span, "names the page")
            .help("give each its own parameter, or leave `size` out"),
        );
    }
}

/// The next page is asked for by sending the operation again.
fn reads(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Sp<Paging>) {
    let raw = operation.raw;
    if crate::resolve::operations::changes_state(raw) {
        scope.report(
            Diagnostic::new(
                code::PAGING,
                paging.span,
                format!("`{}` changes something, so asking for its next page would do it again", operation.verb.value),
            )
            .label("pages are for what only reads")
            .also(raw.method.span, "the method")
            .help("remove `paging`"),
        );
    }
}

fn in_the_query(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Sp<Paging>) {
    for parameter in [Some(&paging.parameter), paging.size.as_ref()].into_iter().flatten() {
        let in_path = operation.raw.params.get(parameter).filter(|field| field.place.is_some());
        if let Some(field) = in_path {
            scope.report(
                Diagnostic::new(code::PAGING, parameter.span, format!("`{}` travels in the path", parameter.value))
                    .label("a page is asked for in the query")
                    .also(field.span, "said here")
                    .help("name a parameter of the query"),
            );
        }
    }
}

/// A parameter that the operation describes itself, and that asks for a page, is a text or a number.
fn can_hold_a_page(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Paging) {
    for parameter in std::iter::once(&paging.parameter).chain(&paging.size) {
        let Some(field) = operation.raw.params.get(parameter) else { continue };
        let Some(known) = Known::of(scope, &field.kind) else { continue };
        let is_number = known.builtin() == Some(Builtin::Integer);
        let is_text = known.builtin() == Some(Builtin::String)
            || matches!(known.declared(), Some(symbol) if matches!(symbol.decl, Decl::Id(_)));
        if known.shape != Shape::One || !(is_number || is_text) {
            scope.report(
                Diagnostic::new(code::PAGING, parameter.span, format!("`{}` cannot ask for a page", parameter.value))
                    .label("holds a number or a text")
                    .also(field.kind.span, format!("a parameter of `{}`, with another type", operation.verb.value))
                    .help("name the parameter that asks for a page, or correct its type"),
            );
        }
    }
}

/// Clients repeat what only reads without a key.
fn no_key(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    if raw.idempotency_key && raw.method.value == Method::Get && !scope.misspelt("changes_state", raw.span) {
        scope.report(
            Diagnostic::new(
                code::CHANGES_STATE,
                raw.method.span,
                format!("`{}` only reads, which needs no idempotency key", operation.verb.value),
            )
            .label("has `idempotency_key: true`")
            .help("remove `idempotency_key`, or say `changes_state: true` if this GET changes something"),
        );
    }
}

fn changes_state(scope: &Scope<'_>, operation: &OperationAt<'_>, changes: &Sp<bool>) {
    let method = &operation.raw.method;
    let wrong = match (method.value, changes.value) {
        (Method::Get, true) => return,
        (Method::Get, false) => format!("`{}` only reads without saying so", operation.verb.value),
        (other, true) => format!("{} changes something without saying so", other.as_str()),
        (_, false) if operation.raw.idempotency_key => "what only reads needs no idempotency key".to_owned(),
        (_, false) => return,
    };
    scope.report(Diagnostic::new(code::CHANGES_STATE, changes.span, wrong).also(method.span, "the method").help(
        if operation.raw.idempotency_key && !changes.value {
            "remove `idempotency_key`: clients repeat what only reads without one"
        } else {
            "remove `changes_state`: clients repeat a GET by themselves, and others if they carry a key"
        },
    ));
}
