//! Requests and responses as plain values.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::redact::HeaderNames;

/// A finished request: everything to send, and its limits.
///
/// `Debug` shows the operation, the method, the host, the header names and the size of the body, but no values. The
/// path is omitted: it may contain a chargeable token.
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
    /// Returns the name of the operation in the API description: `transaction.create`. Unlike the address, it is safe
    /// to log.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the absolute address with its query. It may contain tokens and personal data: do not log it.
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the headers. Those that carry a secret are marked [sensitive](http::HeaderValue::is_sensitive).
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, which may contain card numbers: do not log it.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the timeout of the whole exchange, up to the last byte of the response.
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Returns the maximum size of the response body, in bytes.
    pub fn max_response_bytes(&self) -> usize {
        self.max_response_bytes
    }

    /// Returns `true` if the request can arrive twice without being performed twice: it only reads, or it carries an
    /// idempotency key that the API remembers. If the connection of a non-repeatable request breaks, the outcome is
    /// unknown, so a transport that keeps idle connections should be stricter about reusing one for it.
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// Converts to the `http` crate's request type, without the limits.
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

/// A response: its status, headers and body.
///
/// `Debug` shows the status, the header names and the size of the body, but no values.
#[derive(Clone)]
pub struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl HttpResponse {
    /// Creates a response from its parts.
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

    /// Returns the body, or the part of it that arrived.
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
