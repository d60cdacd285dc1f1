//! Unofficial: the webhooks of Rapyd.
//!
//! Generated from `spec/rapyd`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
