//! Unofficial: Showcase Parcels.
//!
//! Generated from `spec/showcase`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
