//! The request that leaves and the answer that comes back, as plain values.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::redact::HeaderNames;

/// A finished request: everything that goes on the wire, and the limits it runs under.
///
/// `Debug` shows the operation, the method, the host, the names of the headers and the size of the
/// body; never a value. The path is left out: a token that can be charged may be a part of it.
#[derive(Clone)]
pub struct HttpRequest {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) timeout: Duration,
    pub(crate) max_response_bytes: usize,
    pub(crate) repeatable: bool,
}

impl HttpRequest {
    /// Returns the operation, as the description of the API names it: `transaction.create`. Unlike the address, it may
    /// be logged.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the absolute address with its query. Path and query may hold tokens and personal data: keep them out of
    /// logs.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the headers. Those that carry a secret are marked [sensitive](http::HeaderValue::is_sensitive).
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, which may hold card numbers: keep it out of logs.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns how long the whole exchange may take, up to the last byte of the answer.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns how many bytes of the answer's body are read at most.
    pub fn max_response_bytes(&self) -> usize {
        self.max_response_bytes
    }

    /// Returns whether the request can arrive twice without being performed twice: it only reads, or it carries an
    /// idempotency key that the API remembers. A request that is not repeatable and whose connection breaks leaves its
    /// caller not knowing what happened, so a transport that keeps idle connections should be more careful with the
    /// one that it sends it on.
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// Returns the request in the `http` crate's own type; the limits are left behind.
    pub fn into_http(self) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.uri;
        *request.headers_mut() = self.headers;
        request
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("host", &self.uri.host().unwrap_or_default())
            .field("headers", &HeaderNames(&self.headers))
            .field("body_bytes", &self.body.len())
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("repeatable", &self.repeatable)
            .finish()
    }
}

/// An answer: its status, its headers and its body.
///
/// `Debug` shows the status, the names of the headers and the size of the body; never a value.
#[derive(Clone)]
pub struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl HttpResponse {
    /// Creates an answer made of its three parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, or as much of it as has arrived.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status.as_u16())
            .field("headers", &HeaderNames(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
