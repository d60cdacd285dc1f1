//! Unofficial: the types and parameters of Checkout.com.
//!
//! Generated from `spec/checkout`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
