//! What tests of a receiver need: deliveries that are signed as an API signs them, and a delivery of each event.
//!
//! The webhook crate of an API has a module of the same name, which knows how that API signs. Nothing here reads a clock or
//! draws a random number: equal arguments give equal deliveries. What stands here is no way to send anything.

mod edit;
mod fixture;

#[cfg(feature = "signature")]
pub use crate::signature::{SignedDelivery, Signer};
#[cfg(feature = "signature")]
pub(crate) use edit::{put_into_form, put_into_json};
pub use fixture::{Fixture, Fixtures};
#[doc(hidden)]
pub use payspec_core::testing::Messages;
