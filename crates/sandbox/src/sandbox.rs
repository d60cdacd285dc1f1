//! A running sandbox and its worlds, for Rust programs.

mod clock;
mod delivery_faults;
mod disputes;
mod expect;
mod faults;
mod requests;
mod start;
mod webhooks;
mod world;

pub use clock::Clock;
pub use delivery_faults::DeliveryFaults;
pub use disputes::Disputes;
pub use expect::{Expectation, Unmet};
pub use faults::Faults;
pub use requests::{RequestExpectation, Requests};
pub(crate) use start::Inner;
pub use start::{Builder, Sandbox, StartError};
pub use webhooks::Webhooks;
pub use world::WorldHandle;
