//! Test utilities for receivers: deliveries signed as an API signs them, and a sample delivery of each event.
//!
//! The webhook crate of an API has a module of the same name with that API's signature. Nothing here reads a clock or a
//! random number: equal arguments give equal deliveries. Nothing here sends anything.

mod edit;
mod fixture;

#[cfg(feature = "signature")]
pub use crate::signature::{SignedDelivery, Signer};
#[cfg(feature = "signature")]
pub(crate) use edit::{put_into_form, put_into_json};
pub use fixture::{Fixture, Fixtures};
#[doc(hidden)]
pub use payspec_core::testing::Messages;
