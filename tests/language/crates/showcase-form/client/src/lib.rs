//! Unofficial: the async and blocking client of Showcase Necklaces.
//!
//! Generated from `spec/showcase-form`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
