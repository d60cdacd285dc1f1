//! The requests to a world, and the responses that were sent.

use serde::{Deserialize, Serialize};

use super::time::Instant;

/// A name that is a constant of the program.
type Name = &'static str;

/// A request to a world. It has no values of parameters: they may be card numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When it arrived.
    pub at: Instant,
    /// The HTTP method.
    pub method: String,
    /// The path below the API's address.
    pub path: String,
    /// The operation, such as `transaction.create`, if there is one at this address.
    #[serde(with = "super::names")]
    pub operation: Option<Name>,
    /// The HTTP status that the client was sent; 0 if it was sent none, because the connection was closed. A fault may have
    /// replaced the status of the response that was decided on.
    pub status: u16,
    /// The identifier of the request, as in the response.
    pub request_id: String,
    /// Whether the response repeats that to an earlier request with the same idempotency key.
    pub repeated: bool,
    /// What disturbed it, such as `drop-after-commit`.
    #[serde(with = "super::names")]
    pub fault: Option<Name>,
}
