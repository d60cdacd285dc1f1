//! From a response to a value or a failure. No I/O.

use http::HeaderMap;
use http::header::{CONTENT_TYPE, LINK};
use payspec_core::{ApiSpec, ErrorKind, OperationSpec, printable};

use super::accepted::Accepted;
use crate::error::meaning::{self, Outcomes};
use crate::error::{Explanation, Failure, RetryAfter, explain, is_object, reason};
use crate::idempotency;
use crate::request::expected::{Expected, is_about_it};
use crate::transport::{HttpResponse, TransportError};

/// Interprets the result of an exchange: the meaning of the status, and whether the response is complete.
///
/// An error status counts even if the rest of the response is missing; a success status does not, because the value is
/// in the missing part.
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
    let outcomes = meaning::outcomes(api, spec.service);
    let said = body.and_then(|body| meaning::of_code(outcomes, api, spec.success_codes, status, body));
    let is_said = said.is_some();
    let meaning = said.unwrap_or_else(|| meaning::of_described_status(spec, status, expected.anything));
    let is_unconfirmed = !is_said && meaning == Err(ErrorKind::Declined) && {
        request_id.is_none() && !body.is_some_and(|body| is_object(body))
    };
    match (meaning, cut_off_by) {
        (Ok(()), None) => {
            let content_type = received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
            let content_type = content_type.map(str::to_owned);
            let links = received.headers.get_all(LINK).into_iter();
            let links = links.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect();
            let any_body = expected.anything && !spec.success_of(status).has_body;
            Ok(Accepted { status, request_id, content_type, links, body: received.body, inside: None, any_body })
        }
        (Ok(()), Some(error)) => {
            let about_it = is_about_it(spec, status, expected, &received.body);
            Err(Failure::transport(error).with_answer(status, request_id, &received.body).about_it(about_it))
        }
        (Err(kind), None) => {
            let explanation = explain(&api.errors, &received.body);
            let reused = idempotency::reused_code(api, spec, explanation.code.as_deref());
            let kind = if reused.is_some() { ErrorKind::KeyReused } else { kind };
            let decided = if is_said { outcome_code(outcomes, &explanation) } else { reused };
            let request_id = request_id.or_else(|| explanation.request_id.clone());
            // Where codes determine the outcome, an undescribed code leaves it open.
            let is_open = spec.success_codes.is_some() && !is_said && explanation.has_code;
            let stated = reason(spec, status, &explanation, &received.body);
            let failure =
                Failure::answer(kind).for_reason(stated).with_explanation(explanation).with_retry_after(retry_after);
            let failure = failure.with_answer(status, request_id, &received.body).decided_by(decided);
            let failure = if is_open { failure.of_open_outcome() } else { failure };
            Err(if is_unconfirmed { failure.as_unconfirmed() } else { failure })
        }
        (Err(kind), Some(error)) => {
            let failure = Failure::answer(kind).cut_off_by(error).with_retry_after(retry_after);
            let failure = failure.with_answer(status, request_id, &received.body);
            Err(if is_unconfirmed { failure.as_unconfirmed() } else { failure })
        }
    }
}

/// Returns the code of a response, if the API assigns it a meaning.
fn outcome_code(outcomes: Outcomes, explanation: &Explanation) -> Option<&'static str> {
    let mut known = outcomes.iter().map(|(code, _)| *code);
    known.find(|code| explanation.code.as_deref() == Some(*code))
}

fn request_id(api: &ApiSpec, headers: &HeaderMap) -> Option<String> {
    let value = headers.get(api.request_id_header?)?;
    printable::id(value.to_str().ok()?.trim()).map(str::to_owned)
}
