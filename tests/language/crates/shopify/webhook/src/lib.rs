//! Unofficial: the webhooks of Shopify Payments.
//!
//! Generated from `spec/shopify`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
