//! Unofficial: the generated client of CinetPay. Use the crate `payspec` with the feature `cinetpay` instead: its
//! module `cinetpay` contains this client and documents the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
