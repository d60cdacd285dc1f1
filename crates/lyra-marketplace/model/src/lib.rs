//! Unofficial: the types, parameters and rules of the Lyra Collect Marketplace REST API, without HTTP.
//!
//! ```
//! use payspec::lyra_marketplace::model::RegistrationStatus;
//!
//! // The vendor's pages and its generated client call this status by two names.
//! let status = RegistrationStatus::from("PENDING_VALIDATION");
//! assert_eq!(status, RegistrationStatus::PendingVerification);
//! assert!(!status.is_final());
//! ```
//!
//! Everything except this page is generated from `spec/lyra-marketplace`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
