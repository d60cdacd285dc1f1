//! Unofficial: dLocal.
//!
//! Generated from `spec/dlocal`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
