//! Unofficial: Paystack.
//!
//! Generated from `spec/paystack`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
