//! Unofficial: the types and parameters of ING Payment Request.
//!
//! Generated from `spec/ing`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
