//! Unofficial: the types and parameters of Mollie.
//!
//! Generated from `spec/mollie`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
