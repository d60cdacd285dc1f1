//! A failed attempt, before it is attributed to a call.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use payspec_core::{ErrorKind, ReasonSpec, Violations};

use super::Explanation;
use super::retry_after::RetryAfter;
use crate::transport::{HttpResponse, TransportError, TransportErrorKind};
use payspec_core::json::DecodeError;

/// The maximum number of body bytes that an error keeps.
pub(super) const KEPT_BYTES: usize = 64 * 1024;

/// A failure, before it is attributed to a call.
pub(crate) struct Failure {
    pub(super) kind: ErrorKind,
    pub(super) cause: Cause,
    pub(super) status: Option<u16>,
    pub(super) request_id: Option<String>,
    pub(super) retry_after: Option<RetryAfter>,
    pub(super) body: Bytes,
    /// Whether `body` is the complete response body.
    pub(super) whole_body: bool,
    pub(super) explanation: Explanation,
    /// It happened before the call was sent, while obtaining a token.
    pub(super) as_token_error: bool,
    /// The response does not determine the outcome, whatever its status.
    pub(super) open_outcome: bool,
    /// The response has the ID of the object that the call is about.
    pub(super) about_it: bool,
    /// The code that determined the kind of failure: one that the API description lists.
    pub(super) known_code: Option<&'static str>,
    /// The status says that the bank or the provider refused, but nothing shows that the API sent it.
    pub(super) unconfirmed: bool,
    /// The documented reason that the response states.
    pub(super) reason: Option<&'static ReasonSpec>,
}

pub(super) enum Cause {
    /// The status and the body are the whole explanation.
    Response,
    /// Rejected before anything was sent, for this reason.
    Refused(Cow<'static, str>),
    Violations(Violations),
    Transport(TransportError),
    Decode(DecodeError),
    /// A search that cannot continue.
    Paging(Cow<'static, str>),
}

/// Truncates the body that an error keeps to this crate's limit.
fn shortened(error: TransportError) -> TransportError {
    let (error, received) = error.without_received();
    match received {
        Some(received) if received.body.len() > KEPT_BYTES => {
            // A slice would keep the whole body in memory.
            let body = Bytes::copy_from_slice(&received.body[..KEPT_BYTES]);
            error.with_received(HttpResponse { body, ..*received })
        }
        Some(received) => error.with_received(*received),
        None => error,
    }
}

impl Failure {
    /// Creates a failure of configuration of the client or the call; nothing was sent.
    pub(crate) fn configuration(why: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::unsent(ErrorKind::Configuration, Cause::Refused(why.into()))
    }

    /// Creates a failure of an invalid parameter; nothing was sent.
    pub(crate) fn invalid(why: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::unsent(ErrorKind::Invalid, Cause::Refused(why.into()))
    }

    /// Creates a failure of violated API rules; nothing was sent.
    pub(crate) fn violations(violations: Violations) -> Box<Self> {
        Self::unsent(ErrorKind::Invalid, Cause::Violations(violations))
    }

    /// Creates a failure below HTTP, before any status arrived that is more specific.
    pub(crate) fn transport(error: TransportError) -> Box<Self> {
        if error.kind() == TransportErrorKind::NoRuntime && error.received().is_none() {
            // The program must be changed; nothing else helps.
            return Self::configuration(error.to_string());
        }
        let error = shortened(error);
        let kind = match error.kind() {
            TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout => ErrorKind::Timeout,
            TransportErrorKind::TooLarge { .. } => ErrorKind::TooLarge,
            _ => ErrorKind::Transport,
        };
        Self::unsent(kind, Cause::Transport(error))
    }

    /// Creates a failure of decoding a successful response.
    pub(crate) fn decode(error: DecodeError) -> Box<Self> {
        Self::unsent(ErrorKind::Decode, Cause::Decode(error))
    }

    /// Creates a failure of a search that cannot continue.
    pub(crate) fn paging(why: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::unsent(ErrorKind::Paging, Cause::Paging(why.into()))
    }

    /// Creates a failure that the response reports.
    pub(crate) fn answer(kind: ErrorKind) -> Box<Self> {
        Self::unsent(kind, Cause::Response)
    }

    /// Adds the reason why the rest of the response did not arrive.
    pub(crate) fn cut_off_by(mut self: Box<Self>, error: TransportError) -> Box<Self> {
        self.cause = Cause::Transport(shortened(error));
        self
    }

    /// Adds the part of the response that arrived.
    pub(crate) fn with_answer(mut self: Box<Self>, status: u16, request_id: Option<String>, body: &Bytes) -> Box<Self> {
        self.status = Some(status);
        self.request_id = request_id;
        let cut_off = matches!(self.cause, Cause::Transport(_));
        self.whole_body = !cut_off && body.len() <= KEPT_BYTES;
        // A slice would keep the whole body in memory for the lifetime of the error.
        self.body = Bytes::copy_from_slice(&body[..body.len().min(KEPT_BYTES)]);
        self
    }

    /// Adds the wait that the API requests.
    pub(crate) fn with_retry_after(mut self: Box<Self>, retry_after: Option<RetryAfter>) -> Box<Self> {
        self.retry_after = retry_after;
        self
    }

    /// Marks that the call itself was not sent.
    pub(crate) fn as_token_error(mut self: Box<Self>) -> Box<Self> {
        self.as_token_error = true;
        self
    }

    /// Adds the code that determined the kind.
    pub(crate) fn decided_by(mut self: Box<Self>, code: Option<&'static str>) -> Box<Self> {
        self.known_code = code;
        self
    }

    /// Marks a refusal that only the status reports: a proxy may have sent it, and an earlier attempt may have
    /// succeeded.
    pub(crate) fn as_unconfirmed(mut self: Box<Self>) -> Box<Self> {
        (self.kind, self.unconfirmed, self.open_outcome) = (ErrorKind::Unexpected, true, true);
        self
    }

    /// Adds the documented reason that the response states.
    pub(crate) fn for_reason(mut self: Box<Self>, reason: Option<&'static ReasonSpec>) -> Box<Self> {
        self.reason = reason;
        self
    }

    /// Adds whether the response has the ID of the object that the call is about.
    pub(crate) fn about_it(mut self: Box<Self>, about_it: bool) -> Box<Self> {
        self.about_it = about_it;
        self
    }

    /// Marks that the response is not described.
    pub(crate) fn of_open_outcome(mut self: Box<Self>) -> Box<Self> {
        self.open_outcome = true;
        self
    }

    pub(crate) fn is_token_error(&self) -> bool {
        self.as_token_error
    }

    /// Turns the failure into rejected credentials, whatever its status usually means.
    pub(crate) fn as_unauthenticated(mut self: Box<Self>) -> Box<Self> {
        self.kind = ErrorKind::Unauthenticated;
        self
    }

    pub(crate) fn code(&self) -> Option<&str> {
        self.explanation.code.as_deref()
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.status
    }

    pub(crate) fn retry_after(&self) -> Option<RetryAfter> {
        self.retry_after
    }

    /// Adds the API's explanation.
    pub(crate) fn with_explanation(mut self: Box<Self>, explanation: Explanation) -> Box<Self> {
        self.explanation = explanation;
        self
    }

    /// Returns the kind of transport failure, if there was one.
    pub(crate) fn transport_kind(&self) -> Option<TransportErrorKind> {
        match &self.cause {
            Cause::Transport(error) => Some(error.kind()),
            _ => None,
        }
    }

    /// Returns the same failure for another call after this much time, which is subtracted from the wait that the API
    /// requested.
    pub(crate) fn repeated(&self, passed: Duration) -> Box<Self> {
        let cause = match &self.cause {
            Cause::Response => Cause::Response,
            Cause::Refused(why) => Cause::Refused(why.clone()),
            Cause::Violations(violations) => Cause::Violations(violations.clone()),
            Cause::Transport(error) => Cause::Transport(error.repeated()),
            Cause::Decode(error) => Cause::Decode(error.clone()),
            Cause::Paging(why) => Cause::Paging(why.clone()),
        };
        Box::new(Self {
            cause,
            request_id: self.request_id.clone(),
            retry_after: self.retry_after.map(|after| after.after(passed)),
            body: self.body.clone(),
            explanation: self.explanation.clone(),
            ..*self
        })
    }

    fn unsent(kind: ErrorKind, cause: Cause) -> Box<Self> {
        Box::new(Self {
            kind,
            cause,
            status: None,
            request_id: None,
            retry_after: None,
            body: Bytes::new(),
            whole_body: true,
            explanation: Explanation::default(),
            as_token_error: false,
            open_outcome: false,
            about_it: false,
            known_code: None,
            unconfirmed: false,
            reason: None,
        })
    }
}
