//! Whether a call that failed may have taken effect, and how it went on the way.

use std::fmt;
use std::time::Duration;

use payspec_core::{ErrorKind, OperationSpec};

use super::{Cause, Failure};

/// Whether the operation of a call took effect: whether the card was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallOutcome {
    /// It did. The API said so, and what failed came after that: its answer was cut off, too long, or could not be read.
    /// Do not repeat the call; read the object. (A success that may not be the API's own is [`Unknown`](Self::Unknown):
    /// one that has neither the API's id of the request nor the id of an object.)
    Happened,
    /// It did not. Nothing was sent, the API refused, or the operation only reads.
    DidNotHappen,
    /// It may have. Read the state before anything else, or send the call again with the same idempotency key, if it
    /// has one.
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

/// How a call went before it failed for good.
#[derive(Debug, Default)]
pub(crate) struct RetryState {
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// Whether an attempt before the last one may have taken effect.
    pub(crate) uncertain_before: bool,
    /// Whether one before the last has taken effect by the word of the API.
    pub(crate) happened_before: bool,
    /// How long the API wants to be left alone.
    pub(crate) retry_after: Option<Duration>,
    /// Why it was not sent again, where it could have been.
    pub(crate) not_repeated: Option<NotRepeated>,
}

/// Why a call was not sent again, although its failure may pass.
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
            Self::Budget => "the retry budget of this client is used up",
            Self::Deadline => "the next attempt would come after the deadline of the call",
            Self::KeyExpires => "the API may have forgotten the idempotency key by the next attempt",
            Self::LongRetryAfter => {
                "the API asks for a longer wait than the retry policy allows (`Error::retry_after`)"
            }
        }
    }
}

/// Returns `true` if a status says that the request was refused: one of the 400s that the registry of HTTP has (RFC
/// 9110, 16.2.1), but for 408, a server that gave up waiting. Those that it does not have are a proxy's: 444, 460 and
/// 499 mean that a connection was given up while the server may have been at work, and what others mean differs from
/// vendor to vendor.
fn is_refusal(status: u16) -> bool {
    matches!(status, 400..=407 | 409..=418 | 421..=426 | 428 | 429 | 431 | 451)
}

impl Failure {
    /// Returns `true` if this attempt took effect.
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
            // The API said yes, and what it said beside that is lost.
            ErrorKind::Decode | ErrorKind::TooLarge | ErrorKind::Timeout | ErrorKind::Transport
                if self.status.is_some() && self.is_from_the_api(spec) =>
            {
                CallOutcome::Happened
            }
            // The others leave it open. A key that was used before belongs to a call that may have been declined as well as
            // done.
            _ => CallOutcome::Unknown,
        }
    }

    /// Returns whether an answer is the API's own: it has the API's id of the request, the id of the object, or a code
    /// that is a success. A page or a piece of JSON that says 200 may come from a proxy that let nothing through.
    fn is_from_the_api(&self, spec: &OperationSpec) -> bool {
        // Codes are looked for in whole bodies only.
        let has_code = spec.success_codes.is_some() && matches!(self.cause, Cause::Decode(_));
        self.request_id.is_some() || has_code || self.about_it
    }

    /// Returns `true` if the same call may well succeed in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        match self.kind {
            ErrorKind::RateLimited => true,
            // What HTTP knows of failures that last (501, 505 and others) is not worth another attempt.
            ErrorKind::Server => !matches!(self.status, Some(501 | 505..=511)),
            ErrorKind::Unexpected => matches!(self.status, Some(408 | 425)),
            ErrorKind::Timeout | ErrorKind::Transport => match &self.cause {
                Cause::Transport(error) => error.may_pass(),
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns what all attempts of a call come to, this one being the last.
    pub(super) fn outcome_after(&self, spec: &OperationSpec, retries: &RetryState) -> CallOutcome {
        match self.outcome(spec) {
            // Under one key, a refusal by the bank is what became of the call: had an attempt before gone through, the
            // API would have told of that one.
            // Where the API itself has said yes before, no refusal takes that back.
            CallOutcome::DidNotHappen if retries.happened_before => CallOutcome::Unknown,
            CallOutcome::DidNotHappen if retries.uncertain_before && self.kind != ErrorKind::Declined => {
                CallOutcome::Unknown
            }
            outcome => outcome,
        }
    }
}
