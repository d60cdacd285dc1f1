//! Unofficial: verifies and decodes the webhooks of Primer.
//!
//! ```
//! use payspec::primer::webhook::{Event, Verifier};
//!
//! // While the secret is being changed, both will do; afterwards leave the former one out.
//! let verifier = Verifier::new("signing secret of the Dashboard").or_secret("the former one");
//! # let (headers, body) = ([("X-Signature-Primary", "AA==")], "{}");
//! match verifier.verify(headers, body) {
//!     Ok(Event::PaymentStatusChanged(event)) => {
//!         // Events come twice and out of order: this is the call that tells how far the payment is now.
//!         println!("read {:?}", event.refetch().map(|read| read.id));
//!     }
//!     Ok(Event::Unknown(other)) => println!("a test of the Dashboard, or newer than this version: {other}"),
//!     Ok(other) => println!("not of interest: {:?}", other.event_type()),
//!     Err(error) => println!("answer 401: {error}"),
//! }
//! ```
//!
//! Hand it the body as it came: JSON that was parsed and written again has another signature. A delivery whose `signedAt` is
//! more than an hour ago is refused: up to five attempts follow over half an hour, and whether each is signed anew is not
//! said. `configure(|http| http.tolerance(..))` changes the hour. A `signedAt` of more than five
//! minutes from now is refused whatever the tolerance. Events of disputes and workflows are not known to
//! have that time.
//!
//! A tolerance does not prevent replays, and events of Primer have no id: read the payment again (`refetch()`), and act only
//! where its status or `dateUpdated` is news.
//!
//! In a server, `Verified<Verifier>` is an extractor of axum and actix-web (features `axum` and `actix`) that takes the bytes as
//! they come and verifies them; the guide says what to respond
//! (`docs/guide` of the repository).
//!
//! That the hash is SHA-256 over the bytes of the body is known from a public receiver, as the vendor's page could not be
//! read to its end: try it with a test of the Dashboard. Everything but this page is generated from `spec/primer`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
