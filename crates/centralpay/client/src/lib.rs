//! Unofficial: the generated client of CentralPay. Use the crate `payspec` with the feature `centralpay` instead: its
//! module `centralpay` contains this client and documents the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
