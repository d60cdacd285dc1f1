//! A running sandbox and its worlds, for Rust programs.

mod clock;
mod disputes;
mod start;
mod webhooks;
mod world;

pub use clock::Clock;
pub use disputes::Disputes;
pub(crate) use start::Inner;
pub use start::{Builder, Sandbox, StartError};
pub use webhooks::Webhooks;
pub use world::WorldHandle;
