//! Unofficial: the types and parameters of Primer.
//!
//! Generated from `spec/primer`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_core;
