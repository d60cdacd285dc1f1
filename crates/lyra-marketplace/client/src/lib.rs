//! Unofficial: the generated client of Lyra Collect Marketplace. Use the crate `payspec` with the feature
//! `lyra-marketplace` instead: its module `lyra_marketplace` contains this client and documents the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
