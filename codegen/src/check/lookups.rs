//! Names that the runtime looks up in bodies, or sends as they are, have a form that it understands.
//!
//! Where a single member is looked up, a dot steps into nothing; where a path is, only dots do. Anything else would be
//! looked for, never found, and told by no error: every event undecodable, every search over after one page.

use super::scope::Scope;
use super::text;
use crate::diag::{Diagnostic, code};
use crate::raw::api::{Api, Errors};
use crate::raw::paging::Paging;
use crate::raw::token::Token;
use crate::raw::webhooks::Webhooks;
use crate::raw::{Named, Sp};

/// The longest code of a body that the runtime keeps, in characters.
const LONGEST_CODE: usize = 128;

/// What the runtime understands at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One member of an object; the text says of which.
    Member(&'static str),
    /// A path of members from the top of the body.
    Path,
    /// The same, and its steps lead into the items of lists.
    PathThroughLists,
    /// The name of a parameter.
    Parameter,
}

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    for (_, auth) in &api.auth {
        auth.parameters.iter().for_each(|name| one(scope, Form::Parameter, name));
        if auth.scheme.value == crate::raw::api::Scheme::BodyParameter {
            auth.parameter.iter().for_each(|name| one(scope, Form::Parameter, name));
        }
        auth.token.iter().for_each(|token| of_token(scope, token));
    }
    api.errors.iter().for_each(|errors| of_errors(scope, errors));
    api.paging.iter().for_each(|paging| of_paging(scope, paging));
    api.webhooks.iter().for_each(|webhooks| of_webhooks(scope, webhooks));
    for operation in scope.operations() {
        operation.raw.paging.iter().for_each(|paging| of_paging(scope, paging));
        operation.raw.query.iter().for_each(|(name, _)| one(scope, Form::Parameter, name));
    }
    codes(scope, api);
}

fn of_token(scope: &Scope<'_>, token: &Token) {
    one(scope, Form::Path, &token.answer);
    token.lifetime.iter().for_each(|path| one(scope, Form::Path, path));
    let sent = token.send.iter().map(|(name, _)| name);
    sent.chain(&token.parameter).for_each(|name| one(scope, Form::Parameter, name));
}

fn of_errors(scope: &Scope<'_>, errors: &Errors) {
    let paths = errors.messages.iter().chain(&errors.code).chain(&errors.request_id);
    // A dot alone is the body itself.
    let fields = errors.fields.iter().filter(|path| path.value != ".");
    paths.chain(fields).for_each(|path| one(scope, Form::Path, path));
    if let Some(listed) = &errors.listed {
        one(scope, Form::PathThroughLists, &listed.at);
        one(scope, Form::Member("in an item of the list"), &listed.field);
        one(scope, Form::Member("in an item of the list"), &listed.message);
    }
}

fn of_paging(scope: &Scope<'_>, paging: &Paging) {
    std::iter::once(&paging.parameter).chain(&paging.size).for_each(|name| one(scope, Form::Parameter, name));
    paging.cursor.iter().for_each(|name| one(scope, Form::Member("beside the items"), name));
}

fn of_webhooks(scope: &Scope<'_>, webhooks: &Webhooks) {
    let top = Form::Member("at the top of the body");
    if let Some(envelope) = &webhooks.envelope {
        let optional = [&envelope.payload, &envelope.previous, &envelope.id, &envelope.created, &envelope.request_id];
        let members = std::iter::once(&envelope.event_type).chain(optional.into_iter().flatten());
        members.for_each(|name| one(scope, top, name));
    }
    let security = &webhooks.security;
    security.headers.iter().for_each(|name| super::name_form::header(scope, name));
    security.fields.iter().for_each(|name| one(scope, top, name));
    security.timestamp.iter().for_each(|timestamp| one(scope, top, &timestamp.member));
}

fn one(scope: &Scope<'_>, form: Form, name: &Sp<String>) {
    let (what, help) = match form {
        Form::Member(place) => {
            if is_member(name) {
                return;
            }
            let what =
                if name.contains(['.', '/']) { "is a path, not a member" } else { "is not the name of a member" };
            (what, format!("write the name of one member as it stands on the wire; it is looked for {place} only"))
        }
        Form::Path | Form::PathThroughLists => {
            if is_path(name) {
                return;
            }
            let lists = if form == Form::PathThroughLists {
                "items of a list need no step"
            } else {
                "nothing leads into a list"
            };
            let help = format!("write the members from the top of the body with a dot between two; {lists}");
            ("is not a path that is understood", help)
        }
        Form::Parameter => {
            if is_parameter(name) {
                return;
            }
            ("is not the name of a parameter", "write the name alone, without blanks, `=`, `&` or `?`".to_owned())
        }
    };
    let found = Diagnostic::new(code::MEMBER_NAME, name.span, format!("`{}` {what}", name.value));
    let found = if form == Form::Parameter { found } else { found.label("never found") };
    let found = match (text::inner(name), mended(form, name)) {
        (Some(place), Some(mended)) => found.patch(place, mended, "write it like this"),
        _ => found.help(help),
    };
    scope.report(found);
}

/// What a name of a member is not made of: a blank, or what builds a path in some language of paths.
fn is_strange(c: char) -> bool {
    c.is_whitespace() || c.is_control() || ".,;/\\[](){}<>*?\"'`&=".contains(c)
}

pub(super) fn is_member(name: &str) -> bool {
    !name.is_empty() && !name.contains(is_strange)
}

/// A step of digits alone would be the index of an item, which no path has.
pub(super) fn is_path(path: &str) -> bool {
    path.split('.').all(|step| is_member(step) && step != "$" && !step.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_parameter(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || "&=?#\"'".contains(c))
}

/// What was meant by a path of another language, a JSON Pointer (RFC 6901) or a JSONPath (RFC 9535), where that is plain.
fn mended(form: Form, name: &str) -> Option<String> {
    let plain = name.trim().trim_start_matches(['$', '#']).trim_start_matches(['/', '.']).replace('/', ".");
    let mended = match form {
        Form::PathThroughLists => plain.replace("[*]", "").replace("[]", ""),
        _ => plain,
    };
    let is_right = match form {
        Form::Member(_) => is_member(&mended),
        Form::Path | Form::PathThroughLists => is_path(&mended),
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
        let message = "a code that no body can have";
        let help = format!("write the code as it stands on the wire: visible, and {LONGEST_CODE} characters at most");
        scope.report(Diagnostic::new(code::MEMBER_NAME, code.span, message).label("never found").help(help));
    }
}
