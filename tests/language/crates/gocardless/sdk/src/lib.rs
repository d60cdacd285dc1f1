//! Unofficial: GoCardless.
//!
//! Generated from `spec/gocardless`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
