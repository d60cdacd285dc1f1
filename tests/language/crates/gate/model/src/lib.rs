//! Unofficial: the types and parameters of Gate Wallet.
//!
//! Generated from `spec/gate`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
