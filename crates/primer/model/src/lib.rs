//! Unofficial: the types, parameters and rules of Primer, with those of Monext for Cetelem and CPay, without HTTP.
//!
//! ```
//! use payspec::primer::model::CreateClientSession;
//!
//! let session = CreateClientSession::new().currency_code("EUR");
//! let missing = session.validate_for(CreateClientSession::MONEXT_CPAY).unwrap_err();
//! let fields: Vec<&str> = missing.iter().map(|violation| violation.fields()[0].as_str()).collect();
//! assert_eq!(fields, ["order.lineItems", "metadata.monext_contracts.CPAY"]);
//! ```
//!
//! Everything except this page is generated from `spec/primer`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
