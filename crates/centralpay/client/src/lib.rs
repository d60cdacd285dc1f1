//! Unofficial: the generated client of CentralPay. Use the crate `payspec` with the feature `centralpay` instead: its
//! module `centralpay` contains this client and documents the API.

#[rustfmt::skip]
mod generated;

pub use generated::*;
