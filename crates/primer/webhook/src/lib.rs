//! Unofficial: verifies and decodes the webhooks of Primer.
//!
//! ```
//! use payspec::primer::webhook::{Event, Verifier};
//!
//! // During rotation, both secrets are accepted; remove the old one afterwards.
//! let verifier = Verifier::new("signing secret of the Dashboard").or_secret("the former one");
//! # let (headers, body) = ([("X-Signature-Primary", "AA==")], "{}");
//! match verifier.verify(headers, body) {
//!     Ok(Event::PaymentStatusChanged(event)) => {
//!         // Events may be repeated or out of order: this call reads the payment's current status.
//!         println!("read {:?}", event.refetch().map(|read| read.id));
//!     }
//!     Ok(Event::Unknown(other)) => println!("a test of the Dashboard, or newer than this version: {other}"),
//!     Ok(other) => println!("not of interest: {:?}", other.event_type()),
//!     Err(error) => println!("answer 401: {error}"),
//! }
//! ```
//!
//! Pass the body as received: JSON that was parsed and re-serialised has a different signature. A delivery whose
//! `signedAt` is more than an hour ago is rejected: Primer makes up to five attempts over half an hour, and it is not
//! documented whether each is signed again. `configure(|http| http.tolerance(..))` changes the limit. A `signedAt` more
//! than five minutes in the future is rejected whatever the tolerance. Events of disputes and workflows are not known
//! to have that time.
//!
//! A tolerance does not prevent replays, and Primer's events have no ID: read the payment again (`refetch()`), and act
//! only if its status or `dateUpdated` has changed.
//!
//! In a server, `Verified<Verifier>` is an extractor for axum and actix-web (features `axum` and `actix`) that reads
//! the raw bytes and verifies them. The guide (`docs/guide` in the repository) describes how to respond.
//!
//! That the hash is SHA-256 over the bytes of the body is known from a public receiver, because the vendor's page could
//! not be read in full: test it with a delivery from the Dashboard. Everything except this page is generated from
//! `spec/primer`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
