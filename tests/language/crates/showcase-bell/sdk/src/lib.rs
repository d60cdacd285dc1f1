//! Unofficial: Showcase Bells.
//!
//! Generated from `spec/showcase-bell`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
