//! Unofficial: the files of the portal of Showcase Parcels.
//!
//! Generated from `spec/showcase`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
