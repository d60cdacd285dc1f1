//! What the codes of responses mean.

use payspec_core::{ApiSpec, Outcome, ServiceSpec, SuccessCodes};

use super::{ErrorKind, Meaning, code_of, of_outcome};

/// What codes mean where an operation is sent: a service may have a list of its own.
pub(crate) fn outcomes(api: &ApiSpec, service: Option<&ServiceSpec>) -> Outcomes {
    service.map(|service| service.outcomes).filter(|own| !own.is_empty()).unwrap_or(api.errors.outcomes)
}

pub(crate) type Outcomes = &'static [(&'static str, Outcome)];

/// What the code of an answer means, where the API says that codes mean something and this one is described. A server
/// that failed is believed without looking further, and so is one that says that the API is elsewhere.
///
/// An operation with success codes has not succeeded before a code says so: an empty page with a status of success may come
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
