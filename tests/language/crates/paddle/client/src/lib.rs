//! Unofficial: the async and blocking client of Paddle Billing.
//!
//! Generated from `spec/paddle`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
