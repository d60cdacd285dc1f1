//! Unofficial: the async and blocking client of ING Payment Request.
//!
//! Generated from `spec/ing`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
