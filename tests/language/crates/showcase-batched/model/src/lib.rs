//! Unofficial: the types and parameters of Showcase Mills.
//!
//! Generated from `spec/showcase-batched`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
