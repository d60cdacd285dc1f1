//! Unofficial: Showcase Necklaces.
//!
//! Generated from `spec/showcase-form`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
