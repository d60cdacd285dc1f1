//! Unofficial: the async and blocking client of PhonePe.
//!
//! Generated from `spec/phonepe`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
