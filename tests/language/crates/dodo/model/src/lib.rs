//! Unofficial: the types and parameters of Dodo Payments.
//!
//! Generated from `spec/dodo`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
