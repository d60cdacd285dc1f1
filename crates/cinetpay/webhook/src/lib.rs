//! Unofficial: verifies and decodes the notifications of CinetPay.
//!
//! ```
//! use payspec::cinetpay::webhook::{Event, Verifier};
//!
//! let verifier = Verifier::new("the secret key of the back office");
//! # let (headers, body) = ([("x-token", "00")], "cpm_trans_id=ORDER-4711-1");
//! match verifier.verify(headers, body) {
//!     Ok(Event::Payment(event)) => {
//!         // Nothing in the form is to be relied on: this is the call that tells what became of the payment.
//!         let check = event.refetch();
//!         println!("check {:?}", check.and_then(|check| check.transaction_id));
//!     }
//!     Ok(other) => println!("not of interest: {:?}", other.event_type()),
//!     Err(error) => println!("answer 401: {error}"),
//! }
//! ```
//!
//! - CinetPay may first read the address with GET, with nothing in it: answer 200 to that as well.
//! - The same fields as a JSON object are read and verified like the form: the body tells which it is.
//! - The signature is over the values of the fields with nothing between them, so it does not tell where one ends: take
//!   amount and currency from the check.
//! - What is signed are the bytes of the values. A value that is not UTF-8, and a field that comes twice with two values,
//!   reads as absent and is kept ([`Payload::unreadable`]); the rest of the form is read.
//! - Deliveries about **transfers** are not signed. Give transfers an address of their own, read what comes there with
//!   [`decode`], and refetch it; [`Verifier::verify`] refuses them.
//! - A payment is reported several times. There is no id of an event: what counts is what the check says each time.
//!
//! In a server, `Verified<Verifier>` is an extractor of axum and actix-web (features `axum` and `actix`), and `Claimed<Event>` one
//! for the address of transfers; the guide says what to respond
//! (`docs/guide` of the repository).
//!
//! Everything but this page is generated from `spec/cinetpay`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
