//! What a world has been asked, and what it answered.

use super::time::Instant;

/// A request that a world answered. It has no values of parameters: they may be card numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When it arrived.
    pub at: Instant,
    /// The HTTP method.
    pub method: String,
    /// The path below the API's address.
    pub path: String,
    /// The operation, such as `transaction.create`, if there is one at this address.
    pub operation: Option<&'static str>,
    /// The HTTP status of the answer; 0 if there was none, because the connection was closed before anything was done.
    pub status: u16,
    /// The identifier of the request, as the answer gave it.
    pub request_id: String,
    /// Whether the answer was one given before, to a request with the same idempotency key.
    pub repeated: bool,
    /// What disturbed it, such as `drop-after-commit`.
    pub fault: Option<&'static str>,
}
