//! Unofficial: Showcase Bells.
//!
//! Generated from `spec/showcase-bell`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
