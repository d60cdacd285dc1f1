//! Errors below HTTP.

use std::error::Error as StdError;
use std::fmt;

use payspec_core::printable;

use super::HttpResponse;

/// The kind of a failure below HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The connection failed: name resolution, connection refused, or TLS. Nothing was sent.
    Connect,
    /// The connection timed out. Nothing was sent.
    ConnectTimeout,
    /// The exchange timed out. The request may have been processed.
    Timeout,
    /// The connection broke before the response was complete. The request may have been processed.
    Interrupted,
    /// The response body exceeds the limit. The request was processed.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// No slot for concurrent requests became free within the timeout. Nothing was sent.
    Busy,
    /// The HTTP stack could not build the request. Nothing was sent.
    Unsendable,
    /// The call was awaited outside a Tokio runtime, which the HTTP stack needs. Nothing was sent. The error of the
    /// call is one of [configuration](crate::ErrorKind::Configuration).
    NoRuntime,
}

/// An exchange without a complete response.
///
/// It keeps what arrived before the failure ([`received`](Self::received)) and the cause
/// ([`source`](StdError::source)). Neither `Display` nor `Debug` shows an address, a header value or any part of a
/// body.
pub struct TransportError {
    kind: TransportErrorKind,
    received: Option<Box<HttpResponse>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates a failure of `kind` before any part of the response arrived.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, received: None, source: None }
    }

    /// Creates a failure of a response body longer than `limit`; `received` holds its first bytes.
    pub fn too_large(limit: usize, received: HttpResponse) -> Self {
        Self::new(TransportErrorKind::TooLarge { limit }).with_received(received)
    }

    /// Adds the part of the response that arrived.
    #[must_use]
    pub fn with_received(mut self, received: HttpResponse) -> Self {
        self.received = Some(Box::new(received));
        self
    }

    /// Adds the cause. It is printed with the chain of causes, so it must not contain an address with a query, a header
    /// value or part of a body.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Takes the part of the response that arrived.
    pub(crate) fn without_received(mut self) -> (Self, Option<Box<HttpResponse>>) {
        let received = self.received.take();
        (self, received)
    }

    /// Returns a copy for another call, without the response. Its cause is reduced to its message.
    pub(crate) fn repeated(&self) -> Self {
        let source = self.source.as_deref().map(|source| format!("{:?}", Told(source)).into());
        Self { kind: self.kind, received: None, source }
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the part of the response that arrived: status, headers and the first bytes of the body.
    pub fn received(&self) -> Option<&HttpResponse> {
        self.received.as_deref()
    }

    /// Returns `true` if nothing of the request can have reached the API. A response proves that it did, whatever kind
    /// the transport reports.
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

    /// Returns `true` if the failure is likely to be temporary. A client without free slots does not benefit from more
    /// requests.
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
            TransportErrorKind::Connect => f.write_str("could not connect"),
            TransportErrorKind::ConnectTimeout => f.write_str("connecting timed out"),
            TransportErrorKind::Timeout => f.write_str("the request timed out before the response was complete"),
            TransportErrorKind::Interrupted => f.write_str("the connection broke before the response was complete"),
            TransportErrorKind::TooLarge { limit } => {
                write!(f, "the response exceeds the limit of {limit} bytes")
            }
            TransportErrorKind::Busy => f.write_str("timed out waiting for a free slot (`max_concurrent_requests`)"),
            TransportErrorKind::Unsendable => f.write_str("the request could not be built"),
            TransportErrorKind::NoRuntime => f.write_str(
                "no Tokio runtime: call it inside one (`#[tokio::main]`), or use the blocking client \
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

/// An underlying error by its message, with its causes. Its `Debug` is not shown, because those of HTTP libraries
/// contain addresses.
struct Told<'a>(&'a (dyn StdError + Send + Sync));

impl fmt::Debug for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        let mut cause = self.0.source();
        while let Some(error) = cause {
            told = told + ": " + &error.to_string();
            cause = error.source();
        }
        // Messages may quote the peer, such as the names in a certificate.
        f.write_str(&printable::text(&told, LONGEST))
    }
}

/// The maximum length of the underlying messages, in characters.
const LONGEST: usize = 1_000;

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
