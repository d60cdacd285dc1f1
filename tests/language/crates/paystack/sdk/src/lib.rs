//! Unofficial: Paystack.
//!
//! Generated from `spec/paystack`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
