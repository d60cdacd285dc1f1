//! Names that the runtime looks up in bodies, or sends as they are, have a form that it understands. Paths are checked as they
//! are read (`parse/path.rs`).

use super::scope::Scope;
use super::text;
use crate::diag::{Diagnostic, code};
use crate::parse::path::{is_member, translated};
use crate::raw::api::Api;
use crate::raw::paging::Paging;
use crate::raw::signing::{Part, Signing};
use crate::raw::token::Token;
use crate::raw::webhooks::Webhooks;
use crate::raw::{Named, Sp};

/// The longest code of a body that the runtime keeps, in characters.
const LONGEST_CODE: usize = 128;

/// What the runtime understands at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A field of a form, or one member of the object that comes in its place.
    Field,
    /// The name of a parameter.
    Parameter,
}

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    for (_, auth) in &api.auth {
        auth.signing.iter().for_each(|signing| of_signing(scope, signing));
        auth.parameters.iter().for_each(|name| one(scope, Form::Parameter, name));
        if auth.scheme.value == crate::raw::api::Scheme::BodyParameter {
            auth.parameter.iter().for_each(|name| one(scope, Form::Parameter, name));
        }
        auth.token.iter().for_each(|token| of_token(scope, token));
    }
    api.paging.iter().for_each(|paging| of_paging(scope, paging));
    api.webhooks.iter().for_each(|webhooks| of_webhooks(scope, webhooks));
    for operation in scope.operations() {
        operation.raw.paging.iter().for_each(|paging| of_paging(scope, paging));
        operation.raw.query.iter().for_each(|(name, _)| one(scope, Form::Parameter, name));
    }
    codes(scope, api);
}

fn of_signing(scope: &Scope<'_>, signing: &Signing) {
    let lists = signing.headers.iter().map(|(_, parts)| &parts.value).chain([&signing.signed]);
    let named = lists.flat_map(|parts| parts.iter()).filter_map(|part| match &part.value {
        Part::Named(named) => named.header.as_ref(),
        Part::Word(_) => None,
    });
    let added = signing.headers.iter().map(|(name, _)| name);
    named.chain(added).for_each(|name| super::name_form::header(scope, name));
}

fn of_token(scope: &Scope<'_>, token: &Token) {
    let sent = token.send.iter().map(|(name, _)| name);
    sent.chain(&token.parameter).for_each(|name| one(scope, Form::Parameter, name));
}

fn of_paging(scope: &Scope<'_>, paging: &Paging) {
    paging.parameter.iter().chain(&paging.size).for_each(|name| one(scope, Form::Parameter, name));
}

fn of_webhooks(scope: &Scope<'_>, webhooks: &Webhooks) {
    let security = &webhooks.security;
    let of_parts = security.signed.iter().flat_map(|signed| signed.parts()).filter_map(|part| match &part.value {
        Part::Named(named) => named.header.as_ref(),
        Part::Word(_) => None,
    });
    let of_time = security.timestamp.iter().filter_map(|timestamp| timestamp.header.as_ref());
    let headers = security.headers.iter().chain(of_parts).chain(of_time).chain(&security.key_id);
    headers.for_each(|name| super::name_form::header(scope, name));
    security.fields.iter().for_each(|name| one(scope, Form::Field, name));
}

fn one(scope: &Scope<'_>, form: Form, name: &Sp<String>) {
    let (is_right, what, help) = match form {
        Form::Field => (
            is_member(name),
            if name.contains(['.', '/']) { "is a path, not a field" } else { "is not the name of a field" },
            "write the wire name of one field; a form has no nested objects",
        ),
        Form::Parameter => (
            is_parameter(name),
            "is not the name of a parameter",
            "write only the name, without spaces, `=`, `&` or `?`",
        ),
    };
    if is_right {
        return;
    }
    let found = Diagnostic::new(code::MEMBER_NAME, name.span, format!("`{}` {what}", name.value));
    let found = if form == Form::Parameter { found } else { found.label("never matches") };
    let found = match (text::inner(name), mended(form, name)) {
        (Some(place), Some(mended)) => found.patch(place, mended, "use this form"),
        _ => found.help(help),
    };
    scope.report(found);
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || "&=?#\"'".contains(c))
}

/// What was meant, where that is plain.
fn mended(form: Form, name: &str) -> Option<String> {
    let mended = translated(name);
    let is_right = match form {
        Form::Field => is_member(&mended),
        Form::Parameter => is_parameter(&mended),
    };
    (is_right && mended != name).then_some(mended)
}

/// Codes that no body can have, as far as the runtime keeps them.
fn codes(scope: &Scope<'_>, api: &Api) {
    let outcomes = |outcomes: &Named<_>| outcomes.iter().for_each(|(code, _)| self::code(scope, code));
    if let Some(errors) = &api.errors {
        outcomes(&errors.outcomes);
    }
    api.services.iter().for_each(|(_, service)| outcomes(&service.outcomes));
    if let Some(idempotency) = &api.idempotency {
        idempotency.reused_codes.iter().for_each(|code| self::code(scope, code));
    }
    let tokens = api.auth.iter().filter_map(|(_, auth)| auth.token.as_ref());
    tokens.flat_map(|token| token.expired_codes.iter()).for_each(|code| self::code(scope, code));
    for operation in scope.operations() {
        let success_codes = operation.raw.success_codes.iter().flat_map(|success_codes| success_codes.codes.iter());
        success_codes.for_each(|code| self::code(scope, code));
        let reasons = operation.raw.responses.iter().flat_map(|(_, response)| response.reasons.iter());
        let codes = reasons.filter_map(|(_, reason)| reason.code.as_ref());
        // An empty one is told by the check of reasons.
        codes.filter(|code| !code.trim().is_empty()).for_each(|code| self::code(scope, code));
    }
}

fn code(scope: &Scope<'_>, code: &Sp<String>) {
    let is_read = !code.trim().is_empty() && code.chars().count() <= LONGEST_CODE && !code.contains(char::is_control);
    if !is_read || code.trim() != code.value {
        let message = "invalid code";
        let help = format!("write the code as it appears on the wire: visible characters, {LONGEST_CODE} at most");
        scope.report(Diagnostic::new(code::MEMBER_NAME, code.span, message).label("never matches").help(help));
    }
}
