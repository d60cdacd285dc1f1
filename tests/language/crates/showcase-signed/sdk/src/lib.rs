//! Unofficial: Showcase Ferries.
//!
//! Generated from `spec/showcase-signed`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
