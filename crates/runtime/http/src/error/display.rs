//! What an error says: which operation, what happened, and what to do next.

use std::fmt;

use payspec_core::{ErrorKind, EvidenceLevel};

use super::{CallOutcome, Cause, Error};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation())?;
        if self.0.failure.is_token_error() {
            f.write_str("not sent, for no token was got: ")?;
        }
        match &self.0.failure.cause {
            Cause::Refused(why) if self.0.failure.is_token_error() => return f.write_str(why),
            Cause::Refused(why) => return write!(f, "not sent: {why}"),
            Cause::Violations(violations) => {
                return write!(f, "not sent, rules of the API are broken:\n{violations}");
            }
            Cause::Paging(why) => return f.write_str(why),
            Cause::Decode(error) => write!(f, "the API answered, but not as expected: {error}")?,
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
            // A word that the description knows; any other might repeat what was sent.
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
            write!(f, ". It was not repeated, because {}", not_repeated.why())?;
        }
        if let Some(next) = self.next() {
            write!(f, ". {next}")?;
        }
        if let Some(service) = self.0.guessed.filter(|_| self.may_be_elsewhere()) {
            write!(
                f,
                ". The address of the service `{}` is inferred here, not documented: `{}` of the client's builder gives \
                 another",
                service.name, service.setter
            )?;
        }
        match (self.outcome(), self.idempotency_key()) {
            (CallOutcome::DidNotHappen, _) => Ok(()),
            (CallOutcome::Happened, _) => f.write_str(". It has taken effect: read the state instead of repeating it"),
            (CallOutcome::Unknown, Some(_)) if self.is_key_reused() => f.write_str(". Read what became of that call"),
            (CallOutcome::Unknown, Some(_)) => f.write_str(
                ". It may have taken effect: read the state, or repeat it with the same idempotency \
                 key (`Error::idempotency_key`)",
            ),
            (CallOutcome::Unknown, None) => {
                f.write_str(". It may have taken effect: read the state before repeating it")
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
            ErrorKind::Configuration => "the client is not set up right",
            ErrorKind::Invalid => "the API finds the parameters wrong",
            ErrorKind::Unauthenticated => "the credentials were not accepted",
            ErrorKind::Declined => "declined",
            ErrorKind::Forbidden => "not permitted",
            ErrorKind::NotFound => "not found",
            ErrorKind::Conflict => "in conflict with the present state, or with an earlier call",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::Server => "the API failed",
            ErrorKind::Unexpected if self.0.failure.unconfirmed => {
                "the status of a refusal, without a request id or an object that shows that the API sent it"
            }
            ErrorKind::Unexpected if self.is_redirect() => "a redirect, which is never followed",
            ErrorKind::Unexpected if self.status().is_some_and(|status| (200..300).contains(&status)) => {
                if self.0.operation.success_codes.is_some() {
                    "an answer without a code that is a success"
                } else {
                    "a status of success that is not described"
                }
            }
            ErrorKind::Timeout => "no complete answer in time",
            ErrorKind::Transport => "no complete answer",
            ErrorKind::TooLarge => "the answer is too long",
            ErrorKind::Decode => "the answer could not be read",
            ErrorKind::WrongObject => "the response is about another object than the one that was asked for",
            ErrorKind::KeyReused => "the idempotency key was used before, so an earlier call has this key",
            ErrorKind::Paging => "the search was not followed to its end",
            _ => "an unexpected status",
        }
    }

    /// Returns what the description of the operation says that this answer means.
    fn meaning(&self) -> Option<&'static str> {
        let failure = &self.0.failure;
        if failure.is_token_error() || failure.known_code.is_some() || failure.unconfirmed {
            // It is the code that said what is wrong, or nobody did.
            return None;
        }
        if let Some(reason) = self.reason() {
            return Some(first_sentence(reason.meaning));
        }
        let described = self.0.operation.response(self.status()?)?;
        // The first sentence says what; those after it say more.
        let meaning = first_sentence(described.meaning);
        (described.error.is_some() && !meaning.is_empty()).then_some(meaning)
    }

    fn next(&self) -> Option<&'static str> {
        Some(match self.kind() {
            ErrorKind::Invalid if !self.field_errors().is_empty() => "`Error::field_errors` says which",
            ErrorKind::Unauthenticated => "Check the credentials, and that they belong to this environment",
            ErrorKind::Declined if self.code().is_some() => "`Error::code` and `Error::message` say why",
            ErrorKind::Declined => {
                "`Error::refused` reads the refused object: its code says whether and how to try again"
            }
            ErrorKind::Forbidden => "Check that the credentials are right and that the account is allowed to do this",
            ErrorKind::NotFound if self.path_is_inferred() => {
                "Check the ids and the environment. The path of this operation is inferred, not documented: \
                 `Call::path` sends a call elsewhere"
            }
            ErrorKind::NotFound if self.meaning().is_some() => return None,
            ErrorKind::NotFound if self.code().is_some() => "Check the ids; `Error::message` has what it says",
            ErrorKind::NotFound => "Check the ids, the environment, and the path of the operation",
            ErrorKind::RateLimited => "Wait before repeating it; `Error::retry_after` has what the API asks for",
            ErrorKind::Unexpected if self.is_redirect() => "Check the base URL",
            ErrorKind::Unexpected if self.code().is_some() => "`Error::code` has what it says",
            ErrorKind::TooLarge => "`ClientBuilder::max_response_bytes` raises the limit",
            ErrorKind::Invalid if self.message().is_some() => "`Error::message` has what it says",
            ErrorKind::Invalid | ErrorKind::Decode | ErrorKind::WrongObject => "`Error::body` has what it says",
            ErrorKind::Timeout | ErrorKind::Transport if self.nothing_was_sent() => "Nothing was sent",
            _ => return None,
        })
    }

    /// Returns `true` if this is how it looks when the address is wrong.
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
