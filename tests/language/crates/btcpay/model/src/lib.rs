//! Unofficial: the types and parameters of BTCPay Server.
//!
//! Generated from `spec/btcpay`, but for this page: say here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
