//! Transports, which send a finished request and read the response.
//!
//! Everything above this module is free of I/O: it builds an [`HttpRequest`] and interprets an [`HttpResponse`]. A
//! [`Transport`] does only what is in between: it does not follow redirects, retry requests or inspect bodies. The
//! default is [`ReqwestTransport`]; write your own to record traffic, to mock responses in tests, or to use another
//! HTTP stack.

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

/// The crates whose types are part of requests and responses, for implementing a transport or a request signer.
pub use ::{bytes, http};

pub use self::connections::Connections;
pub use self::error::{TransportError, TransportErrorKind};
pub use self::message::{HttpRequest, HttpResponse};
pub(crate) use self::network::{CheckedNetwork, Network, ProxyChoice};
pub use self::reqwest::ReqwestTransport;

/// The future that a [`Transport`] returns.
///
/// It is boxed once here, so that the callers' futures stay small whatever the HTTP stack needs.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// Sends one request and reads one response.
///
/// Requirements on implementations:
///
/// - send the request **at most once** and follow no redirect: a 3xx response is returned like any other;
/// - time out after [`HttpRequest::timeout`], counted from the start to the last byte of the body;
/// - keep at most [`HttpRequest::max_response_bytes`] of the body, and report a longer one with
///   [`TransportError::too_large`];
/// - if the failure occurs after the response head arrived, include the head and the bytes read so far in the error;
/// - report [`TransportErrorKind::Connect`] or [`TransportErrorKind::ConnectTimeout`] only if nothing of the request
///   can have reached the API;
/// - when reusing connections, do not send on one that was closed while idle, do not treat data received before the
///   request as its response, and do not send on a connection after a request on it timed out. Requests that are not
///   [repeatable](HttpRequest::is_repeatable) should use a connection that was idle only briefly, or a new one.
///
/// Every HTTP status is `Ok`: interpreting it is not the transport's task.
pub trait Transport: Send + Sync {
    /// Sends `request` and reads the whole response.
    fn send(&self, request: HttpRequest) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}
