//! What the status and the code of a response mean: a success, or the kind of error it is.

use payspec_core::{ApiSpec, ErrorKind, OperationSpec, ServiceSpec, SuccessCodes};

use super::code_of;

/// What a response means, as far as it can be told without its value.
pub(crate) type Meaning = Result<(), ErrorKind>;

/// Returns what codes mean where an operation is sent: a service may have a list of its own.
pub(crate) fn outcomes(api: &ApiSpec, service: Option<&ServiceSpec>) -> Outcomes {
    service.map(|service| service.outcomes).filter(|own| !own.is_empty()).unwrap_or(api.errors.outcomes)
}

pub(crate) type Outcomes = &'static [(&'static str, ErrorKind)];

/// Returns what the code of an answer means, where the API says that codes mean something and this one is described. A
/// server that failed is believed without looking further, and so is one that says that the API is elsewhere.
///
/// An operation with success codes has not succeeded before a code says so: an empty page with a status of success may come
/// from anybody.
pub(crate) fn of_code(
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
        return (is_success && success_codes.is_some()).then_some(Err(ErrorKind::Unexpected));
    };
    if success_codes.is_some_and(|success_codes| success_codes.codes.contains(&code.as_str())) {
        return Some(Ok(()));
    }
    if let Some((_, error)) = outcomes.iter().find(|(known, _)| *known == code) {
        return Some(Err(*error));
    }
    let is_failure = is_success && success_codes.is_some_and(|success_codes| !success_codes.unlisted_are_responses);
    is_failure.then_some(Err(ErrorKind::Unexpected))
}

/// Returns what `status` means for this operation: what its description says, or else what HTTP says.
///
/// Not every status of success that nobody described is one. 203 and 206 are the word of a proxy or a part of a response
/// (RFC 9110, 15.3.4 and 15.3.7), and where a response has no body to judge, only 200 and 204 say that all is done.
/// The same holds where the status tells what the body is. With `any_success` the caller takes them all.
pub(crate) fn of_described_status(spec: &OperationSpec, status: u16, any_success: bool) -> Meaning {
    if let Some(response) = spec.response(status) {
        return response.error.map_or(Ok(()), Err);
    }
    let is_doubtful = matches!(status, 203 | 206)
        || !spec.success_by_status.is_empty()
        || (!spec.success.has_body && !matches!(status, 200 | 204));
    of_status(status)?;
    if is_doubtful && !any_success { Err(ErrorKind::Unexpected) } else { Ok(()) }
}

/// Returns what HTTP says of a status (RFC 9110, and for 429 RFC 6585).
pub(crate) fn of_status(status: u16) -> Meaning {
    Err(match status {
        200..=299 => return Ok(()),
        400 | 422 => ErrorKind::Invalid,
        401 => ErrorKind::Unauthenticated,
        402 => ErrorKind::Declined,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Unexpected,
    })
}
