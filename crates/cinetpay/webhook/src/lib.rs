//! Unofficial: verifies and decodes the notifications of CinetPay.
//!
//! ```
//! use payspec::cinetpay::webhook::{Event, Verifier};
//!
//! let verifier = Verifier::new("the secret key of the back office");
//! # let (headers, body) = ([("x-token", "00")], "cpm_trans_id=ORDER-4711-1");
//! match verifier.verify(headers, body) {
//!     Ok(Event::Payment(event)) => {
//!         // Do not rely on the form: this call reads the payment's actual status.
//!         let check = event.refetch();
//!         println!("check {:?}", check.and_then(|check| check.transaction_id));
//!     }
//!     Ok(other) => println!("not of interest: {:?}", other.event_type()),
//!     Err(error) => println!("answer 401: {error}"),
//! }
//! ```
//!
//! - CinetPay may first test the address with an empty GET: respond with 200 to that as well.
//! - The same fields as a JSON object are accepted and verified like the form: the format is detected from the body.
//! - The signature covers the values of the fields without separators, so it does not protect the boundaries between
//!   them: take amount and currency from the check.
//! - The signature covers the bytes of the values. A value that is not UTF-8, or a field that is repeated with
//!   different values, reads as absent and is kept ([`Payload::unreadable`]); the rest of the form is read.
//! - Deliveries about **transfers** are not signed. Use a separate address for transfers, decode its deliveries with
//!   [`decode`], and refetch them; [`Verifier::verify`] rejects them.
//! - A payment is reported several times. Events have no ID: act on the result of the check each time.
//!
//! In a server, `Verified<Verifier>` is an extractor for axum and actix-web (features `axum` and `actix`), and
//! `Claimed<Event>` is one for the address of transfers. The guide (`docs/guide` in the repository) describes how to
//! respond.
//!
//! Everything except this page is generated from `spec/cinetpay`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
