//! Unofficial: the types and parameters of GoCardless.
//!
//! Generated from `spec/gocardless`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
