//! How an exchange can fail below HTTP.

use std::error::Error as StdError;
use std::fmt;

use payspec_core::printable;

use super::HttpResponse;

/// What went wrong below HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection could be made: name resolution, refusal, TLS. Nothing was sent.
    Connect,
    /// No connection was made in time. Nothing was sent.
    ConnectTimeout,
    /// The whole exchange took longer than allowed. The request may have been processed.
    Timeout,
    /// The connection broke before the answer was complete. The request may have been processed.
    Interrupted,
    /// The body of the answer is longer than allowed. The request was processed.
    TooLarge {
        /// The limit that was passed, in bytes.
        limit: usize,
    },
    /// As many requests were under way as the client allows at once, and none of them ended in time. Nothing was sent.
    Busy,
    /// The request could not be written at all, for a reason of the HTTP stack. Nothing was sent.
    Unsendable,
    /// The call was awaited outside of a Tokio runtime, which the HTTP stack needs. Nothing was sent. It makes the error
    /// of the call one of [configuration](crate::ErrorKind::Configuration).
    NoRuntime,
}

/// An exchange that did not bring a complete answer.
///
/// It keeps what arrived before it failed ([`received`](Self::received)) and why it failed
/// ([`source`](StdError::source)). Neither `Display` nor `Debug` shows an address, a header value
/// or a byte of a body.
pub struct TransportError {
    kind: TransportErrorKind,
    received: Option<Box<HttpResponse>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates a failure of `kind` before any of the answer arrived.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, received: None, source: None }
    }

    /// The body is longer than `limit`; `received` holds its first bytes.
    pub fn too_large(limit: usize, received: HttpResponse) -> Self {
        Self::new(TransportErrorKind::TooLarge { limit }).with_received(received)
    }

    /// Adds the part of the answer that arrived.
    #[must_use]
    pub fn with_received(mut self, received: HttpResponse) -> Self {
        self.received = Some(Box::new(received));
        self
    }

    /// Adds the cause. It is printed by whoever prints the chain of causes, so it must not hold
    /// an address with a query, a header value or a part of a body.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Takes out the part of the answer that arrived.
    pub(crate) fn without_received(mut self) -> (Self, Option<Box<HttpResponse>>) {
        let received = self.received.take();
        (self, received)
    }

    /// The same error for somebody else, without the part of the answer. Its cause is kept in its own words.
    pub(crate) fn repeated(&self) -> Self {
        let source = self.source.as_deref().map(|source| format!("{:?}", Told(source)).into());
        Self { kind: self.kind, received: None, source }
    }

    /// Returns what went wrong.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the part of the answer that arrived: status, headers and the first bytes of the body.
    pub fn received(&self) -> Option<&HttpResponse> {
        self.received.as_deref()
    }

    /// Returns `true` if it is certain that nothing of the request reached the API. An answer proves that it did,
    /// whatever the transport calls the failure.
    pub fn nothing_was_sent(&self) -> bool {
        self.received.is_none()
            && matches!(
                self.kind,
                TransportErrorKind::Connect
                    | TransportErrorKind::ConnectTimeout
                    | TransportErrorKind::Busy
                    | TransportErrorKind::Unsendable
                    | TransportErrorKind::NoRuntime
            )
    }

    /// Returns `true` if the same request may well get through in a moment. A client that is busy with itself is not
    /// helped by more requests.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self.kind,
            TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
                | TransportErrorKind::Timeout
                | TransportErrorKind::Interrupted
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TransportErrorKind::Connect => f.write_str("no connection could be made"),
            TransportErrorKind::ConnectTimeout => f.write_str("no connection was made in time"),
            TransportErrorKind::Timeout => f.write_str("the answer did not arrive in time"),
            TransportErrorKind::Interrupted => f.write_str("the connection broke before the answer was complete"),
            TransportErrorKind::TooLarge { limit } => {
                write!(f, "the answer is longer than the {limit} bytes allowed")
            }
            TransportErrorKind::Busy => f.write_str("all places for concurrent requests were taken for too long"),
            TransportErrorKind::Unsendable => f.write_str("the request could not be written"),
            TransportErrorKind::NoRuntime => f.write_str(
                "no Tokio runtime: call it inside of one (`#[tokio::main]`), or use the blocking client \
                 (`ClientBuilder::build_blocking`)",
            ),
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("kind", &self.kind)
            .field("received", &self.received)
            .field("source", &self.source.as_deref().map(Told))
            .finish()
    }
}

/// An error below in its own words, one cause after the other. Its `Debug` is not shown: those of HTTP libraries
/// hold addresses.
struct Told<'a>(&'a (dyn StdError + Send + Sync));

impl fmt::Debug for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            told = told + ": " + &error.to_string();
            cause = error.source();
        }
        // They may quote whoever is at the other end: the names in a certificate.
        f.write_str(&printable::text(&told, LONGEST))
    }
}

/// The longest that is told of the errors below, in characters.
const LONGEST: usize = 1_000;

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
