//! Unofficial: the generated client of CinetPay. Add the crate `payspec` with the feature `cinetpay` instead: its module
//! `cinetpay` has this client, and says what to know of the API.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
