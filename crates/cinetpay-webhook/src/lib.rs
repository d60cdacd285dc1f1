//! Unofficial: the webhooks of CinetPay.
//!
//! Generated from `spec/cinetpay`, but for this page: say here what users should know.

mod generated;

pub use cinetpay_model as model;
pub use generated::*;
pub use payspec_webhook::{
    Bare, Confirm, Notification, Raw, Reason, Secret, Undecodable, Unknown, Unverified, decode_as, decode_bare,
};
