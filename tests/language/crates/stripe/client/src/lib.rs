//! Unofficial: the async and blocking client of Stripe.
//!
//! Generated from `spec/stripe`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
