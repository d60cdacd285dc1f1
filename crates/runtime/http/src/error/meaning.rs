//! The meaning of a response's status and code: a success, or the kind of error.

use payspec_core::{ApiSpec, ErrorKind, OperationSpec, ServiceSpec, SuccessCodes};

use super::code_of;

/// The meaning of a response, as far as it can be determined without its value.
pub(crate) type Meaning = Result<(), ErrorKind>;

/// Returns the meanings of codes for an operation: a service may have its own list.
pub(crate) fn outcomes(api: &ApiSpec, service: Option<&ServiceSpec>) -> Outcomes {
    service.map(|service| service.outcomes).filter(|own| !own.is_empty()).unwrap_or(api.errors.outcomes)
}

pub(crate) type Outcomes = &'static [(&'static str, ErrorKind)];

/// Returns the meaning of the response's code, if the API assigns meanings to codes and this one is listed. A server
/// error or a redirect is taken at its status, without looking at the code.
///
/// An operation with success codes has succeeded only if a code says so: an empty page with a success status may come
/// from a proxy.
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

/// Returns the meaning of `status` for this operation: from its description, or else from HTTP.
///
/// Not every undescribed success status is a success. 203 and 206 are a proxy's or a partial response (RFC 9110, 15.3.4
/// and 15.3.7), and for a response without a body to check, only 200 and 204 mean that the operation completed. The
/// same holds where the status determines the type of the body. With `any_success` all of them are accepted.
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

/// Returns the meaning of a status in HTTP (RFC 9110, and RFC 6585 for 429).
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
