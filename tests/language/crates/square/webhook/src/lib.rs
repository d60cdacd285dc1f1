//! Unofficial: the webhooks of Square.
//!
//! Generated from `spec/square`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
