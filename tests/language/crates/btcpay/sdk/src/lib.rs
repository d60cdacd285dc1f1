//! Unofficial: BTCPay Server.
//!
//! Generated from `spec/btcpay`, except this page: document here what users should know.

#[rustfmt::skip]
mod generated;

pub use generated::*;
