//! Unofficial: the types and parameters of Lyra Collect Marketplace.
//!
//! Generated from `spec/lyra-marketplace`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_core;
