//! A running sandbox and its worlds, for Rust programs.

mod clock;
mod delivery_faults;
mod disputes;
mod expect;
mod faults;
mod passing;
mod requests;
mod snapshots;
mod start;
mod webhooks;
mod world;

pub use clock::Clock;
pub use delivery_faults::DeliveryFaults;
pub use disputes::Disputes;
pub use expect::{Expectation, Unmet};
pub use faults::Faults;
pub use requests::{RequestExpectation, Requests};
pub use start::{Builder, Sandbox, StartError};
pub(crate) use start::{Inner, invalid_name};
pub use webhooks::Webhooks;
pub use world::WorldHandle;
