//! What carries a finished request to the API and brings the answer back.
//!
//! Everything above this module is free of I/O: it builds an [`HttpRequest`] and judges an
//! [`HttpResponse`]. A [`Transport`] does the part in between and nothing else: it does not follow
//! redirects, does not repeat a request and does not look into a body. [`ReqwestTransport`] is the
//! one a client uses when it is given none; write your own to record, to fake answers in tests, or
//! to send through another HTTP stack.

mod connections;
mod error;
mod message;
mod network;
mod pools;
mod redact;
mod reqwest;
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The crates whose types stand in requests and responses, for whoever writes a transport or a request signer.
pub use ::{bytes, http};

pub use self::connections::Connections;
pub use self::error::{TransportError, TransportErrorKind};
pub use self::message::{HttpRequest, HttpResponse};
pub(crate) use self::network::{CheckedNetwork, Network, ProxyChoice};
pub use self::reqwest::ReqwestTransport;

/// The future a [`Transport`] returns.
///
/// It is boxed here, once, so that what is above stays small whatever the HTTP stack below needs.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// Sends one request and reads one answer.
///
/// What an implementation owes its caller:
///
/// - it sends the request **at most once**, and follows no redirect: an answer with a status of the
///   300s is an answer like any other;
/// - it gives up after [`HttpRequest::timeout`], counted from the start to the last byte of the body;
/// - it keeps at most [`HttpRequest::max_response_bytes`] of the body and reports what is longer
///   with [`TransportError::too_large`];
/// - when it fails after the head of the answer has arrived, the error carries that head and the
///   bytes read so far;
/// - it says [`TransportErrorKind::Connect`] or [`TransportErrorKind::ConnectTimeout`] only when
///   nothing of the request can have reached the API;
/// - where it keeps connections, it sends nothing on one that was closed while it was idle, takes nothing that came on
///   it before the request for the answer, and sends no request after one that timed out on the same connection.
///   Requests that are not [repeatable](HttpRequest::is_repeatable) deserve a connection that was idle for a moment
///   only, or a new one.
///
/// Any HTTP status is `Ok`: judging it is not the transport's business.
pub trait Transport: Send + Sync {
    /// Sends `request` and reads the whole answer.
    fn send(&self, request: HttpRequest) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}
