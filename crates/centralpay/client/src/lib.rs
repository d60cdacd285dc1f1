//! Unofficial: the generated client of CentralPay. Add the crate `payspec` with the feature `centralpay` instead: its module
//! `centralpay` has this client, and says what to know of the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
