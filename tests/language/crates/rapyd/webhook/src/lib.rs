//! Unofficial: the webhooks of Rapyd.
//!
//! Generated from `spec/rapyd`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
