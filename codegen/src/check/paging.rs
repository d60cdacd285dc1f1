//! Searches can be followed from page to page, and operations that change something say so.

use crate::raw::outcome::Outcome;
use payspec_core::Method;

use super::identified::{Identified, identified, of_one_object};
use super::say;
use super::scope::Scope;
use super::text;
use super::types::Known;
use super::walk::OperationAt;
use crate::diag::{About, Diagnostic, code};
use crate::raw::Sp;
use crate::raw::paging::{By, Paging};
use crate::symbols::Decl;
use crate::types::{Builtin, Shape, parse};

pub(super) fn check(scope: &Scope<'_>) {
    if let Some(paging) = scope.api.and_then(|api| api.paging.as_ref()) {
        described(scope, paging);
        if !scope.has_lost_of("operations") && !scope.operations().iter().any(|operation| may_search(scope, operation))
        {
            scope.report(
                Diagnostic::new(code::PAGING, paging.span, "`paging` is set, but no operation is a search")
                    .label("applies to operations whose success is `search<...>`")
                    .help("remove `paging`")
                    .about(About::unused("payload", paging.parameter.as_deref().map_or("paging", String::as_str))),
            );
        }
    }
    for operation in scope.operations() {
        let shared = scope.api.and_then(|api| api.paging.as_ref());
        if let Some(paging) = operation.raw.paging.as_ref().or(shared).filter(|_| searches(operation)) {
            has_ids(scope, operation, paging);
            can_hold_a_page(scope, operation, paging);
            if !crate::resolve::operations::changes_state(operation.raw) {
                by_get(scope, operation, paging);
            }
        }
        if let Some(paging) = shared.filter(|_| operation.raw.paging.is_none() && !searches(operation)) {
            takes_no_page(scope, operation, paging);
        }
        if let Some(paging) = &operation.raw.paging {
            described(scope, paging);
            reads(scope, operation, paging);
            in_the_query(scope, operation, paging);
            if !scope.has_lost(operation.raw.span) && !searches(operation) {
                scope.report(
                    Diagnostic::new(code::PAGING, paging.span, format!("`{}` is not a search", operation.verb.value))
                        .label("has no pages")
                        .help("remove `paging`, or set the body of the success to `search<...>`"),
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

/// Whether an operation searches, or may be meant to: what it answers with is missing or not known, and told so.
fn may_search(scope: &Scope<'_>, operation: &OperationAt<'_>) -> bool {
    let mut successes =
        operation.raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success).peekable();
    let is_unknown = |body: &Sp<String>| parse(body).is_some_and(|body| scope.symbols.resolve(body.name).is_none());
    successes.peek().is_none()
        || searches(operation)
        || successes.any(|(_, response)| response.body.as_ref().is_some_and(is_unknown))
}

pub(super) fn searches(operation: &OperationAt<'_>) -> bool {
    let mut bodies = operation.raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    bodies.any(|(_, response)| {
        // A body that is no type may be meant as a search; what is wrong with it is told elsewhere.
        response.body.as_ref().is_some_and(|body| parse(body).is_none_or(|body| body.shape == Shape::Search))
    })
}

fn described(scope: &Scope<'_>, paging: &Sp<Paging>) {
    let by = paging.by.value;
    let report = |span, message: &str, help: &str| {
        scope.report(Diagnostic::new(code::PAGING, span, message).help(help));
    };
    let is_link = matches!(by, By::Link | By::LinkHeader);
    let needed = [
        (
            "cursor",
            by == By::Cursor && paging.cursor.is_none(),
            "the location of the next cursor is not specified",
            "add `cursor:` with the member next to the items that holds it",
        ),
        (
            "link",
            by == By::Link && paging.link.is_none(),
            "the location of the link to the next page is not specified",
            "add `link:` with the member next to the items that holds it, or set `by: link-header`",
        ),
        (
            "parameter",
            !is_link && paging.parameter.is_none(),
            "the parameter of the next page is not specified",
            "add `parameter:` with the query parameter that requests a page",
        ),
    ];
    let mut missing = needed.into_iter().filter(|(key, lacks, ..)| *lacks && !scope.misspelt(key, paging.span));
    let missing = missing.next().map(|(.., message, help)| (message, help, missing.map(|(.., help)| help)));
    let useless = [
        ("cursor", paging.cursor.as_ref().filter(|_| by != By::Cursor).map(|cursor| cursor.span)),
        ("link", paging.link.as_ref().filter(|_| by != By::Link).map(|link| link.span)),
        ("parameter", paging.parameter.as_ref().filter(|_| is_link).map(|parameter| parameter.span)),
        ("first", paging.first.as_ref().filter(|_| by != By::Page).map(|first| first.span)),
    ];
    let left: Vec<_> = useless.iter().filter_map(|(key, span)| Some((*key, (*span)?))).collect();
    // Whoever changes `by` leaves the keys of another way.
    match (missing, left.as_slice()) {
        (Some((message, help, more)), _) => {
            let found = Diagnostic::new(code::PAGING, paging.by.span, message).help(help);
            let found = more.fold(found, Diagnostic::help);
            let also = |found: Diagnostic, (key, span): &(&str, _)| found.also(*span, format!("`{key}` has no effect"));
            scope.report(left.iter().fold(found, also));
        }
        (None, [(key, span)]) => {
            let (message, help) = of_no_use(key);
            report(*span, message, help);
        }
        (None, _) => {
            let found = say::leftovers(
                code::PAGING,
                &useless,
                |keys| format!("unexpected {keys} for this value of `by`"),
                |keys| format!("remove {keys}, or correct `by`"),
            );
            scope.report_any(found);
        }
    }
    if let Some(first) = paging.first.as_ref().filter(|first| by == By::Page && first.value > 1) {
        report(first.span, "page numbers start at 0 or 1", "set `first: 0`, or remove it for 1");
    }
    if let (Some(size), Some(parameter)) = (&paging.size, &paging.parameter)
        && size.value == parameter.value
    {
        scope.report(
            Diagnostic::new(code::PAGING, size.span, format!("`{}` cannot be both the page and its size", size.value))
                .label("same parameter")
                .also(parameter.span, "the page")
                .help("use different parameters, or remove `size`"),
        );
    }
}

/// Why a way of paging has no use for a key, and what to write instead.
fn of_no_use(key: &str) -> (&'static str, &'static str) {
    match key {
        "cursor" => ("`cursor` requires `by: cursor`", "remove `cursor`, or set `by: cursor`"),
        "link" => ("`link` requires `by: link`", "remove `link`, or set `by: link`"),
        "parameter" => ("a link to the next page takes no parameter", "remove `parameter`"),
        _ => ("only page numbers have a first value", "remove `first`, or set `by: page`"),
    }
}

/// Where the id of the last item asks for the next page, items have an id.
fn has_ids(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Sp<Paging>) {
    if paging.by.value != By::LastId {
        return;
    }
    let bodies = operation.raw.responses.iter().filter_map(|(_, response)| parse(response.body.as_ref()?));
    for body in bodies.filter(|body| body.shape == Shape::Search && scope.symbols.object(body.name).is_some()) {
        if identified(scope, body.name) == Identified::Not {
            let message = format!("the object `{}` has no id, so there is no id of the last item", body.name);
            let found = Diagnostic::new(code::PAGING, operation.verb.span, message)
                .label("the items of this search")
                .also(paging.by.span, "requests the next page with the id of the last item")
                .help(
                    "specify the identifying field: `id` of its resource, or a `guaranteed` field whose type is \
                    in `ids`",
                );
            scope.report(of_one_object(found, body.name));
        }
    }
}

/// A link is followed with the method of the search, which says nothing of a body.
fn by_get(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Sp<Paging>) {
    let method = &operation.raw.method;
    if matches!(paging.by.value, By::Link | By::LinkHeader) && method.value != Method::Get {
        let message = format!("`{}` sends a body, which a link cannot repeat", operation.verb.value);
        scope.report(
            Diagnostic::new(code::PAGING, paging.by.span, message)
                .label("links are followed with GET")
                .also(method.span, "the method")
                .help("set the parameter that requests the next page, or remove `paging`"),
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
                format!(
                    "`{}` changes state, so requesting its next page would repeat the change",
                    operation.verb.value
                ),
            )
            .label("paging requires a read-only operation")
            .also(raw.method.span, "the method")
            .help("remove `paging`"),
        );
    }
}

fn in_the_query(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Sp<Paging>) {
    for parameter in paging.parameter.iter().chain(&paging.size) {
        let in_path = operation.raw.params.get(parameter).filter(|field| field.place.is_some());
        if let Some(field) = in_path {
            scope.report(
                Diagnostic::new(code::PAGING, parameter.span, format!("`{}` is a path parameter", parameter.value))
                    .label("a page is requested in the query")
                    .also(field.span, "defined here")
                    .help("name a query parameter"),
            );
        }
    }
}

/// A parameter that the operation describes itself, and that asks for a page, is a text or a number.
fn can_hold_a_page(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Paging) {
    for parameter in paging.parameter.iter().chain(&paging.size) {
        let Some(field) = operation.raw.params.get(parameter) else { continue };
        let Some(known) = Known::of(scope, &field.kind) else { continue };
        let is_number = known.builtin() == Some(Builtin::Integer);
        let is_text = known.builtin() == Some(Builtin::String)
            || matches!(known.declared(), Some(symbol) if matches!(symbol.decl, Decl::Id(_)));
        if known.shape != Shape::One || !(is_number || is_text) {
            scope.report(
                Diagnostic::new(code::PAGING, parameter.span, format!("`{}` cannot hold a page", parameter.value))
                    .label("must be a number or text")
                    .also(field.kind.span, format!("a parameter of `{}` with another type", operation.verb.value))
                    .help("name the parameter that requests a page, or correct its type"),
            );
        }
    }
}

/// Reports a list that has a parameter of pages: nobody requests the other ones. A list without such a parameter may be
/// complete, even if the API pages other lists of the same objects, as the cards of one customer next to all cards.
fn takes_no_page(scope: &Scope<'_>, operation: &OperationAt<'_>, paging: &Paging) {
    let raw = operation.raw;
    if crate::resolve::operations::changes_state(raw) {
        return;
    }
    let of_pages = [(&paging.parameter, "asks for a page"), (&paging.size, "sets the size of a page")];
    let taken = of_pages.into_iter().find_map(|(name, what)| {
        let parameter = name.as_ref()?;
        let field = raw.params.get(parameter).filter(|field| field.place.is_none())?;
        Some((parameter, what, field))
    });
    let Some((parameter, what, field)) = taken else { return };
    let mut bodies = raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    let list = bodies.find_map(|(_, response)| {
        let body = response.body.as_ref()?;
        parse(body).filter(|parsed| parsed.shape == Shape::List).map(|parsed| (body, parsed))
    });
    let Some((body, parsed)) = list else { return };
    let message =
        format!("`{}` takes `{}`, which {what}, but its response is a list", operation.verb.value, parameter.value);
    let found = Diagnostic::new(code::PAGING, body.span, message)
        .label("the items of other pages would never be requested")
        .also(field.span, what)
        .help("set the body to `search<...>`, which is followed from page to page");
    scope.report(match text::inner(body) {
        Some(place) => found.patch(place, format!("search<{}>", parsed.name), "search for it"),
        None => found,
    });
}

/// Clients repeat what only reads without a key.
fn no_key(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    if raw.idempotency_key && raw.method.value == Method::Get && !scope.misspelt("changes_state", raw.span) {
        scope.report(
            Diagnostic::new(
                code::CHANGES_STATE,
                raw.method.span,
                format!("`{}` is read-only and needs no idempotency key", operation.verb.value),
            )
            .label("has `idempotency_key: true`")
            .help("remove `idempotency_key`, or set `changes_state: true` if this GET changes something"),
        );
    }
}

fn changes_state(scope: &Scope<'_>, operation: &OperationAt<'_>, changes: &Sp<bool>) {
    let method = &operation.raw.method;
    let wrong = match (method.value, changes.value) {
        (Method::Get, true) => return,
        (Method::Get, false) => format!("`{}` is already read-only by its method", operation.verb.value),
        (other, true) => format!("{} already changes state by its method", other.as_str()),
        (_, false) if operation.raw.idempotency_key => "a read-only operation needs no idempotency key".to_owned(),
        (_, false) => return,
    };
    scope.report(Diagnostic::new(code::CHANGES_STATE, changes.span, wrong).also(method.span, "the method").help(
        if operation.raw.idempotency_key && !changes.value {
            "remove `idempotency_key`: clients retry read-only operations without one"
        } else {
            "remove `changes_state`: clients retry a GET by default, and other methods with an idempotency key"
        },
    ));
}
