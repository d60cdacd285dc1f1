//! Unofficial: the async and blocking client of dLocal.
//!
//! Generated from `spec/dlocal`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
