//! Signatures of deliveries: one implementation for all APIs, configured by data.
//!
//! `given` reads headers or the signature of an event, `fields` reads single values, `content` assembles the signed
//! content, `key` decodes and compares secrets, `time` checks the signing time. `verifier` calls them in order, and
//! `verified_events` calls it for each event of a delivery. `signer` is the inverse of the verifier, for tests of
//! receivers.

mod content;
mod fields;
mod given;
mod key;
#[cfg(feature = "testing")]
mod signer;
mod spec;
mod target;
mod time;
mod verified_events;
mod verifier;
mod verify_error;

#[cfg(feature = "testing")]
pub use signer::{SignedDelivery, Signer};
pub use spec::{
    BodyForm, HashAlgorithm, HmacSpec, KeyEncoding, Proof, SignatureEncoding, SignatureSpec, SignedPart, TimeFormat,
    TimePlace, TimestampSpec,
};
pub use target::DeliveryTarget;
pub use verified_events::{RejectedEvent, VerifiedEvents};
pub use verifier::Verifier;
pub use verify_error::VerifyError;
