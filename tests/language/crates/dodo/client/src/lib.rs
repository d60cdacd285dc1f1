//! Unofficial: the async and blocking client of Dodo Payments.
//!
//! Generated from `spec/dodo`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
