//! Unofficial: the types and parameters of Gate Wallet.
//!
//! Generated from `spec/gate`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
