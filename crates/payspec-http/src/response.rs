//! What came of a call that succeeded.

/// What came of a call that succeeded: its value, and what its envelope said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response<T> {
    /// What the API answered.
    pub value: T,
    /// The HTTP status.
    pub status: u16,
    /// The id the API gave to the request: its support asks for it.
    pub request_id: Option<String>,
    /// The idempotency key the call had: the caller's, or the fresh one made for it. `None` when the
    /// operation takes none.
    pub idempotency_key: Option<String>,
}
