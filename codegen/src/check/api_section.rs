//! What the `api` section names and what operations take from it.

use crate::raw::outcome::Outcome;
use payspec_core::{BodyFormat, Method};

use super::references::{NO_CODES, has_codes, known_header, known_scheme};
use super::scope::Scope;
use super::walk::OperationAt;
use super::{auth, say, text, webhooks};
use crate::diag::{Diagnostic, code};
use crate::raw::api::Api;
use crate::raw::{Named, Sp};

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    libraries(scope, api);
    auth::check(scope, api);
    webhooks::check(scope, api);
    codes_of_errors(scope, api);
    without_body(scope, api);
    if let Some(idempotency) = &api.idempotency {
        if idempotency.window_hours.value == 0 {
            scope.report(
                Diagnostic::new(
                    code::API_SECTION,
                    idempotency.window_hours.span,
                    "idempotency keys cannot be kept for zero hours",
                )
                .label("no request could be retried")
                .help("set the number of hours for which the API remembers a key"),
            );
        }
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
        BodyFormat::None | BodyFormat::Form | BodyFormat::Json => return,
        BodyFormat::Query => "a query has no content type",
        BodyFormat::Multipart => "separates the parts of a multipart body, and there are none",
    };
    scope.report(
        Diagnostic::new(code::API_SECTION, given.span, "expected the `Content-Type` of a request without a body")
            .label(why)
            .help("set `form` or `json`, or remove `without_body`"),
    );
}

fn libraries(scope: &Scope<'_>, api: &Api) {
    for name in api.uses.iter() {
        if scope.libraries.get(name).is_none() && !scope.libraries.may_be(name) {
            let found = say::unknown(code::UNKNOWN_REFERENCE, "library", name, scope.libraries.names())
                .help("a library is a sibling folder whose files have a `library` section");
            scope.report(say::not_twice(found, |library| api.uses.iter().any(|other| other.value == library)));
        }
    }
}

/// Codes are looked for where `errors` says they stand, and mean a failure: those of the API, and those of a service.
fn codes_of_errors(scope: &Scope<'_>, api: &Sp<Api>) {
    if let Some(errors) = &api.errors {
        outcomes(scope, api, &errors.outcomes);
    }
    api.services.iter().for_each(|(_, service)| outcomes(scope, api, &service.outcomes));
}

fn outcomes(scope: &Scope<'_>, api: &Sp<Api>, outcomes: &Named<Outcome>) {
    if let (Some((code, _)), false) = (outcomes.iter().next(), has_codes(scope, api)) {
        no_code(scope, code);
    }
    for (code, outcome) in outcomes.iter().filter(|(_, outcome)| outcome.value == Outcome::Success) {
        scope.report(
            Diagnostic::new(code::API_SECTION, outcome.span, format!("`{}` is declared as an error code", code.value))
                .label("not an error")
                .help("success codes vary by operation: set them in `success_codes` of each operation"),
        );
    }
}

fn no_code(scope: &Scope<'_>, code: &Sp<String>) {
    scope.report(
        Diagnostic::new(code::API_SECTION, code.span, "`errors` has no `code` to read codes from")
            .label("read from the member named by `errors.code`")
            .help("add `code:` to `errors`, with the member of bodies that holds the code")
            .of_one_cause(NO_CODES),
    );
}

fn success_codes(scope: &Scope<'_>, api: &Sp<Api>, operation: &OperationAt<'_>) {
    let Some(success_codes) = &operation.raw.success_codes else { return };
    let has_code = has_codes(scope, api);
    match success_codes.codes.first() {
        Some(first) if !has_code => no_code(scope, first),
        None if !scope.misspelt("codes", success_codes.span) => scope.report(
            Diagnostic::new(code::API_SECTION, success_codes.span, "`success_codes` is empty")
                .label("could never succeed")
                .help("list the success codes in `codes`"),
        ),
        _ => {}
    }
    distinct_codes(scope, &success_codes.codes);
}

fn distinct_codes(scope: &Scope<'_>, codes: &[Sp<String>]) {
    for (index, code) in codes.iter().enumerate() {
        if let Some(before) = codes[..index].iter().find(|before| before.value == code.value) {
            scope.report(
                Diagnostic::new(code::DUPLICATE_CODE, code.span, format!("the code `{}` is listed twice", code.value))
                    .label("duplicate")
                    .also(before.span, "first defined here")
                    .help("remove one of them"),
            );
        }
    }
}

fn reused_codes(scope: &Scope<'_>, api: &Sp<Api>, codes: &[Sp<String>]) {
    let Some(first) = codes.first() else { return };
    if !has_codes(scope, api) {
        scope.report(
            Diagnostic::new(code::API_SECTION, first.span, "`errors` has no `code` to read codes from")
                .label("read from the member named by `errors.code`")
                .help("add `code:` to `errors`, with the member of error bodies that holds the code")
                .of_one_cause(NO_CODES),
        );
    }
    distinct_codes(scope, codes);
}

fn uses(scope: &Scope<'_>, api: &Sp<Api>, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    if let Some(name) = &raw.auth {
        known_scheme(scope, api, name);
    }
    success_codes(scope, api, operation);
    let is_named = |header: &str| raw.headers.get(header).is_some();
    raw.headers.iter().for_each(|(header, _)| known_header(scope, api, header, is_named));
    // That what only reads takes no key is reported elsewhere.
    let may_take_one =
        raw.method.value != Method::Get || raw.changes_state.as_ref().is_some_and(|changes| changes.value);
    if raw.idempotency_key && may_take_one && api.idempotency.is_none() && !scope.misspelt("idempotency", api.span) {
        let message =
            format!("`{}` takes an idempotency key, but the API declares no header for it", operation.verb.value);
        scope.report(
            Diagnostic::new(code::API_SECTION, operation.verb.span, message)
                .label("has `idempotency_key: true`")
                .also(text::inner(&api.name).unwrap_or(api.name.span), "missing `idempotency`")
                .help("add `idempotency:` with `header` and `window_hours` to the `api` section")
                .of_one_cause("the API declares no header for idempotency keys"),
        );
    }
}
