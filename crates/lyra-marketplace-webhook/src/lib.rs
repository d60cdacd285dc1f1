//! Unofficial: the webhooks of Lyra Collect Marketplace.
//!
//! Generated from `spec/lyra-marketplace`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use lyra_marketplace_model as model;
pub use payspec_webhook::{
    Bare, Confirm, Notification, Raw, Reason, Secret, Undecodable, Unknown, Unverified, decode_as, decode_bare,
};
