//! Unofficial: the types and parameters of Showcase Ferries.
//!
//! Generated from `spec/showcase-signed`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
