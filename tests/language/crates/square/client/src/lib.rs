//! Unofficial: the async and blocking client of Square.
//!
//! Generated from `spec/square`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
