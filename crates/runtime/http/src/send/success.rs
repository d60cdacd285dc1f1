//! Checks that a successful response is the one requested. No I/O.
//!
//! A success status may come from a proxy, a cache or a maintenance page, and a body may decode because none of its
//! members is required. What a response must contain is therefore part of the operation's description
//! ([`SuccessSpec`]).

use payspec_core::json::DecodeError;
use payspec_core::{ErrorKind, OperationSpec};

use super::accepted::Accepted;
use crate::error::Failure;
use crate::request::expected::{Expected, has_any, is_about_it, is_same, shown};

/// Checks a response that was decoded, or could not be.
pub(crate) fn check<T>(
    spec: &OperationSpec,
    expected: &Expected,
    accepted: &Accepted,
    read: Result<T, Box<Failure>>,
) -> Result<T, Box<Failure>> {
    if expected.anything {
        return read;
    }
    let (success, body) = (spec.success_of(accepted.status), &accepted.body);
    if !success.has_body {
        // The body is not described.
        return read.map_err(Failure::of_open_outcome);
    }
    let read = read.map_err(|failure| failure.about_it(is_about_it(spec, accepted.status, expected, body)));
    let mut is_missing = false;
    for (id, wanted) in expected.ids(success) {
        let Some(wanted) = wanted else { continue };
        let shown = shown(spec, id, body);
        if shown.iter().any(|shown| !is_same(id, shown, wanted)) {
            return Err(accepted.failure(Failure::answer(ErrorKind::WrongObject)));
        }
        is_missing |= shown.is_empty() && id.guaranteed;
    }
    if is_missing {
        // Whatever else it contains, nothing shows that it is about the object.
        return read
            .and_then(|_| Err(missing(accepted, "expected the id of the object")))
            .map_err(Failure::of_open_outcome);
    }
    let value = read?;
    let is_nothing = || !has_any(spec, success, body) && success.ids.iter().all(|id| shown(spec, id, body).is_empty());
    if !success.any_of.is_empty() && is_nothing() {
        return Err(missing(accepted, "expected an object with at least one described member"));
    }
    Ok(value)
}

fn missing(accepted: &Accepted, why: &'static str) -> Box<Failure> {
    accepted.failure(Failure::decode(DecodeError::unexpected(why)))
}
