//! From an answer to a value or a failure, without I/O.

use std::any::Any;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use payspec_core::{Answer, ApiSpec, OperationSpec, Outcome, ServiceSpec, SuccessCodes, printable};

use crate::error::{
    ErrorKind, Explanation, Failure, Meaning, code_of, explain, is_object, meaning, of_outcome, reason,
};
use crate::retry::RetryAfter;
use crate::success::{self, Expected};
use crate::transport::{HttpResponse, TransportError};

/// An answer that says that the operation was done.
pub(crate) struct Accepted {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    content_type: Option<String>,
    pub(crate) body: Bytes,
    /// The caller takes any body for none.
    any_body: bool,
}

impl Accepted {
    /// A failure with this response.
    pub(crate) fn failure(&self, failure: Box<Failure>) -> Box<Failure> {
        failure.with_answer(self.status, self.request_id.clone(), &self.body)
    }
}

/// Judges what came of an exchange: what the status means, and whether the answer is complete.
///
/// A status that says that the call failed counts even when the rest of the answer is missing; one
/// that says that it succeeded does not, for the value is in the rest.
pub(crate) fn interpret(
    api: &ApiSpec,
    spec: &'static OperationSpec,
    expected: &Expected,
    answer: Result<HttpResponse, TransportError>,
) -> Result<Accepted, Box<Failure>> {
    let (received, cut_off_by) = match answer {
        Ok(received) => (received, None),
        Err(error) => match error.received().cloned() {
            Some(received) => (received, Some(error)),
            None => return Err(Failure::transport(error)),
        },
    };
    let status = received.status.as_u16();
    let request_id = request_id(api, &received.headers);
    let retry_after = RetryAfter::read(&received.headers);
    let body = if cut_off_by.is_none() { Some(&received.body) } else { None };
    let said = body.and_then(|body| meaning_of_code(outcomes(api, spec.service), api, spec.success_codes, status, body));
    let is_said = said.is_some();
    let meaning = said.unwrap_or_else(|| meaning(spec, status, expected.anything));
    let is_unconfirmed = !is_said && meaning == Meaning::Failure(ErrorKind::Declined) && {
        request_id.is_none() && !body.is_some_and(|body| is_object(body))
    };
    match (meaning, cut_off_by) {
        (Meaning::Success, None) => {
            let content_type = received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let content_type = content_type.map(str::to_owned);
            let any_body = expected.anything && !spec.success.has_body;
            Ok(Accepted { status, request_id, content_type, body: received.body, any_body })
        }
        (Meaning::Success, Some(error)) => {
            let is_about_it = success::is_about_it(spec, expected, &received.body);
            Err(Failure::transport(error).with_answer(status, request_id, &received.body).about_it(is_about_it))
        }
        (Meaning::Failure(kind), None) => {
            let explanation = explain(&api.errors, &received.body);
            let reused = reused_code(api, spec, &explanation);
            let kind = if reused.is_some() { ErrorKind::KeyReused } else { kind };
            let decided = if is_said { outcome_code(outcomes(api, spec.service), &explanation) } else { reused };
            let request_id = request_id.or_else(|| explanation.request_id.clone());
            // Where codes tell what became of a call, one that nobody has described leaves it open.
            let is_open = spec.success_codes.is_some() && !is_said && explanation.has_code;
            let stated = reason(spec, status, &explanation, &received.body);
            let failure =
                Failure::answer(kind).for_reason(stated).with_explanation(explanation).with_retry_after(retry_after);
            let failure = failure.with_answer(status, request_id, &received.body).decided_by(decided);
            let failure = if is_open { failure.of_open_outcome() } else { failure };
            Err(if is_unconfirmed { failure.as_unconfirmed() } else { failure })
        }
        (Meaning::Failure(kind), Some(error)) => {
            let failure = Failure::answer(kind).cut_off_by(error).with_retry_after(retry_after);
            let failure = failure.with_answer(status, request_id, &received.body);
            Err(if is_unconfirmed { failure.as_unconfirmed() } else { failure })
        }
    }
}

/// What codes mean where an operation is sent: a service may have a list of its own.
pub(crate) fn outcomes(api: &ApiSpec, service: Option<&ServiceSpec>) -> Outcomes {
    service.map(|service| service.outcomes).filter(|own| !own.is_empty()).unwrap_or(api.errors.outcomes)
}

type Outcomes = &'static [(&'static str, Outcome)];

/// What the code of an answer means, where the API says that codes mean something and this one is described. A server
/// that failed is believed without looking further, and so is one that says that the API is elsewhere.
///
/// An operation with a success_codes has not succeeded before a code says so: an empty page with a status of success may come
/// from anybody.
pub(crate) fn meaning_of_code(
    outcomes: Outcomes,
    api: &ApiSpec,
    success_codes: Option<SuccessCodes>,
    status: u16,
    body: &[u8],
) -> Option<Meaning> {
    if status >= 500 || (300..400).contains(&status) || (outcomes.is_empty() && success_codes.is_none()) {
        return None;
    }
    let is_success = (200..300).contains(&status);
    let Some(code) = code_of(&api.errors, body) else {
        return (is_success && success_codes.is_some()).then_some(Meaning::Failure(ErrorKind::Unexpected));
    };
    if success_codes.is_some_and(|success_codes| success_codes.codes.contains(&code.as_str())) {
        return Some(Meaning::Success);
    }
    if let Some((_, outcome)) = outcomes.iter().find(|(known, _)| *known == code) {
        return Some(of_outcome(*outcome));
    }
    let is_failure = is_success && success_codes.is_some_and(|success_codes| !success_codes.unlisted_are_responses);
    is_failure.then_some(Meaning::Failure(ErrorKind::Unexpected))
}

/// The code by which the API refuses the call because it knows its key already.
fn reused_code(api: &ApiSpec, spec: &OperationSpec, explanation: &Explanation) -> Option<&'static str> {
    let idempotency = api.idempotency.as_ref().filter(|_| spec.idempotency_key)?;
    idempotency.reused_codes.iter().copied().find(|code| explanation.code.as_deref() == Some(*code))
}

/// The code of an answer, where the API says what it means.
fn outcome_code(outcomes: Outcomes, explanation: &Explanation) -> Option<&'static str> {
    let mut known = outcomes.iter().map(|(code, _)| *code);
    known.find(|code| explanation.code.as_deref() == Some(*code))
}

/// The value of an accepted answer, boxed.
pub(crate) fn boxed_value<T: Answer>(answer: &Accepted) -> Result<Box<dyn Any + Send>, Box<Failure>> {
    Ok(Box::new(value::<T>(answer)?))
}

/// The value of an accepted answer.
fn value<T: Answer>(answer: &Accepted) -> Result<T, Box<Failure>> {
    let body = if answer.any_body { &[][..] } else { &answer.body };
    T::read(body, answer.content_type.as_deref()).map_err(|error| answer.failure(Failure::decode(error)))
}

fn request_id(api: &ApiSpec, headers: &HeaderMap) -> Option<String> {
    let value = headers.get(api.request_id_header?)?;
    printable::id(value.to_str().ok()?.trim()).map(str::to_owned)
}
