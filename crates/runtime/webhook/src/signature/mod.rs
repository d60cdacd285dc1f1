//! Signatures of deliveries: one implementation for all APIs, configured by data.
//!
//! `given` reads headers or the signature of an event, `fields` reads single values, `content` assembles the signed
//! content, `key` decodes and compares secrets, `time` checks the signing time. `verifier` calls them in order, and
//! `verified_events` calls it for each event of a delivery. `signer` is the inverse of the verifier, for tests of
//! receivers. `rsa` verifies with public keys, and `custom` calls a verifier of the user.

mod content;
mod custom;
mod fields;
mod given;
mod key;
#[cfg(feature = "rsa")]
mod rsa;
#[cfg(feature = "testing")]
mod signer;
mod spec;
mod target;
mod time;
mod verified_events;
mod verifier;
mod verify_error;

pub use custom::{CustomVerifyError, DeliveryVerifier, UnverifiedDelivery};
pub use key::constant_time_eq;
#[cfg(feature = "testing")]
pub use signer::{SignedDelivery, Signer};
pub use spec::{
    BodyForm, HashAlgorithm, HmacSpec, KeyEncoding, Proof, SignatureEncoding, SignatureSpec, SignedPart, TimeFormat,
    TimePlace, TimestampSpec,
};
#[cfg(feature = "rsa")]
pub use spec::{RsaPadding, RsaSpec};
pub use target::DeliveryTarget;
pub use verified_events::{RejectedEvent, VerifiedEvents};
pub use verifier::Verifier;
pub use verify_error::VerifyError;
