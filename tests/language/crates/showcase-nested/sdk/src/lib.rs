//! Unofficial: Showcase Kites.
//!
//! Generated from `spec/showcase-nested`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
