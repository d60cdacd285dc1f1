//! Unofficial: the webhooks of Mollie.
//!
//! Generated from `spec/mollie`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
