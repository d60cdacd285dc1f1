//! The two modes of a client: async and blocking.

/// Calls are futures: `client.call(operation).await`, or [`Call::send`](crate::Call::send) for the whole response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Async {}

/// Calls block the calling thread until they complete: `client.call(operation).wait()`, or
/// [`Call::send`](crate::Call::send) for the whole response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {}
