//! Unofficial: the async and blocking client of CinetPay.
//!
//! Generated from `spec/cinetpay`, but for this page: say here what users should know.

mod generated;

pub use cinetpay_model as model;
pub use generated::*;
