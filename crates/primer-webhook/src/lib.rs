//! Unofficial: the webhooks of Primer.
//!
//! Generated from `spec/primer`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_webhook::{
    Bare, Confirm, Notification, Raw, Reason, Secret, Undecodable, Unknown, Unverified, decode_as, decode_bare,
};
pub use primer_model as model;
