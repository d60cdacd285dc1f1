//! The handwritten runtime of payspec webhook crates: receiving, verifying and decoding deliveries.
//!
//! A webhook crate is generated from an API description: an enum with one variant per event, and a `decode` function
//! that turns the bytes of a request into it. This crate contains the part that is the same for all APIs. It depends on
//! `payspec-core`, `serde` and `serde_json`, and for signatures on `hmac`, `sha2`, `base64` and `zeroize`; RSA
//! signatures add `ring` (feature `rsa`), and the feature of a framework adds its crates: only actix-web includes an
//! async runtime.
//!
//! The guide (`docs/guide` in the repository, "Receiving webhooks") describes what to respond, and when.
//!
//! # What a receiver can rely on
//!
//! - **Any bytes decode to a value.** A body of an unknown kind is an [`Unknown`], and one that cannot be decoded is an
//!   [`UndecodableError`] with the reason. Neither panics, and both keep the [`RawBody`], so a delivery can be stored
//!   first and examined later.
//! - **A known event whose body does not match is never an unknown event.** It is undecodable, with the path and the
//!   reason. The IDs that can be found are still available, as is the call that reads the object again
//!   ([`UndecodableError::refetch`]).
//! - **No personal data is printed.** `Debug` and `Display` of every type here show IDs, event types, paths and sizes,
//!   but no value of the payload.
//!
//! # A receiver, step by step
//!
//! 1. Respond with 200 to a GET, and to an empty body without a signature and without a `Content-Length` above zero:
//!    some APIs test the address this way. Any other empty body was lost on the way: respond with 400, so that the API
//!    delivers it again.
//! 2. Take the body as bytes, before anything parses it. The extractors of the features `axum` and `actix` do so and
//!    verify them ([`Verified`], [`Claimed`]), as do the layers of the feature `tower`, and the functions of the
//!    feature `http` for other servers.
//! 3. Without an extractor: verify the bytes if the API has a verifier (`verifier.verify(&headers, &body[..])`), and
//!    respond with 401 if that fails, or with 500 if the receiver [is misconfigured](VerifyError::is_misconfigured). If
//!    it has none, decode them.
//! 4. Store the event, or its bytes, and respond with 200 at once: slow responses count as failures, and some APIs do
//!    not retry.
//! 5. Then refetch the object, act on the API's response, and record that the event is processed, because it may be
//!    delivered again.
//!
//! # Verify what is signed
//!
//! Decoding returns what a body *claims*. If an API signs its deliveries, its webhook crate has a verifier that returns
//! an event only if the signature is valid: a [`Verifier`] configured by a [`SignatureSpec`]. Signatures cover bytes,
//! so pass the body as received. If the API also signs the address of its requests, the verifier needs a
//! [`DeliveryTarget`] as well: the method and the address as configured at the API. The documentation of the verifier
//! lists the parts of a body that are not signed. During rotation a verifier accepts both secrets. [`Verifier::check`]
//! reports a missing or malformed secret or key before the first delivery.
//!
//! A signature stays valid however often it is sent. If deliveries contain their signing time, those older than the
//! API's own retries are rejected (the tolerance), which limits replays but does not prevent them: record the [IDs of
//! processed events](Notification::event_id) for at least as long as the tolerance. If events have no ID, read the
//! object again and act only if its state has changed.
//!
//! # Refetch what is not signed
//!
//! If an API documents no signature, it has no verifier. Anyone who learns the address of the receiver can post any
//! body to it: treat the event as a hint that something changed, **read the object again through the client**, and act
//! on the API's response. [`Notification::refetch`] and [`Payload::refetch`] return the call for it (feature
//! `operations`, which clients enable). This also covers events that arrive late, twice or out of order. Deduplicate on
//! [`Notification::event_id`]; one merchant request may cause several events, so the request ID does not distinguish
//! them.
//!
//! # Several events in one delivery
//!
//! If an API sends its events in lists, the `decode` function and the verifier of its crate return [`Events`], an
//! iterator. The delivery is verified once as a whole; then each event is decoded, stored and refetched separately. An
//! unknown or undecodable one is an event like the others ([`Unknown`], [`UndecodableError`]) and does not affect them:
//! process the others and acknowledge the delivery. Its bytes are those of its item, and `decode_event` decodes them
//! again. For an API that does not describe lists, a body with one is undecodable ([`Reason::SeveralEvents`]).
//!
//! If each event has its own signature, the verifier returns [`VerifiedEvents`] instead: an iterator over events with a
//! valid signature and, in place of each other one, a [`RejectedEvent`] with the reason and the bytes.
//!
//! The receiver must limit the size of a body: a real delivery has a few kilobytes, and decoding can use several times
//! the size of the body. The extractors read [1 MiB](BODY_LIMIT) by default.
//!
//! # The shape of generated code
//!
//! [`parse`] reads the envelope, and one line per event selects the payload type:
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

#![cfg_attr(docsrs, feature(doc_cfg))]

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
mod retry;
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
pub use payspec_core::{FormError, Secret, UnixTime, Unreadable};
pub use reason::Reason;
#[cfg(all(feature = "http", feature = "signature"))]
pub use receive::receive;
#[cfg(feature = "http")]
pub use receive::receive_claim;
pub use receive::{BODY_LIMIT, Claim, Claimed, Rejection, UnsignedEvent};
#[cfg(feature = "tower")]
pub use receive::{ClaimLayer, ClaimService};
#[cfg(feature = "signature")]
pub use receive::{Verified, VerifyRequest};
#[cfg(all(feature = "tower", feature = "signature"))]
pub use receive::{VerifyLayer, VerifyService};
pub use retry::RetrySchedule;
#[cfg(feature = "signature")]
pub use signature::{
    BodyForm, CustomVerifyError, DeliveryTarget, DeliveryVerifier, HashAlgorithm, HmacSpec, KeyEncoding, Proof,
    RejectedEvent, SignatureEncoding, SignatureSpec, SignedPart, TimeFormat, TimePlace, TimestampSpec,
    UnverifiedDelivery, VerifiedEvents, Verifier, VerifyError, constant_time_eq,
};
#[cfg(feature = "rsa")]
pub use signature::{RsaPadding, RsaSpec};
pub use undecodable::UndecodableError;
pub use unknown::Unknown;
