//! Signatures of deliveries: one implementation for all APIs, told by data what theirs look like.
//!
//! `given` reads headers or the signature of an event, `fields` reads single values, `content` puts together what is signed,
//! `key` reads secrets and compares, `time` judges the time of signing. `verifier` is the order in which they are asked, and
//! `verified_events` asks it for each event of a delivery. `signer` is the verifier's inverse, for tests of receivers.

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
