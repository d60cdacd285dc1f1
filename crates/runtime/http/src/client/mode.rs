//! The two modes a client can live in: async, and blocking.

/// Calls are futures: `client.call(operation).await`, or [`Call::send`](crate::Call::send) for the whole response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Async {}

/// Calls wait for their answer on the thread that makes them: `client.call(operation).wait()`, or
/// [`Call::send`](crate::Call::send) for the whole response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {}
