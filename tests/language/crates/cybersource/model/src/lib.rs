//! Unofficial: the types and parameters of Cybersource.
//!
//! Generated from `spec/cybersource`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
