//! Unofficial: the types and parameters of Showcase Couriers.
//!
//! Generated from `spec/showcase-sealed`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
