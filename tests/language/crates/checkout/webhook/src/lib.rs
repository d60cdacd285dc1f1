//! Unofficial: the webhooks of Checkout.com.
//!
//! Generated from `spec/checkout`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
