//! A request as it arrives, before it is known what it asks for.

use std::fmt;

/// A received request. Nothing of it has been checked.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The HTTP method, in capital letters.
    pub method: &'a str,
    /// The path below the API's address on this server, not decoded.
    pub path: &'a str,
    /// The query, without `?`.
    pub query: &'a str,
    /// Names and values of headers.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Without values: they may be card numbers and passwords.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &names)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
