//! Unofficial: the webhooks of Adyen Checkout.
//!
//! Generated from `spec/adyen`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
