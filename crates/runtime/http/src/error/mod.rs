//! The error of a call.

mod display;
mod failure;
mod fields;
pub(crate) mod meaning;
mod members;
mod outcome;
mod reason;
mod refused;
mod retry_after;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use payspec_core::{ErrorKind, OperationSpec, ReasonSpec, Refusal, ServiceSpec, Violations, json};
use serde::de::DeserializeOwned;

use self::failure::Cause;
pub(crate) use self::failure::Failure;
pub(crate) use self::fields::{Explanation, code_of, explain};
pub(crate) use self::members::{Scalar, is_object, scalar};
pub use self::outcome::CallOutcome;
pub(crate) use self::outcome::{NotRepeated, RetryState};
pub(crate) use self::reason::reason;
pub use self::refused::Refused;
pub(crate) use self::retry_after::RetryAfter;
use crate::idempotency::IdempotencyKey;
use crate::transport::{TransportError, TransportErrorKind};
use payspec_core::json::DecodeError;

/// An error returned by an API call.
///
/// Use its methods instead of matching: `is_declined`, `is_invalid`, ... tell the kind of failure,
/// [`outcome`](Self::outcome) whether the operation took effect, [`refused`](Self::refused) why the bank declined, and
/// [`response`](Self::response) decodes the response as a type.
///
/// `Display` says which operation failed, how, and what to do next. Neither `Display` nor `Debug` shows a parameter, a
/// credential, an address or any part of a body.
pub struct Error(Box<Inner>);

struct Inner {
    operation: &'static OperationSpec,
    idempotency_key: Option<IdempotencyKey>,
    failure: Box<Failure>,
    retries: RetryState,
    /// The service that the call was sent to, if its address is inferred.
    guessed: Option<&'static ServiceSpec>,
}

impl Error {
    pub(crate) fn new(
        operation: &'static OperationSpec,
        idempotency_key: Option<IdempotencyKey>,
        failure: Box<Failure>,
    ) -> Self {
        Self(Box::new(Inner { operation, idempotency_key, failure, retries: RetryState::default(), guessed: None }))
    }

    /// Adds that the address is inferred.
    pub(crate) fn at_guessed_address_of(mut self, service: Option<&'static ServiceSpec>) -> Self {
        self.0.guessed = service;
        self
    }

    /// Adds the retry state of the call.
    pub(crate) fn after(mut self, retries: RetryState) -> Self {
        self.0.retries = retries;
        self
    }

    /// Returns the kind of failure. Prefer the predicates below.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// Returns the name of the operation in the API description: `transaction.create`.
    pub fn operation(&self) -> &'static str {
        self.0.operation.id
    }

    /// Returns the HTTP status, or `None` if no response head arrived.
    pub fn status(&self) -> Option<u16> {
        self.0.failure.status
    }

    /// Returns the API's ID of the request, which its support asks for. An ID that is not visible ASCII or has more
    /// than 128 characters is omitted.
    pub fn request_id(&self) -> Option<&str> {
        self.0.failure.request_id.as_deref()
    }

    /// Returns the idempotency key of the call: the caller's, or the random one created for it. Returns `None` if the
    /// operation takes none.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_ref().map(IdempotencyKey::as_str)
    }

    /// Returns the number of attempts; zero if the call was rejected locally. An attempt that failed to obtain a token
    /// counts.
    pub fn attempts(&self) -> u32 {
        self.0.retries.attempts
    }

    /// Returns `true` if the last attempt did not send the call because no token could be obtained. The other details
    /// of the error, such as its status, are then those of the token request.
    pub fn is_token_error(&self) -> bool {
        self.0.failure.is_token_error()
    }

    /// Returns how long the API asks to wait, counted from its last response (`Retry-After`), or `None` if it did not
    /// say.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retries.retry_after
    }

    /// Returns the API's error code, if the response has one, such as Primer's `errorId`. A code that has more than 128
    /// characters, or contains invisible characters (line breaks, escapes), is omitted.
    pub fn code(&self) -> Option<&str> {
        self.0.failure.explanation.code.as_deref()
    }

    /// Returns the documented reason that the response states by its message or code, if the operation's description
    /// has one.
    ///
    /// A status alone states no reason: a proxy, a wrong path or a wrong host may produce the same one, and so may a
    /// truncated response. Compare with the constants of the parameters' type using [`has_reason`](Self::has_reason).
    pub fn reason(&self) -> Option<&'static ReasonSpec> {
        self.0.failure.reason
    }

    /// Returns `true` if the response states this reason: a constant of the parameters' type, such as
    /// `CheckThreeDsVersion::CARD_NOT_ENROLLED`.
    pub fn has_reason(&self, reason: &ReasonSpec) -> bool {
        self.reason() == Some(reason)
    }

    /// Returns the fields that the API rejects, each with the API's own message: at most 100, each text limited to
    /// 1,000 characters, with a space in place of each invisible character. They may repeat what was sent.
    pub fn field_errors(&self) -> &[(String, String)] {
        &self.0.failure.explanation.fields
    }

    /// Returns the API's error message, if the response has one, limited to 1,000 characters, with a space in place of
    /// each invisible character. It may repeat what was sent.
    pub fn message(&self) -> Option<&str> {
        self.0.failure.explanation.message.as_deref()
    }

    /// Returns the response body, limited to its first 64 KiB.
    pub fn body(&self) -> &[u8] {
        &self.0.failure.body
    }

    /// Decodes the response body as a type: the refused transaction of a declined payment, for example. Returns `None`
    /// if the body is incomplete or does not match; [`try_response`](Self::try_response) gives the reason.
    pub fn response<T: DeserializeOwned>(&self) -> Option<T> {
        self.try_response()?.ok()
    }

    /// Decodes the response body as a type, or returns where and why it does not match. Returns `None` if the body is
    /// incomplete.
    ///
    /// ```
    /// # fn bank_code(error: &payspec_http::Error) -> Option<String> {
    /// #[derive(serde::Deserialize)]
    /// struct Refused {
    ///     code: Option<String>,
    /// }
    /// match error.try_response::<Refused>()? {
    ///     Ok(refused) => refused.code,
    ///     Err(unread) => {
    ///         eprintln!("the refused object cannot be read: {unread}"); // names the field, shows no value
    ///         None
    ///     }
    /// }
    /// # }
    /// ```
    pub fn try_response<T: DeserializeOwned>(&self) -> Option<Result<T, DecodeError>> {
        let failure = &self.0.failure;
        (failure.status.is_some() && failure.whole_body).then(|| json::read_body(&failure.body))
    }

    /// Returns the API rules that the parameters violate, if the call was rejected locally for that reason.
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.failure.cause {
            Cause::Violations(violations) => Some(violations),
            _ => None,
        }
    }

    /// Returns `true` if the client rejected the call: the API never received it.
    pub fn is_rejected_locally(&self) -> bool {
        matches!(self.0.failure.cause, Cause::Refused(_) | Cause::Violations(_))
    }

    /// Returns why the bank or the provider declined, with the whole refused object: the bank's code, the next step
    /// that its table advises, and the transaction. Returns `None` unless [`is_declined`](Self::is_declined), or if the
    /// object cannot be decoded; [`try_response`](Self::try_response) gives the reason.
    ///
    /// ```
    /// # use payspec_core::Refusal;
    /// # fn next_step<T: Refusal<Code: std::fmt::Debug, Advice: std::fmt::Debug> + serde::de::DeserializeOwned>(error: &payspec_http::Error) {
    /// if let Some(refused) = error.refused::<T>() {
    ///     println!("code {:?}, do {:?}", refused.code(), refused.advice());
    /// }
    /// # }
    /// ```
    pub fn refused<T: Refusal + DeserializeOwned>(&self) -> Option<Refused<T>> {
        if !self.is_declined() {
            return None;
        }
        self.response().map(Refused::new)
    }

    /// Returns whether the operation took effect although the call failed, such as whether the card was charged. It
    /// takes all attempts into account, not only the last one.
    pub fn outcome(&self) -> CallOutcome {
        self.0.failure.outcome_after(self.0.operation, &self.0.retries)
    }

    /// Returns `true` if the operation may have taken effect although the call failed, so that it must not be repeated
    /// blindly: read the object's state first, or repeat the call with the same idempotency key.
    ///
    /// Returns `false` if nothing was sent, if the API refused, and for operations that only read.
    pub fn may_have_happened(&self) -> bool {
        self.outcome() != CallOutcome::DidNotHappen
    }

    /// Returns `true` if the same call can be sent again without being performed twice: it did not happen, its
    /// operation only reads, or it has an idempotency key, which must then be [the same](Self::idempotency_key).
    ///
    /// Whether a retry is likely to succeed is a separate question.
    pub fn is_safe_to_retry(&self) -> bool {
        !self.may_have_happened() || (self.idempotency_key().is_some() && !self.is_key_reused())
    }

    /// Returns `true` if the client or the call is misconfigured. Nothing was sent.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Returns `true` if the parameters are invalid, according to the client or the API; see
    /// [`is_rejected_locally`](Self::is_rejected_locally).
    pub fn is_invalid(&self) -> bool {
        self.kind() == ErrorKind::Invalid
    }

    /// Returns `true` if the API rejected the credentials.
    pub fn is_unauthenticated(&self) -> bool {
        self.kind() == ErrorKind::Unauthenticated
    }

    /// Returns `true` if the bank or the provider declined. [`response`](Self::response) decodes the declined object.
    ///
    /// A status alone is not enough: the response must have the API's request ID, or an object in its body. A response
    /// with neither may come from a proxy; it is an unexpected one with an unknown outcome.
    pub fn is_declined(&self) -> bool {
        self.kind() == ErrorKind::Declined
    }

    /// Returns `true` if the credentials do not permit the operation.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Returns `true` if the object or path does not exist.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns `true` if the request conflicts with the current state or an earlier call.
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// Returns `true` if an earlier call used the same idempotency key and the API refuses to accept it again. The
    /// result of the earlier call is in the response, or has to be read.
    pub fn is_key_reused(&self) -> bool {
        self.kind() == ErrorKind::KeyReused
    }

    /// Returns `true` if a search could not be completed: its page limit was reached, or the same page came again.
    pub fn is_paging(&self) -> bool {
        self.kind() == ErrorKind::Paging
    }

    /// Returns `true` if the API limited the request rate.
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns `true` if the API reported a server error.
    pub fn is_server(&self) -> bool {
        self.kind() == ErrorKind::Server
    }

    /// Returns `true` if the response was a success but its body could not be decoded.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns `true` if the response was a success but about a different object from the one requested: one from a
    /// cache, or for somebody else's request. Its value is not returned; see [`body`](Self::body).
    pub fn is_wrong_object(&self) -> bool {
        self.kind() == ErrorKind::WrongObject
    }

    /// Returns `true` if no complete response arrived: the connection failed, broke, or timed out.
    ///
    /// If a head with an error status had arrived, this is true *in addition to* the predicate for that status.
    pub fn is_transport(&self) -> bool {
        self.transport().is_some_and(|error| !matches!(error.kind(), TransportErrorKind::TooLarge { .. }))
    }

    /// Returns `true` if connecting or the response took too long. [`is_transport`](Self::is_transport) is true as
    /// well.
    pub fn is_timeout(&self) -> bool {
        self.transport().is_some_and(|error| {
            matches!(error.kind(), TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout)
        })
    }

    /// Returns `true` if the response body exceeds the client's limit.
    ///
    /// If the response has an error status, this is true *in addition to* the predicate for it.
    pub fn is_too_large(&self) -> bool {
        self.transport().is_some_and(|error| matches!(error.kind(), TransportErrorKind::TooLarge { .. }))
    }

    fn transport(&self) -> Option<&TransportError> {
        match &self.0.failure.cause {
            Cause::Transport(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failure = &self.0.failure;
        let mut debug = f.debug_struct("Error");
        debug
            .field("operation", &self.operation())
            .field("kind", &failure.kind)
            .field("status", &failure.status)
            .field("request_id", &failure.request_id)
            .field("has_idempotency_key", &self.0.idempotency_key.is_some())
            .field("attempts", &self.attempts())
            .field("outcome", &self.outcome())
            .field("field_errors", &failure.explanation.fields.len())
            .field("body_bytes", &failure.body.len());
        match &failure.cause {
            Cause::Response => {}
            Cause::Refused(why) => {
                debug.field("not_sent", why);
            }
            Cause::Paging(why) => {
                debug.field("why", why);
            }
            Cause::Violations(violations) => {
                debug.field("violations", &format_args!("{violations}"));
            }
            Cause::Transport(error) => {
                debug.field("cause", error);
            }
            Cause::Decode(error) => {
                debug.field("cause", error);
            }
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.failure.cause {
            Cause::Transport(error) => Some(error),
            Cause::Decode(error) => Some(error),
            Cause::Response | Cause::Refused(_) | Cause::Violations(_) | Cause::Paging(_) => None,
        }
    }
}
