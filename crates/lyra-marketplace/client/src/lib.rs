//! Unofficial: the generated client of Lyra Collect Marketplace. Add the crate `payspec` with the feature `lyra-marketplace` instead: its module
//! `lyra_marketplace` has this client, and says what to know of the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
