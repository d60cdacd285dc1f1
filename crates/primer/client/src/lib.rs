//! Unofficial: the generated client of Primer. Use the crate `payspec` with the feature `primer` instead: its module
//! `primer` contains this client and documents the API.

#[rustfmt::skip]
mod generated;

pub use generated::*;
