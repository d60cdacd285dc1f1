//! What the `api` section names and what operations take from it.

use super::scope::Scope;
use super::walk::OperationAt;
use super::{say, text};
use crate::diag::{Diagnostic, rule};
use crate::raw::Sp;
use crate::raw::api::{Api, Auth, Envelope, Scheme};

/// What `auth:` of an operation says for no authentication.
const NO_AUTH: &str = "none";

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    libraries(scope, api);
    for (name, auth) in &api.auth {
        scheme(scope, name, auth);
    }
    if let Some(name) = &api.default_auth {
        known_auth(scope, api, name);
    }
    if let Some(webhooks) = &api.webhooks {
        envelope(scope, &webhooks.envelope);
    }
    if let Some(idempotency) = &api.idempotency {
        reused_codes(scope, api, &idempotency.reused_codes);
    }
    for operation in scope.operations() {
        uses(scope, api, operation);
    }
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

fn scheme(scope: &Scope<'_>, name: &Sp<String>, auth: &Sp<Auth>) {
    let wrong = match (auth.scheme.value, &auth.parameter) {
        (Scheme::Basic, Some(parameter)) => Some((
            parameter.span,
            "HTTP Basic has no parameter of its own".to_owned(),
            "remove `parameter`: the key travels in the header `Authorization`",
        )),
        (Scheme::Header, None) if !scope.misspelt("parameter", auth.span) => Some((
            auth.scheme.span,
            format!("the scheme `{}` does not name its header", name.value),
            "add `parameter:` with the name of the header",
        )),
        (Scheme::BodyParameter, None) if !scope.misspelt("parameter", auth.span) => Some((
            auth.scheme.span,
            format!("the scheme `{}` does not name its parameter", name.value),
            "add `parameter:` with the wire name of the parameter",
        )),
        _ => None,
    };
    if let Some((span, message, help)) = wrong {
        scope.report(Diagnostic::new(rule::API_SECTION, span, message).help(help));
    }
    if name.value == NO_AUTH {
        scope.report(
            Diagnostic::new(rule::API_SECTION, name.span, "no scheme can be called `none`")
                .label("means: no authentication")
                .help("choose another name; `auth: none` sends an operation without authentication"),
        );
    }
}

pub(super) fn known_auth(scope: &Scope<'_>, api: &Api, name: &Sp<String>) {
    if name.value != NO_AUTH && api.auth.get(name).is_none() {
        let known = api.auth.iter().map(|(name, _)| name.as_str()).chain([NO_AUTH]);
        scope.report(say::unknown(rule::UNKNOWN_REFERENCE, "auth scheme", name, known));
    }
}

pub(super) fn known_header(scope: &Scope<'_>, api: &Api, header: &Sp<String>) {
    if api.headers.get(header).is_none() {
        let known = api.headers.iter().map(|(name, _)| name.as_str());
        scope.report(say::unknown(rule::UNKNOWN_REFERENCE, "header", header, known));
    }
}

fn envelope(scope: &Scope<'_>, envelope: &Envelope) {
    let optional = [&envelope.previous, &envelope.id, &envelope.created, &envelope.request_id];
    let mut seen: Vec<&Sp<String>> = Vec::new();
    for member in [&envelope.event_type, &envelope.payload].into_iter().chain(optional.into_iter().flatten()) {
        if let Some(first) = seen.iter().find(|other| other.value == member.value) {
            scope.report(
                Diagnostic::new(
                    rule::DUPLICATE_WIRE_NAME,
                    member.span,
                    format!("two members of the envelope are called `{}`", member.value),
                )
                .label("the same name again")
                .also(first.span, "first given here")
                .help("each member of the envelope has a name of its own on the wire"),
            );
        }
        seen.push(member);
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

fn uses(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    if let Some(name) = &raw.auth {
        known_auth(scope, api, name);
    }
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
