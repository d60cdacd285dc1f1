//! What the `api` section names and what operations take from it.

use super::scope::Scope;
use super::walk::OperationAt;
use super::{auth, say, text, webhooks};
use crate::diag::{Diagnostic, rule};
use crate::raw::api::{Api, Encoding, Errors};
use crate::raw::operation::Outcome;
use crate::raw::{Named, Sp};

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    libraries(scope, api);
    auth::check(scope, api);
    webhooks::check(scope, api);
    codes_of_errors(scope, api);
    without_body(scope, api);
    if let Some(idempotency) = &api.idempotency {
        reused_codes(scope, api, &idempotency.reused_codes);
    }
    for operation in scope.operations() {
        uses(scope, api, operation);
    }
}

/// A type that describes no body must be complete without one.
fn without_body(scope: &Scope<'_>, api: &Api) {
    let Some(without_body) = &api.without_body else { return };
    let given = &without_body.content_type;
    let why = match given.value {
        Encoding::Form | Encoding::Json => return,
        Encoding::Query => "a query has no type",
        Encoding::Multipart => "names the text between the parts, and there are none",
    };
    scope.report(
        Diagnostic::new(rule::API_SECTION, given.span, "this is no `Content-Type` of a request without a body")
            .label(why)
            .help("say `form` or `json`, or remove `without_body`"),
    );
}

fn libraries(scope: &Scope<'_>, api: &Api) {
    for name in api.uses.iter() {
        if scope.libraries.get(name).is_none() && scope.complete {
            scope.report(
                say::unknown(rule::UNKNOWN_REFERENCE, "library", name, scope.libraries.names())
                    .help("a library is a folder beside this one whose files have a `library` section"),
            );
        }
    }
}

pub(super) fn known_header(scope: &Scope<'_>, api: &Api, header: &Sp<String>) {
    if api.headers.get(header).is_none() {
        let known = api.headers.iter().map(|(name, _)| name.as_str());
        scope.report(say::unknown(rule::UNKNOWN_REFERENCE, "header", header, known));
    }
}

/// Codes are looked for where `errors` says they stand, and mean a failure: those of the API, and those of a service.
fn codes_of_errors(scope: &Scope<'_>, api: &Api) {
    let errors = api.errors.as_ref();
    if let Some(errors) = errors {
        outcomes(scope, Some(errors), &errors.outcomes);
    }
    api.services.iter().for_each(|(_, service)| outcomes(scope, errors, &service.outcomes));
}

fn outcomes(scope: &Scope<'_>, errors: Option<&Sp<Errors>>, outcomes: &Named<Outcome>) {
    let has_code = errors.is_some_and(|errors| errors.code.is_some() || scope.misspelt("code", errors.span));
    if let (Some((code, _)), false) = (outcomes.iter().next(), has_code) {
        no_code(scope, code);
    }
    for (code, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.value == Outcome::Success) {
        scope.report(
            Diagnostic::new(rule::API_SECTION, outcome.span, format!("`{}` is said to be an error", code.value))
                .label("is none")
                .help("what is a success differs from operation to operation: say it in the `verdict` of those"),
        );
    }
}

fn no_code(scope: &Scope<'_>, code: &Sp<String>) {
    scope.report(
        Diagnostic::new(rule::API_SECTION, code.span, "no body has a code that could say this")
            .label("looked for in the member that `errors.code` names")
            .help("add `code:` to `errors`, with the member of bodies that holds the code"),
    );
}

fn verdict(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>) {
    let Some(verdict) = &operation.raw.verdict else { return };
    let has_code = api.errors.as_ref().is_some_and(|errors| errors.code.is_some());
    match verdict.success.first() {
        Some(first) if !has_code => no_code(scope, first),
        None if !scope.misspelt("success", verdict.span) => scope.report(
            Diagnostic::new(rule::API_SECTION, verdict.span, "no code is a success")
                .label("could never succeed")
                .help("name the codes in `success`"),
        ),
        _ => {}
    }
    distinct_codes(scope, &verdict.success);
}

fn distinct_codes(scope: &Scope<'_>, codes: &[Sp<String>]) {
    for (index, code) in codes.iter().enumerate() {
        if let Some(before) = codes[..index].iter().find(|before| before.value == code.value) {
            scope.report(
                Diagnostic::new(rule::DUPLICATE_CODE, code.span, format!("the code `{}` stands twice", code.value))
                    .label("the same again")
                    .also(before.span, "first given here")
                    .help("remove one of them"),
            );
        }
    }
}

fn reused_codes(scope: &Scope<'_>, api: &Api, codes: &[Sp<String>]) {
    let Some(first) = codes.first() else { return };
    let has_code = api.errors.as_ref().is_some_and(|errors| errors.code.is_some());
    if !has_code && api.errors.as_ref().is_none_or(|errors| !scope.misspelt("code", errors.span)) {
        scope.report(
            Diagnostic::new(rule::API_SECTION, first.span, "no error body has a code that could say this")
                .label("looked for in the member that `errors.code` names")
                .help("add `code:` to `errors`, with the member of error bodies that holds the code"),
        );
    }
    distinct_codes(scope, codes);
}

fn uses(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    if let Some(name) = &raw.auth {
        auth::known(scope, api, name);
    }
    verdict(scope, api, operation);
    raw.headers.iter().for_each(|(header, _)| known_header(scope, api, header));
    if raw.idempotency_key && api.idempotency.is_none() {
        let message =
            format!("`{}` takes an idempotency key, but the API names no header for it", operation.verb.value);
        scope.report(
            Diagnostic::new(rule::API_SECTION, operation.verb.span, message)
                .label("has `idempotency_key: true`")
                .also(text::inner(&api.name).unwrap_or(api.name.span), "has no `idempotency`")
                .help("add `idempotency:` with `header` and `window_hours` to the `api` section"),
        );
    }
}
