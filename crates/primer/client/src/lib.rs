//! Unofficial: the generated client of Primer. Use the crate `payspec` with the feature `primer` instead: its module
//! `primer` contains this client and documents the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
