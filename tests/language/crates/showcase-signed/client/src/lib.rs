//! Unofficial: the async and blocking client of Showcase Ferries.
//!
//! Generated from `spec/showcase-signed`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
