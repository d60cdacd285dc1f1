//! Unofficial: the webhooks of Square.
//!
//! Generated from `spec/square`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
