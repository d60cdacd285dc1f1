//! The two worlds a client can live in: async, and blocking.

/// Calls are futures: `client.call(operation).await`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Async {}

/// Calls wait for their answer on the thread that makes them: `client.call(operation).run()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocking {}
