//! The answers of an operation: its own, and those that it shares with all others.

use payspec_core::Outcome;

use super::{Context, docs};
use crate::ir;
use crate::names;
use crate::raw::evidence::Evidence;
use crate::raw::operation::{Operation, Reason};
use crate::raw::{Named, Sp};

/// An answer as written, wherever it is written.
pub(super) struct Response<'a> {
    status: u16,
    outcome: Outcome,
    docs: &'a Sp<String>,
    evidence: Option<&'a Sp<Evidence>>,
    body: Option<&'a Sp<String>>,
    reasons: Option<&'a Named<Reason>>,
}

/// All answers of an operation by status. `by_default_auth` tells whether it authenticates as most do.
pub(super) fn of<'a>(context: &Context<'a>, raw: &'a Operation, by_default_auth: bool) -> Vec<Response<'a>> {
    let mut answers: Vec<Response<'a>> = raw
        .responses
        .iter()
        .filter_map(|(status, response)| {
            Some(Response {
                status: status.parse().ok()?,
                outcome: response.outcome.value,
                docs: &response.docs,
                evidence: response.evidence.as_ref(),
                body: response.body.as_ref(),
                reasons: Some(&response.reasons),
            })
        })
        .collect();
    for (status, shared) in &context.api.responses {
        let Ok(status) = status.parse() else { continue };
        // Only the credentials of the default scheme are known to be refused in this way.
        let of_credentials = matches!(shared.outcome.value, Outcome::Unauthenticated | Outcome::Forbidden);
        if (of_credentials && !by_default_auth) || answers.iter().any(|own| own.status == status) {
            continue;
        }
        let (docs, evidence) = (&shared.docs, shared.evidence.as_ref());
        answers.push(Response { status, outcome: shared.outcome.value, docs, evidence, body: None, reasons: None });
    }
    answers.sort_by_key(|answer| answer.status);
    answers
}

/// The answers as data of the generated crates.
pub(super) fn lower(answers: &[Response<'_>]) -> Vec<ir::Response> {
    let lowered = answers.iter().map(|answer| ir::Response {
        status: answer.status,
        outcome: answer.outcome,
        docs: answer.docs.value.clone(),
        body: answer.body.filter(|_| answer.outcome != Outcome::Success).map(|body| body.value.clone()),
        // An operation's own may state facts; those of the API have none.
        shared: answer.reasons.is_none(),
    });
    lowered.collect()
}

/// The facts that errors state by message or code, as data of the generated crates.
pub(super) fn reasons(context: &Context<'_>, raw: &Operation) -> Vec<ir::Reason> {
    let mut found = Vec::new();
    for (status, response) in &raw.responses {
        let Ok(status) = status.parse() else { continue };
        found.extend(response.reasons.iter().filter_map(|(name, reason)| {
            let told_by = match (&reason.message, &reason.code) {
                (Some(message), _) => ir::ToldBy::Message(message.value.trim().to_owned()),
                (None, Some(code)) => ir::ToldBy::Code(code.value.trim().to_owned()),
                (None, None) => return None,
            };
            let mut described = docs::plain(&reason.docs);
            described.push_str(&format!("\n\nStated by an answer of status {status} with {}.", sign(reason)));
            docs::add_evidence(&mut described, "Evidence", reason.evidence.as_ref(), context);
            let rust = names::constant(name, None);
            let docs = reason.docs.value.clone();
            Some(ir::Reason { name: name.value.clone(), rust, status, told_by, docs, described })
        }));
    }
    found
}

/// What in an answer states a reason, in words.
fn sign(reason: &Reason) -> String {
    match (&reason.message, &reason.code) {
        (Some(message), _) => format!("the message \"{}\"", docs::plain(&message.value)),
        (None, code) => format!("the code `{}`", code.as_ref().map_or("", |code| code.value.as_str())),
    }
}

/// What a success answers with, for the docs of the operation.
pub(super) fn describe_success(answers: &[Response<'_>], text: &mut String) {
    let mut successes = answers.iter().filter(|answer| answer.outcome == Outcome::Success);
    let Some(answer) = successes.next() else { return };
    let docs = docs::plain(answer.docs);
    match answer.body.map(|body| rust_of(&body.value)) {
        Some(ty) => text.push_str(&format!("\n\nAnswers with `{ty}`: {docs}")),
        None => text.push_str(&format!("\n\nAnswers with nothing to read: {docs}")),
    }
}

/// The type of Rust that a body becomes.
fn rust_of(body: &str) -> String {
    let of = |container: &str| body.strip_prefix(container)?.strip_prefix('<')?.strip_suffix('>');
    match (of("search"), of("list")) {
        (Some(item), _) => format!("Page<{item}>"),
        (_, Some(item)) => format!("Vec<{item}>"),
        _ => match body {
            "json" => "serde_json::Value".to_owned(),
            "bytes" => "Blob".to_owned(),
            object => object.to_owned(),
        },
    }
}

/// The errors among the answers, as a list for the docs of the operation.
pub(super) fn describe(answers: &[Response<'_>], context: &Context<'_>, text: &mut String) {
    let mut errors = answers.iter().filter(|answer| answer.outcome != Outcome::Success).peekable();
    if errors.peek().is_some() {
        text.push_str("\n\nAnswers that are errors:");
    }
    for answer in errors {
        text.push_str(&format!("\n- {}: {}", answer.status, docs::plain(answer.docs)));
        if let Some(evidence) = answer.evidence {
            text.push_str(&format!(" Evidence: {}", docs::sentence(evidence, context)));
        }
        for (name, reason) in answer.reasons.into_iter().flatten() {
            let (sign, docs) = (sign(reason), docs::plain(&reason.docs));
            let constant = names::constant(name, None);
            text.push_str(&format!("\n- {} with {sign} (`{constant}`): {docs}", answer.status));
        }
    }
}
