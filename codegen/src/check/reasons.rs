//! A fact that an error states can be found in one.

use crate::raw::outcome::Outcome;

use super::references::{NO_CODES, has_codes, names_codes};
use super::scope::Scope;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Api;
use crate::raw::operation::{Reason, Response};

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        for (status, response) in &operation.raw.responses {
            of_response(scope, operation, status, response);
        }
    }
}

fn report(scope: &Scope<'_>, at: &Sp<String>, message: impl Into<String>, more: impl FnOnce(Diagnostic) -> Diagnostic) {
    scope.report(more(Diagnostic::new(code::REASON, at.span, message)));
}

fn of_response(scope: &Scope<'_>, operation: &OperationAt<'_>, status: &str, response: &Response) {
    let mut before: Vec<&Reason> = Vec::new();
    for (name, reason) in &response.reasons {
        // Of a code that is no success the outcome is wrong, which is reported.
        if response.outcome.value == Outcome::Success && status.starts_with('2') && before.is_empty() {
            report(scope, name, "a success has no reasons", |found| {
                found.label("only matched in errors").help("describe the body of the success instead")
            });
        }
        sign(scope, operation, name, reason);
        let again = before.iter().find(|other| {
            is_same(other.message.as_ref(), reason.message.as_ref())
                || is_same(other.code.as_ref(), reason.code.as_ref())
        });
        if let Some(first) = again.and_then(|first| first.message.as_ref().or(first.code.as_ref())) {
            report(scope, name, format!("the reason `{}` matches the same as another", name.value), |found| {
                found.label("never matches").also(first.span, "first defined here").help("remove one of them")
            });
        }
        before.push(reason);
    }
}

fn is_same(a: Option<&Sp<String>>, b: Option<&Sp<String>>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a.value.trim() == b.value.trim())
}

/// What states the reason is one thing, and answers have a place for it.
fn sign(scope: &Scope<'_>, operation: &OperationAt<'_>, name: &Sp<String>, reason: &Sp<Reason>) {
    match (&reason.message, &reason.code) {
        (Some(_), Some(code)) => report(scope, code, "`message` and `code` are mutually exclusive", |found| {
            found.label("both are set").help("remove one; for two alternatives, declare two reasons")
        }),
        (None, None) if !scope.misspelt("message", reason.span) && !scope.misspelt("code", reason.span) => {
            report(scope, name, format!("the reason `{}` has no `message` or `code`", name.value), |found| {
                found
                    .label("missing `message` or `code`")
                    .help("a status alone is not enough: proxies and wrong paths return it too")
            });
        }
        (Some(text), None) | (None, Some(text)) if text.value.trim().is_empty() => {
            report(scope, text, "an empty message matches nothing", |found| {
                found.help("write the full message of the response")
            });
        }
        (Some(message), None) if !has_messages(scope) => {
            report(scope, message, "`errors` has no `messages` to read messages from", |found| {
                found
                    .label("read from the members named by `errors.messages`")
                    .help("add `messages:` to `errors`, with the members of error bodies that hold messages")
            });
        }
        (None, Some(code)) => of_code(scope, operation, code),
        (_, None) => {}
    }
}

/// Whether bodies have a message, as far as `errors` could be read.
fn has_messages(scope: &Scope<'_>) -> bool {
    let Some(api) = scope.api else { return scope.has_lost_api() };
    let Some(errors) = &api.errors else { return scope.misspelt("errors", api.span) };
    let is_there = !errors.messages.is_empty() || errors.fields.is_some() || errors.listed.is_some();
    is_there || ["messages", "fields", "listed"].iter().any(|key| scope.misspelt(key, errors.span))
}

fn of_code(scope: &Scope<'_>, operation: &OperationAt<'_>, code: &Sp<String>) {
    let is_told = |api: &Sp<Api>| has_codes(scope, api) || names_codes(scope, api);
    if !scope.api.map_or_else(|| scope.has_lost_api(), is_told) {
        report(scope, code, "`errors` has no `code` to read codes from", |found| {
            found
                .label("read from the member named by `errors.code`")
                .help("add `code:` to `errors`, with the member of error bodies that holds the code")
                .of_one_cause(NO_CODES)
        });
    }
    let success_codes = operation.raw.success_codes.as_ref();
    if let Some(success) =
        success_codes.and_then(|success_codes| success_codes.codes.iter().find(|known| known.value == code.value))
    {
        report(scope, code, format!("the code `{}` is a success code", code.value), |found| {
            found.label("never in an error").also(success.span, "a success code").help("remove one of them")
        });
    }
}
