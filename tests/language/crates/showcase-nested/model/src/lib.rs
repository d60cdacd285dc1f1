//! Unofficial: the types and parameters of Showcase Kites.
//!
//! Generated from `spec/showcase-nested`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
