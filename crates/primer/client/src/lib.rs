//! Unofficial: the generated client of Primer. Add the crate `payspec` with the feature `primer` instead: its module
//! `primer` has this client, and says what to know of the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
