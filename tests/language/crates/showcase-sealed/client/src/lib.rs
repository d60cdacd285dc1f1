//! Unofficial: the async and blocking client of Showcase Couriers.
//!
//! Generated from `spec/showcase-sealed`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
