//! The async and blocking client of payspec's sandbox.
//!
//! Generated from `spec/control`, except this page: document here what users should know.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
