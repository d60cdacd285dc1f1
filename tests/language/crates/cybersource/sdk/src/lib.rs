//! Unofficial: Cybersource.
//!
//! Generated from `spec/cybersource`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
