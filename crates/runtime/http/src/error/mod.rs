//! A call that did not give what was asked for.

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

/// A call that did not give what was asked for.
///
/// Ask it questions instead of matching: `is_declined`, `is_invalid`, ... tell what kind of failure it
/// is, [`outcome`](Self::outcome) whether the operation took effect all the same,
/// [`refused`](Self::refused) why the bank said no, [`response`](Self::response) gives the answer as a type.
///
/// `Display` says which operation failed, how, and what to do next. Neither it nor `Debug` shows a
/// parameter, a credential, an address or any part of a body.
pub struct Error(Box<Inner>);

struct Inner {
    operation: &'static OperationSpec,
    idempotency_key: Option<IdempotencyKey>,
    failure: Box<Failure>,
    retries: RetryState,
    /// The service that the call was sent to, when its address is a guess.
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

    /// Adds that the address it was sent to is a guess.
    pub(crate) fn at_guessed_address_of(mut self, service: Option<&'static ServiceSpec>) -> Self {
        self.0.guessed = service;
        self
    }

    /// Adds how the call went before.
    pub(crate) fn after(mut self, retries: RetryState) -> Self {
        self.0.retries = retries;
        self
    }

    /// Returns what kind of failure it is. The predicates below read better.
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// Returns the operation, as the description of the API names it: `transaction.create`.
    pub fn operation(&self) -> &'static str {
        self.0.operation.id
    }

    /// Returns the HTTP status, when the head of an answer arrived.
    pub fn status(&self) -> Option<u16> {
        self.0.failure.status
    }

    /// Returns the id the API gave to the request: its support asks for it. One that is not visible ASCII, or has more
    /// than 128 characters, is left out.
    pub fn request_id(&self) -> Option<&str> {
        self.0.failure.request_id.as_deref()
    }

    /// Returns the idempotency key the call had: the caller's, or the fresh one made for it. `None` when the operation
    /// takes none.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_ref().map(IdempotencyKey::as_str)
    }

    /// Returns how often the call was tried; zero when it was refused here. A try whose token was not given counts.
    pub fn attempts(&self) -> u32 {
        self.0.retries.attempts
    }

    /// Returns `true` if the call itself was never sent in its last attempt, because no token was given for it. Then
    /// what else the error says, such as its status, is said of the token.
    pub fn is_token_error(&self) -> bool {
        self.0.failure.is_token_error()
    }

    /// Returns how long the API wants to be left alone, counted from its last answer (`Retry-After`), or `None` when it
    /// did not say.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retries.retry_after
    }

    /// Returns the code of the API for what is wrong, when its answer has one, such as Primer's `errorId`. One of more
    /// than 128 characters, or with characters that are not seen (line ends, escapes), is left out.
    pub fn code(&self) -> Option<&str> {
        self.0.failure.explanation.code.as_deref()
    }

    /// Returns the fact that the answer states, where the description of the operation has one for its message or code.
    ///
    /// A status alone states none: a proxy, a wrong path or a wrong host answer with the same one, and so may an answer
    /// that was cut off. Compare with the constants of the parameters' type by [`has_reason`](Self::has_reason).
    pub fn reason(&self) -> Option<&'static ReasonSpec> {
        self.0.failure.reason
    }

    /// Returns `true` if the answer states this fact: a constant of the parameters' type, such as
    /// `CheckThreeDsVersion::CARD_NOT_ENROLLED`.
    pub fn has_reason(&self, reason: &ReasonSpec) -> bool {
        self.reason() == Some(reason)
    }

    /// Returns the fields the API complains about, each with its message, in the words of the API: at most 100, each
    /// text up to its first 1,000 characters, with a space for each character that is not seen. They may repeat what
    /// was sent.
    pub fn field_errors(&self) -> &[(String, String)] {
        &self.0.failure.explanation.fields
    }

    /// Returns the message of the API, when its answer has one, up to its first 1,000 characters, with a space for each
    /// character that is not seen. It may repeat what was sent.
    pub fn message(&self) -> Option<&str> {
        self.0.failure.explanation.message.as_deref()
    }

    /// Returns the body of the answer, up to its first 64 KiB.
    pub fn body(&self) -> &[u8] {
        &self.0.failure.body
    }

    /// Returns the body of the answer as a type: the refused transaction of a declined payment, for example. `None`
    /// when there is no complete body, or it does not fit; [`try_response`](Self::try_response) tells why.
    pub fn response<T: DeserializeOwned>(&self) -> Option<T> {
        self.try_response()?.ok()
    }

    /// Returns the body of the answer as a type, or where and why it does not fit. `None` when there is no complete
    /// body.
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

    /// Returns the rules of the API that the parameters break, when that was found before sending.
    pub fn violations(&self) -> Option<&Violations> {
        match &self.0.failure.cause {
            Cause::Violations(violations) => Some(violations),
            _ => None,
        }
    }

    /// Returns `true` if the call was refused by this client: the API never saw it.
    pub fn is_rejected_locally(&self) -> bool {
        matches!(self.0.failure.cause, Cause::Refused(_) | Cause::Violations(_))
    }

    /// Returns why the bank or the provider said no, with the whole object that was refused: the bank's code, what its
    /// table advises to do next, and the transaction. `None` unless [`is_declined`](Self::is_declined), and when the
    /// object cannot be read; [`try_response`](Self::try_response) tells why.
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

    /// Returns `true` if the operation took effect although the call failed: whether the card was charged. All attempts
    /// of the call are taken into account, not only the last one.
    pub fn outcome(&self) -> CallOutcome {
        self.0.failure.outcome_after(self.0.operation, &self.0.retries)
    }

    /// Returns whether the operation may have taken effect although it failed here, so that it must not be repeated
    /// blindly: read the state first, or repeat it with the same idempotency key.
    ///
    /// It is false when nothing was sent, when the API refused, and for operations that only read.
    pub fn may_have_happened(&self) -> bool {
        self.outcome() != CallOutcome::DidNotHappen
    }

    /// Returns whether the same call can be sent again without being performed twice: it did not happen, its operation
    /// only reads, or it has an idempotency key, which must then be [the same](Self::idempotency_key).
    ///
    /// It says nothing of whether that would help.
    pub fn is_safe_to_retry(&self) -> bool {
        !self.may_have_happened() || (self.idempotency_key().is_some() && !self.is_key_reused())
    }

    /// Returns `true` if the client or the call is not set up right. Nothing was sent.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Returns `true` if the parameters are wrong; [`is_rejected_locally`](Self::is_rejected_locally) tells who says
    /// so.
    pub fn is_invalid(&self) -> bool {
        self.kind() == ErrorKind::Invalid
    }

    /// Returns `true` if the credentials were not accepted.
    pub fn is_unauthenticated(&self) -> bool {
        self.kind() == ErrorKind::Unauthenticated
    }

    /// Returns `true` if the answer is no: a payment refused by the bank. [`response`](Self::response) has the object.
    ///
    /// The status alone does not say so: the answer has the API's request id, or an object in its body. An answer with
    /// neither may come from a proxy; it is an unexpected one, and its outcome is unknown.
    pub fn is_declined(&self) -> bool {
        self.kind() == ErrorKind::Declined
    }

    /// Returns `true` if the credentials do not allow this.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// There is no such thing.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns `true` if the request contradicts the present state, or an earlier call.
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// Returns `true` if the API knows the idempotency key from an earlier call, and refuses a second one under it.
    /// What became of the first is in the answer or has to be read.
    pub fn is_key_reused(&self) -> bool {
        self.kind() == ErrorKind::KeyReused
    }

    /// Returns `true` if a search could not be followed to its end: its bound on pages was reached, or the same page
    /// came again.
    pub fn is_paging(&self) -> bool {
        self.kind() == ErrorKind::Paging
    }

    /// Too many requests.
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns `true` if the API failed.
    pub fn is_server(&self) -> bool {
        self.kind() == ErrorKind::Server
    }

    /// Returns `true` if the answer was a success, and its body could not be read.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns `true` if the answer was a success, but about another object than the one that the request names: that
    /// of a cache, or of somebody else's request. Its value is not given out; [`body`](Self::body) has what came.
    pub fn is_wrong_object(&self) -> bool {
        self.kind() == ErrorKind::WrongObject
    }

    /// No complete answer arrived: no connection, a broken one, or not in time.
    ///
    /// When the head of the answer had arrived and said that the call failed, this is true *beside*
    /// the predicate for that status.
    pub fn is_transport(&self) -> bool {
        self.transport().is_some_and(|error| !matches!(error.kind(), TransportErrorKind::TooLarge { .. }))
    }

    /// No connection, or no complete answer, in time. [`is_transport`](Self::is_transport) is true as
    /// well.
    pub fn is_timeout(&self) -> bool {
        self.transport().is_some_and(|error| {
            matches!(error.kind(), TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout)
        })
    }

    /// Returns `true` if the body of the answer is longer than the limit of the client.
    ///
    /// When the status says that the call failed, this is true *beside* the predicate for it.
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
