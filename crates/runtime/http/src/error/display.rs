//! The text of an error: which operation failed, how, and what to do next.

use std::fmt;

use payspec_core::{ErrorKind, EvidenceLevel};

use super::{CallOutcome, Cause, Error};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        if self.0.failure.is_token_error() {
            f.write_str("request not sent: could not obtain an access token: ")?;
        }
        match &self.0.failure.cause {
            Cause::Refused(why) if self.0.failure.is_token_error() => return f.write_str(why),
            Cause::Refused(why) => return write!(f, "request not sent: {why}"),
            Cause::Violations(violations) => {
                return write!(f, "request not sent: it violates rules of the API:\n{violations}");
            }
            Cause::Paging(why) => return f.write_str(why),
            Cause::Decode(error) => write!(f, "the response could not be decoded: {error}")?,
            Cause::Transport(error) if self.status().is_none() || self.is_success_status() => {
                write!(f, "{error}")?;
            }
            Cause::Transport(_) | Cause::Response => f.write_str(self.what())?,
        }
        if let Some(meaning) = self.meaning() {
            write!(f, ": {meaning}")?;
        }
        if let Some(status) = self.status() {
            write!(f, " (HTTP {status}")?;
            // A code that the description lists; any other might repeat what was sent.
            if let Some(code) = self.0.failure.known_code {
                write!(f, ", code {code}")?;
            }
            if let Some(id) = self.request_id() {
                write!(f, ", request id {id}")?;
            }
            f.write_str(")")?;
        }
        if self.attempts() > 1 {
            write!(f, " after {} attempts", self.attempts())?;
        }
        if let Some(not_repeated) = self.0.retries.not_repeated {
            write!(f, ". It was not retried because {}", not_repeated.why())?;
        }
        if let Some(next) = self.next() {
            write!(f, ". {next}")?;
        }
        if let Some(service) = self.0.guessed.filter(|_| self.may_be_elsewhere()) {
            write!(
                f,
                ". The address of the service `{}` is inferred, not documented: `{}` of the client builder sets \
                 another",
                service.name, service.setter
            )?;
        }
        match (self.outcome(), self.idempotency_key()) {
            (CallOutcome::DidNotHappen, _) => Ok(()),
            (CallOutcome::Happened, _) => {
                f.write_str(". It took effect: read the object's state instead of repeating the call")
            }
            (CallOutcome::Unknown, Some(_)) if self.is_key_reused() => f.write_str(". Read the result of that call"),
            (CallOutcome::Unknown, Some(_)) => f.write_str(
                ". It may have taken effect: read the object's state, or repeat the call with the same idempotency \
                 key (`Error::idempotency_key`)",
            ),
            (CallOutcome::Unknown, None) => {
                f.write_str(". It may have taken effect: read the object's state before repeating the call")
            }
        }
    }
}

impl Error {
    fn is_success_status(&self) -> bool {
        matches!(self.kind(), ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::TooLarge)
    }

    fn what(&self) -> &'static str {
        match self.kind() {
            ErrorKind::Configuration => "the client is not configured correctly",
            ErrorKind::Invalid => "the API rejected the parameters",
            ErrorKind::Unauthenticated => "the API rejected the credentials",
            ErrorKind::Declined => "declined",
            ErrorKind::Forbidden => "not permitted",
            ErrorKind::NotFound => "not found",
            ErrorKind::Conflict => "in conflict with the current state or an earlier call",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::Server => "the API failed",
            ErrorKind::Unexpected if self.0.failure.unconfirmed => {
                "a refusal status without a request id or an object to show that the API sent it"
            }
            ErrorKind::Unexpected if self.is_redirect() => "a redirect, which is not followed",
            ErrorKind::Unexpected if self.status().is_some_and(|status| (200..300).contains(&status)) => {
                if self.0.operation.success_codes.is_some() {
                    "a response without a success code"
                } else {
                    "a success status that is not described"
                }
            }
            ErrorKind::Timeout => "no complete response within the timeout",
            ErrorKind::Transport => "no complete response",
            ErrorKind::TooLarge => "the response is too large",
            ErrorKind::Decode => "the response could not be decoded",
            ErrorKind::WrongObject => "the response is about a different object from the one requested",
            ErrorKind::KeyReused => "the idempotency key was already used by an earlier call",
            ErrorKind::Paging => "the search ended early",
            _ => "an unexpected status",
        }
    }

    /// Returns the meaning of this response according to the operation's description.
    fn meaning(&self) -> Option<&'static str> {
        let failure = &self.0.failure;
        if failure.is_token_error() || failure.known_code.is_some() || failure.unconfirmed {
            // The code determined the error, or nothing did.
            return None;
        }
        if let Some(reason) = self.reason() {
            return Some(first_sentence(reason.meaning));
        }
        let described = self.0.operation.response(self.status()?)?;
        // The first sentence is the meaning; the others are details.
        let meaning = first_sentence(described.meaning);
        (described.error.is_some() && !meaning.is_empty()).then_some(meaning)
    }

    fn next(&self) -> Option<&'static str> {
        Some(match self.kind() {
            ErrorKind::Invalid if !self.field_errors().is_empty() => "See `Error::field_errors`",
            ErrorKind::Unauthenticated => "Check the credentials and that they belong to this environment",
            ErrorKind::Declined if self.code().is_some() => "See `Error::code` and `Error::message` for the reason",
            ErrorKind::Declined => {
                "`Error::refused` reads the declined object, whose code says whether and how to try again"
            }
            ErrorKind::Forbidden => "Check that the account and its credentials have this permission",
            ErrorKind::NotFound if self.path_is_inferred() => {
                "Check the ids and the environment. The path of this operation is inferred, not documented; \
                 `Call::path` replaces it"
            }
            ErrorKind::NotFound if self.meaning().is_some() => return None,
            ErrorKind::NotFound if self.code().is_some() => "Check the ids; see `Error::message` for details",
            ErrorKind::NotFound => "Check the ids, the environment, and the path of the operation",
            ErrorKind::RateLimited => "Wait before retrying; `Error::retry_after` has the wait that the API requests",
            ErrorKind::Unexpected if self.is_redirect() => "Check the base URL",
            ErrorKind::Unexpected if self.code().is_some() => "See `Error::code`",
            ErrorKind::TooLarge => "`ClientBuilder::max_response_bytes` raises the limit",
            ErrorKind::Invalid if self.message().is_some() => "See `Error::message` for details",
            ErrorKind::Invalid | ErrorKind::Decode | ErrorKind::WrongObject => "See `Error::body` for the response",
            ErrorKind::Timeout | ErrorKind::Transport if self.nothing_was_sent() => "Nothing was sent",
            _ => return None,
        })
    }

    /// Returns `true` if the error is typical of a wrong address.
    fn may_be_elsewhere(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::NotFound | ErrorKind::Unexpected | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Decode
        )
    }

    fn path_is_inferred(&self) -> bool {
        self.0.operation.path_evidence().level == EvidenceLevel::Inferred
    }

    fn is_redirect(&self) -> bool {
        self.status().is_some_and(|status| (300..400).contains(&status))
    }

    fn nothing_was_sent(&self) -> bool {
        self.transport().is_some_and(crate::transport::TransportError::nothing_was_sent)
    }
}

fn first_sentence(text: &str) -> &str {
    text.split(". ").next().unwrap_or_default().trim_end_matches('.')
}
