//! Unofficial: the async and blocking client of Showcase Beacons.
//!
//! Generated from `spec/showcase-json`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
