//! Unofficial: the types and parameters of CinetPay.
//!
//! Generated from `spec/cinetpay`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_core;
