//! An operation can succeed, and status codes mean what they say.

use crate::raw::outcome::Outcome;

use super::scope::Scope;
use super::text;
use super::types::{Known, describe};
use super::walk::OperationAt;
use crate::diag::{About, Diagnostic, Loss, code};
use crate::raw::Sp;
use crate::raw::operation::Response;
use crate::resolve::operations::{has_several_bodies, successes};
use crate::types::{Shape, parse};

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        let mut outcomes = operation.raw.responses.iter().map(|(_, response)| response.outcome.value);
        let has_success = outcomes.any(|outcome| outcome == Outcome::Success);
        for (status, response) in &operation.raw.responses {
            status_code(scope, status, &response.outcome, has_success);
            items(scope, response);
            if let Some(body) = response.body.as_ref().filter(|_| matches!(status.as_str(), "204" | "205")) {
                scope.report(
                    Diagnostic::new(
                        code::SUCCESS_BODY,
                        body.span,
                        format!("a response of status {} has no body", status.value),
                    )
                    .label("never present")
                    .also(status.span, "the status")
                    .help("remove `body`, or correct the status: `\"200\"` has one"),
                );
            }
        }
        success(scope, operation);
    }
    for (status, response) in scope.api.iter().flat_map(|api| &api.responses) {
        if response.outcome.value == Outcome::Success || response.outcome.value == Outcome::Declined {
            not_shared(scope, &response.outcome);
        } else {
            status_code(scope, status, &response.outcome, true);
        }
    }
}

/// Only a search has items.
fn items(scope: &Scope<'_>, response: &Sp<Response>) {
    let Some(items) = &response.items else { return };
    // A body that is no type may be meant as a search; what is wrong with it is told elsewhere.
    let is_search =
        response.body.as_ref().is_some_and(|body| parse(body).is_none_or(|body| body.shape == Shape::Search));
    if !is_search && !scope.misspelt("body", response.span) {
        scope.report(
            Diagnostic::new(code::PAGING, items.span, "`items` requires the body `search<...>`")
                .help("remove `items`, or set the body of the response to `search<...>`"),
        );
    }
}

/// What an operation answers when it did something has a body, which no two operations share.
fn not_shared(scope: &Scope<'_>, outcome: &Sp<Outcome>) {
    scope.report(
        Diagnostic::new(code::STATUS_CODE, outcome.span, "a response shared by all operations must be an error")
            .label("successes and declines are specific to an operation")
            .help("move it to `responses` of each operation"),
    );
}

fn status_code(scope: &Scope<'_>, status: &Sp<String>, outcome: &Sp<Outcome>, has_success: bool) {
    let code = status.parse::<u16>().ok().filter(|code| (100..=599).contains(code) && status.len() == 3);
    let Some(code) = code else {
        scope.report(
            Diagnostic::new(code::STATUS_CODE, status.span, format!("`{}` is not an HTTP status code", status.value))
                .label("expected a number from 100 to 599")
                .help("key each response by its status code in quotes, such as `\"200\"`"),
        );
        return;
    };
    if !text::is_quoted(status) {
        scope.report(
            Diagnostic::new(code::STATUS_CODE, status.span, format!("the status code {code} must be quoted"))
                .label("a number in YAML")
                .patch(status.span, format!("\"{code}\""), "put it in quotes"),
        );
    }
    let (word, classes) = allowed(outcome.value);
    if let Some((meaning, meant)) = contradicts(code, outcome.value).filter(|_| !scope.is_replaced(outcome.span)) {
        let (meant, _) = allowed(meant);
        scope.report(
            Diagnostic::new(code::STATUS_CODE, outcome.span, format!("the status code {code} does not mean `{word}`"))
                .label(format!("{code} means: {meaning}"))
                .also(status.span, "the code")
                .patch(outcome.span, meant, "use the outcome of this status"),
        );
    }
    if !classes.contains(&(code / 100)) {
        let found = Diagnostic::new(
            code::STATUS_CODE,
            outcome.span,
            format!("the outcome of the status code {code} cannot be `{word}`"),
        )
        .label(format!("only for {}", in_words(classes)))
        .also(status.span, "the code")
        .help(fitting(code));
        scope.report(if code / 100 == 2 && !has_success {
            found.patch(outcome.span, "success", "set the outcome `success`")
        } else {
            found
        });
    }
}

/// An outcome that contradicts what its status means by RFC 9110 and RFC 6585. Other statuses are used for many things.
fn contradicts(code: u16, outcome: Outcome) -> Option<(&'static str, Outcome)> {
    let (meaning, meant, others): (_, _, &[Outcome]) = match code {
        401 => ("not authenticated", Outcome::Unauthenticated, &[Outcome::NotFound, Outcome::RateLimited]),
        404 => ("not found", Outcome::NotFound, &[Outcome::Unauthenticated, Outcome::RateLimited]),
        429 => (
            "too many requests",
            Outcome::RateLimited,
            &[Outcome::Unauthenticated, Outcome::Forbidden, Outcome::NotFound],
        ),
        _ => return None,
    };
    others.contains(&outcome).then_some((meaning, meant))
}

/// The word of an outcome and the classes of codes that it may come with.
fn allowed(outcome: Outcome) -> (&'static str, &'static [u16]) {
    match outcome {
        Outcome::Success => ("success", &[2]),
        // Some APIs answer 200 to a payment that the bank refused.
        Outcome::Declined => ("declined", &[2, 4]),
        Outcome::Invalid => ("invalid", &[4]),
        Outcome::Unauthenticated => ("unauthenticated", &[4]),
        Outcome::Forbidden => ("forbidden", &[4]),
        Outcome::NotFound => ("not-found", &[4]),
        Outcome::RateLimited => ("rate-limited", &[4]),
        Outcome::Server => ("server", &[5]),
    }
}

fn in_words(classes: &[u16]) -> String {
    classes.iter().map(|class| format!("{class}xx")).collect::<Vec<_>>().join(" or ")
}

fn fitting(code: u16) -> &'static str {
    match code / 100 {
        2 => "outcomes of 2xx are `success` and `declined`",
        4 => {
            "outcomes of 4xx are `declined`, `invalid`, `unauthenticated`, `forbidden`, `not-found` and `rate-limited`"
        }
        5 => "the outcome of 5xx is `server`",
        _ => "no outcome: the client handles 1xx and 3xx itself",
    }
}

fn success(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let raw = operation.raw;
    let mut successes = raw.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    if successes.next().is_none() {
        // A response that was not read may be the success.
        let may_succeed = |loss: &Loss| {
            let is_response = loss.key.as_ref().is_some_and(|key| key.parse::<u16>().is_ok() || key == "responses");
            is_response || loss.holds("success")
        };
        // So may one whose outcome its status cannot have.
        let is_wrong = |status: &str, outcome| status.starts_with('2') && !allowed(outcome).1.contains(&2);
        let is_told = raw.responses.iter().any(|(status, response)| is_wrong(status, response.outcome.value));
        if !scope.lost_in(raw.span).any(may_succeed) && !is_told {
            scope.report(
                Diagnostic::new(
                    code::NO_SUCCESS,
                    operation.verb.span,
                    format!("the operation `{}` has no response with `outcome: success`", operation.verb.value),
                )
                .label("can never succeed")
                .help("add the response of the success to `responses`, such as `\"200\"`")
                .about(About::unused("payload", operation.verb)),
            );
        }
        return;
    }
    if has_several_bodies(raw) {
        by_status(scope, operation);
    }
}

/// Where the status of a success tells what its body is, each is an object or a union, or there is none.
fn by_status(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    if let Some(success_codes) = &operation.raw.success_codes {
        scope.report(
            Diagnostic::new(
                code::SUCCESS_BODY,
                success_codes.span,
                "`success_codes` conflicts with bodies that differ by status",
            )
            .label("a success code could come with a status that has no body")
            .help("use one body for all successes, or remove `success_codes`"),
        );
    }
    for (_, response) in successes(operation.raw) {
        let Some(body) = &response.body else { continue };
        // A body that is no type is reported as such.
        let Some(known) = Known::of(scope, body) else { continue };
        if known.shape != Shape::One || !(known.is_object() || known.is_union()) {
            scope.report(
                Diagnostic::new(
                    code::SUCCESS_BODY,
                    body.span,
                    format!("if successes have several bodies, none can be {}", describe(known)),
                )
                .label("different body")
                .help("use an object, a union or no body for each, or one body for all, which may be `json`"),
            );
        }
    }
}
