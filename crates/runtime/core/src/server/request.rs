//! The parts of a received request.

use std::fmt;

use crate::redact::shown_names;

/// The parts of a received request that have parameters. They are borrowed and not checked.
///
/// ```
/// use payspec_core::server::{ReceivedRequest, path_parameters};
///
/// let path = path_parameters("/transaction/{transactionId}/capture", "/transaction/t-1/capture").unwrap();
/// let request = ReceivedRequest::new()
///     .path(&path)
///     .query("amount=1500")
///     .header("Content-Type", "application/x-www-form-urlencoded")
///     .body(b"");
/// # let _ = request;
/// ```
///
/// `Debug` prints names only.
#[derive(Clone, Default)]
pub struct ReceivedRequest<'a> {
    pub(super) path: &'a [(&'static str, String)],
    pub(super) query: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) body: &'a [u8],
}

impl<'a> ReceivedRequest<'a> {
    /// Creates a request without parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the parameters of the path by name, percent-decoded, as
    /// [`path_parameters`](crate::server::path_parameters) returns them.
    #[must_use]
    pub fn path(mut self, parameters: &'a [(&'static str, String)]) -> Self {
        self.path = parameters;
        self
    }

    /// Sets the query as received, without the `?`.
    #[must_use]
    pub fn query(mut self, query: &'a str) -> Self {
        self.query = query;
        self
    }

    /// Adds a header. `Content-Type` determines how the body is read.
    #[must_use]
    pub fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, bytes: &'a [u8]) -> Self {
        self.body = bytes;
        self
    }

    /// Returns the first header of this name.
    pub(super) fn header_value(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

impl fmt::Debug for ReceivedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedRequest")
            .field("path", &shown_names(self.path.iter().map(|(name, _)| *name)))
            .field("query_bytes", &self.query.len())
            .field("headers", &shown_names(self.headers.iter().map(|(name, _)| *name)))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
