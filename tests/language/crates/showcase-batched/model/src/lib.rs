//! Unofficial: the types and parameters of Showcase Mills.
//!
//! Generated from `spec/showcase-batched`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
