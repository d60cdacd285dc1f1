//! Unofficial: Adyen Checkout.
//!
//! Generated from `spec/adyen`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
