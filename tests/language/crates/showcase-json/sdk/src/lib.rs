//! Unofficial: Showcase Beacons.
//!
//! Generated from `spec/showcase-json`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
