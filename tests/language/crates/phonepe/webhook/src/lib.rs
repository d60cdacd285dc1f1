//! Unofficial: the webhooks of PhonePe.
//!
//! Generated from `spec/phonepe`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
