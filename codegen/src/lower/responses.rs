//! The answers of an operation: its own, and those that it shares with all others.

use crate::raw::outcome::Outcome;

use super::{Context, docs};
use crate::ir;
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
pub(super) fn lower(context: &Context<'_>, answers: &[Response<'_>]) -> Vec<ir::Response> {
    let lowered = answers.iter().map(|answer| ir::Response {
        status: answer.status,
        outcome: answer.outcome,
        docs: docs::known(answer.docs, answer.evidence, context),
        body: answer.body.map(|body| body.value.clone()),
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
            let docs = docs::known(&reason.docs, reason.evidence.as_ref(), context);
            Some(ir::Reason { name: name.value.clone(), status, told_by, docs })
        }));
    }
    found
}
