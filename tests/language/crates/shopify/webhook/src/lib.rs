//! Unofficial: the webhooks of Shopify Payments.
//!
//! Generated from `spec/shopify`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
