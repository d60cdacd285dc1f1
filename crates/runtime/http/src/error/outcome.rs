//! Whether a failed call may have taken effect, and the state of its retries.

use std::fmt;
use std::time::Duration;

use payspec_core::{ErrorKind, OperationSpec};

use super::{Cause, Failure};

/// Whether the operation of a failed call took effect, such as whether the card was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallOutcome {
    /// It took effect. The API said so, and the failure came later: its response was truncated, too large, or could not
    /// be decoded. Do not repeat the call; read the object. (A success that may not be the API's own is
    /// [`Unknown`](Self::Unknown): one that has neither the API's request ID nor the ID of an object.)
    Happened,
    /// It did not take effect. Nothing was sent, the API refused, or the operation only reads.
    DidNotHappen,
    /// It may have taken effect. Read the object's state before anything else, or send the call again with the same
    /// idempotency key, if it has one.
    Unknown,
}

impl CallOutcome {
    /// Returns the outcome as a word for logs and metrics: `did_not_happen`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::DidNotHappen => "did_not_happen",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for CallOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Happened => "happened",
            Self::DidNotHappen => "did not happen",
            Self::Unknown => "unknown",
        })
    }
}

/// The retry state of a call that failed for good.
#[derive(Debug, Default)]
pub(crate) struct RetryState {
    /// The number of attempts.
    pub(crate) attempts: u32,
    /// Whether an attempt before the last one may have taken effect.
    pub(crate) uncertain_before: bool,
    /// Whether the API confirmed that an attempt before the last one took effect.
    pub(crate) happened_before: bool,
    /// How long the API asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// Why it was not retried, if it could have been.
    pub(crate) not_repeated: Option<NotRepeated>,
}

/// The reason why a call was not retried although its failure may be temporary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotRepeated {
    Budget,
    Deadline,
    KeyExpires,
    LongRetryAfter,
}

impl NotRepeated {
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Budget => "the client's retry budget for this host is exhausted",
            Self::Deadline => "the next attempt would start after the call's deadline",
            Self::KeyExpires => "the API may have forgotten the idempotency key by the next attempt",
            Self::LongRetryAfter => {
                "the API asks for a longer wait than the retry policy allows (`Error::retry_after`)"
            }
        }
    }
}

/// Returns `true` if a status means that the request was refused: one of the registered 4xx (RFC 9110, 16.2.1) except
/// 408, a server that stopped waiting. Unregistered ones are a proxy's: 444, 460 and 499 mean that a connection was
/// given up while the server may have been working, and the meaning of others differs between vendors.
fn is_refusal(status: u16) -> bool {
    matches!(status, 400..=407 | 409..=418 | 421..=426 | 428 | 429 | 431 | 451)
}

impl Failure {
    /// Returns the outcome of this attempt.
    pub(crate) fn outcome(&self, spec: &OperationSpec) -> CallOutcome {
        if !spec.changes_state || self.as_token_error {
            return CallOutcome::DidNotHappen;
        }
        match &self.cause {
            Cause::Refused(_) | Cause::Violations(_) => return CallOutcome::DidNotHappen,
            Cause::Transport(error) if error.nothing_was_sent() => return CallOutcome::DidNotHappen,
            _ => {}
        }
        if self.open_outcome {
            return CallOutcome::Unknown;
        }
        match self.kind {
            ErrorKind::Configuration
            | ErrorKind::Invalid
            | ErrorKind::Unauthenticated
            | ErrorKind::Declined
            | ErrorKind::Forbidden
            | ErrorKind::NotFound
            | ErrorKind::RateLimited => CallOutcome::DidNotHappen,
            ErrorKind::Unexpected if self.status.is_some_and(is_refusal) => CallOutcome::DidNotHappen,
            // The API confirmed it; only the rest of its response is lost.
            ErrorKind::Decode | ErrorKind::TooLarge | ErrorKind::Timeout | ErrorKind::Transport
                if self.status.is_some() && self.is_from_the_api(spec) =>
            {
                CallOutcome::Happened
            }
            // All others leave it open. A reused key belongs to a call that may have been declined as well as
            // performed.
            _ => CallOutcome::Unknown,
        }
    }

    /// Returns `true` if a response is the API's own: it has the API's request ID, the ID of the object, or a success
    /// code. A page or JSON with status 200 may come from a proxy that forwarded nothing.
    fn is_from_the_api(&self, spec: &OperationSpec) -> bool {
        // Codes are only searched for in complete bodies.
        let has_code = spec.success_codes.is_some() && matches!(self.cause, Cause::Decode(_));
        self.request_id.is_some() || has_code || self.about_it
    }

    /// Returns `true` if the failure is likely to be temporary.
    pub(crate) fn may_pass(&self) -> bool {
        match self.kind {
            ErrorKind::RateLimited => true,
            // Permanent server errors (501, 505 and others) are not worth another attempt.
            ErrorKind::Server => !matches!(self.status, Some(501 | 505..=511)),
            ErrorKind::Unexpected => matches!(self.status, Some(408 | 425)),
            ErrorKind::Timeout | ErrorKind::Transport => match &self.cause {
                Cause::Transport(error) => error.may_pass(),
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns the outcome of all attempts of a call, of which this is the last.
    pub(super) fn outcome_after(&self, spec: &OperationSpec, retries: &RetryState) -> CallOutcome {
        match self.outcome(spec) {
            // Under one key, a refusal by the bank is the result of the call: had an earlier attempt succeeded, the API
            // would have returned its result. If the API has already confirmed the operation, no later refusal takes
            // that back.
            CallOutcome::DidNotHappen if retries.happened_before => CallOutcome::Unknown,
            CallOutcome::DidNotHappen if retries.uncertain_before && self.kind != ErrorKind::Declined => {
                CallOutcome::Unknown
            }
            outcome => outcome,
        }
    }
}
