//! Code tables that payment APIs share: units.
//!
//! Generated from the spec's folder `units`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
