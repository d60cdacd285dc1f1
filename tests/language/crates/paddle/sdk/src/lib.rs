//! Unofficial: Paddle Billing.
//!
//! Generated from `spec/paddle`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
