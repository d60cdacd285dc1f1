//! Code tables that payment APIs share: units.
//!
//! Generated from the spec's folder `units`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
