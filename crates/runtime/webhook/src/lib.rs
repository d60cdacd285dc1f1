//! The handwritten runtime of payspec webhook crates: raw deliveries and what can be said of them.
//!
//! A webhook crate is generated from the description of an API: an enum with one variant per event,
//! and a `decode` that turns the bytes of a request into it. The part that is the same for every API
//! is here, written once. This crate depends on `payspec-core`, `serde` and `serde_json`, and for signatures on
//! `hmac`, `sha2`, `base64` and `zeroize`; it knows no HTTP and no async runtime unless a feature for a framework is on.
//!
//! What to respond, and when, is in the guide: `docs/guide` of the repository, "Receiving webhooks".
//!
//! # What a receiver can count on
//!
//! - **Any bytes give a value.** A body of an unknown kind is an [`Unknown`], one that cannot be
//!   read is an [`UndecodableError`] that says why; neither is a panic, and both keep the [`RawBody`] bytes, so
//!   a delivery can be stored first and understood later.
//! - **A known event with a body that does not fit is never an unknown event.** It is undecodable,
//!   with the place and the reason. It still tells the ids that can be found, and gives the call that reads the object
//!   again ([`UndecodableError::refetch`]).
//! - **Nothing personal is printed.** `Debug` and `Display` of every type here show ids, names of
//!   events, places and sizes; never a value of the payload.
//!
//! # A receiver, step by step
//!
//! 1. Answer 200 to a GET and to an empty body: some APIs try the address with one.
//! 2. Take the body as bytes, before anything parses it. The extractors of the features `axum` and `actix` do so and verify
//!    them ([`Verified`], [`Claimed`]), and so do the functions of the feature `http` for other servers.
//! 3. By hand: verify it, where there is a verifier (`verifier.verify(&headers, &body[..])`), and answer 401 to what is
//!    refused. Where there is none, decode it.
//! 4. Store the event, or its bytes, and answer 200 at once: slow answers count as failures, and some APIs ask only once.
//! 5. Then refetch it, act on what the API says, and remember that it is done, for it may come again.
//!
//! # Verify what is signed
//!
//! Decoding says what a body *claims*. Where an API signs its deliveries, its webhook crate has a verifier that gives an
//! event only for a right signature: it is a [`Verifier`] told by a [`SignatureSpec`] what to look for. Signatures are
//! over bytes, so hand it the body as it came. Where the API signs how its requests are addressed as well, it also takes a
//! [`DeliveryTarget`]: the method, and the address as the API was told it. What of a body is not signed is said in the docs
//! of the verifier. While secrets are being changed it takes both. [`Verifier::check`] says
//! before the first delivery whether a secret is missing or was not trimmed.
//!
//! A signature is right however often it is sent. Where deliveries say when they were signed, those that are older than the
//! API's own attempts are refused (the tolerance), which limits replays and does not prevent them: remember the
//! [ids of events](Notification::event_id) that are done, for at least as long as the tolerance. Where events have no id,
//! read the object again and act only where its state is news.
//!
//! # Refetch what is not signed
//!
//! Where an API documents no signature there is no verifier, for there is nothing to verify. Anyone who learns the
//! address of the receiver can post any body to it: take the event as a hint that something changed, **read the
//! object again through the client**, and act on what the API answers. [`Notification::refetch`] and [`Payload::refetch`]
//! give the call that does it, with the feature `operations`, which clients turn on. That also covers events that arrive late, twice or out of order. Deduplicate on
//! [`Notification::event_id`]; one request of a merchant may cause several events, so the request id does not tell them
//! apart.
//!
//! # Several events in one delivery
//!
//! Where an API sends its events in lists, its crate's `decode` and its verifier give [`Events`], an iterator. The delivery is
//! verified once, as a whole; then each event is read, stored and refetched on its own. One that is unknown or cannot be read
//! is an event like the others ([`Unknown`], [`UndecodableError`]), so it costs none of them: do what the others say, and
//! acknowledge the delivery. Its bytes are those of its item, and `decode_event` reads them again. Of an API that does not
//! describe lists, a body with one is undecodable ([`Reason::SeveralEvents`]).
//!
//! Where each event has a signature of its own, the verifier gives [`VerifiedEvents`] instead: an iterator over events whose
//! signature is right and, in the place of each other one, a [`RejectedEvent`] that says why and has its bytes.
//!
//! How many bytes to accept is left to the receiver: a real delivery has a few kilobytes, and what is made of
//! a body can take several times its size. The extractors read [1 MiB](BODY_LIMIT) at most, unless told otherwise.
//!
//! # The shape of generated code
//!
//! [`parse`] reads the envelope, and one line per event picks the payload type:
//!
//! ```
//! use payspec_webhook::{Payload, PayloadShape, Envelope, Notification, RawBody, UndecodableError, Unknown};
//!
//! # #[derive(serde::Deserialize)]
//! # struct Refund { #[serde(rename = "refundId")] refund_id: Option<String> }
//! const ENVELOPE: Envelope = Envelope {
//!     event_type: Some("type"),
//!     event_subtype: None,
//!     payload: Some("object"),
//!     event_id: Some("eventId"),
//!     created: Some("creationDate"),
//!     created_as: None,
//!     request_id: Some("requestId"),
//!     previous: Some("objectBeforeUpdate"),
//!     ids: &["refundId"],
//!     event_types: &["REFUND_CREATED"],
//! };
//! const UNENVELOPED: &[PayloadShape] = &[PayloadShape { object: "refund", keys: &["refundId"] }];
//!
//! #[non_exhaustive]
//! enum Event {
//!     RefundCreated(Box<Notification<Refund>>),
//!     UnenvelopedRefund(Box<Payload<Refund>>),
//!     Unknown(Unknown),
//!     Undecodable(UndecodableError),
//! }
//!
//! fn decode(body: impl Into<RawBody>) -> Event {
//!     read(&body.into()).unwrap_or_else(Event::Undecodable)
//! }
//!
//! fn read(raw: &RawBody) -> Result<Event, UndecodableError> {
//!     let parsed = payspec_webhook::parse(&ENVELOPE, raw)?;
//!     match parsed.event_type() {
//!         Some("REFUND_CREATED") => return Ok(Event::RefundCreated(parsed.notification()?)),
//!         _ => {}
//!     }
//!     match parsed.payload_object(UNENVELOPED) {
//!         Some("refund") => Ok(Event::UnenvelopedRefund(parsed.unenveloped()?)),
//!         _ => Ok(Event::Unknown(parsed.unknown()?)),
//!     }
//! }
//!
//! let body = r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"refundId": "r-1"}}"#;
//! match decode(body) {
//!     Event::RefundCreated(event) => {
//!         assert_eq!(event.event_id.as_deref(), Some("e-1"));
//!         assert_eq!(event.object.refund_id.as_deref(), Some("r-1"));
//!     }
//!     _ => unreachable!("the body is a refund"),
//! }
//! assert!(matches!(decode(r#"{"refundId": "r-1"}"#), Event::UnenvelopedRefund(_)));
//! assert!(matches!(decode(r#"{"type": "MOON_LANDED", "object": {}}"#), Event::Unknown(_)));
//! assert!(matches!(decode("not JSON"), Event::Undecodable(_)));
//! ```

mod around;
mod at_once;
mod body;
mod delivery;
mod envelope;
mod events;
mod form;
mod found;
mod members;
mod notification;
mod payload;
mod reason;
mod receive;
#[cfg(feature = "operations")]
mod refetch;
#[cfg(feature = "signature")]
mod signature;
#[cfg(feature = "testing")]
pub mod testing;
mod undecodable;
mod unknown;

#[doc(hidden)]
pub use at_once::{Choose, Incoming, Read, Stopped};
pub use body::RawBody;
pub use delivery::Delivery;
pub use envelope::{Envelope, ParsedEnvelope, parse};
pub use events::{EventList, Events};
pub use form::FormBody;
pub use notification::{Notification, decode_as};
pub use payload::{Payload, PayloadShape, decode_payload};
#[cfg(feature = "operations")]
pub use payspec_core::Refetch;
pub use payspec_core::json::DecodeError;
pub use payspec_core::{FormError, Secret, UnixTime};
pub use reason::Reason;
#[cfg(all(feature = "http", feature = "signature"))]
pub use receive::receive;
#[cfg(feature = "http")]
pub use receive::receive_claim;
pub use receive::{BODY_LIMIT, Claim, Claimed, Rejection, UnsignedEvent};
#[cfg(feature = "signature")]
pub use receive::{Verified, VerifyRequest};
#[cfg(feature = "signature")]
pub use signature::{
    BodyForm, DeliveryTarget, HashAlgorithm, HmacSpec, KeyEncoding, Proof, RejectedEvent, SignatureEncoding,
    SignatureSpec, SignedPart, TimeFormat, TimePlace, TimestampSpec, VerifiedEvents, Verifier, VerifyError,
};
pub use undecodable::UndecodableError;
pub use unknown::Unknown;
