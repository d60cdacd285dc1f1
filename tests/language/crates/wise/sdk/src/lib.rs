//! Unofficial: Wise Platform.
//!
//! Generated from `spec/wise`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
