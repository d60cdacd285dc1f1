//! A running sandbox and its worlds, for Rust programs.

mod clock;
mod faults;
mod start;
mod webhooks;
mod world;

pub use clock::Clock;
pub use faults::Faults;
pub(crate) use start::Inner;
pub use start::{Builder, Sandbox, StartError};
pub use webhooks::Webhooks;
pub use world::WorldHandle;
