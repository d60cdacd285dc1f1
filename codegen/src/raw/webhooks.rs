//! How events are delivered.

use payspec_core::vocabulary::SignatureEncoding;
use schemars::JsonSchema;
use serde::Deserialize;

use super::event_type::EventTypeAt;
use super::evidence::Evidence;
use super::{Docs, Items, Path, PathOrBody, Sp};

/// How events are delivered.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhooks {
    /// Delivery, repetition, what the receiver answers.
    pub docs: Docs,
    /// How a delivery may be written; `[json]` when left out. Where it may be both, its first character tells.
    #[serde(default)]
    pub body: Items<DeliveryBody>,
    /// The members around the object an event is about. Without it every event comes as an object alone.
    pub envelope: Option<Sp<Envelope>>,
    /// How a delivery proves where it comes from.
    pub security: Sp<Security>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// How a delivery is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryBody {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`: every value is text.
    Form,
}

/// The members around the object an event is about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The list of events, where a delivery brings several: its path, or `.` where the body is the list. Then all other paths
    /// start at an item of the list.
    pub events: Option<PathOrBody>,
    /// The member that names the event; or two, each of which has a part of the name (`[resource_type, action]`).
    #[serde(rename = "type")]
    pub event_type: EventTypeAt,
    /// The member that holds the object. Without it the object is the whole body.
    pub payload: Option<Path>,
    /// The member that holds the object as it was before an update.
    pub previous: Option<Path>,
    /// The member that identifies the event.
    pub id: Option<Path>,
    /// The member that says when the event was made.
    pub created: Option<Path>,
    /// The member that identifies the request which caused the event.
    pub request_id: Option<Path>,
}

/// How a delivery proves where it comes from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// The kind.
    pub scheme: Sp<SecurityScheme>,
    /// The headers that carry signatures. One valid signature in any of them is enough: keys change.
    #[serde(default)]
    pub headers: Items<String>,
    /// How a signature is written.
    pub encoding: Option<Sp<SignatureEncoding>>,
    /// What is signed.
    pub signed: Option<Sp<SignedContent>>,
    /// The fields of the form whose values are signed, in this order and with nothing between them.
    #[serde(default)]
    pub fields: Items<String>,
    /// When it was signed, so that an old delivery cannot be sent again.
    pub timestamp: Option<Sp<Timestamp>>,
    /// What is known of it.
    pub docs: Option<Docs>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// Kinds of proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityScheme {
    /// None: the receiver reads the object again before trusting it.
    Unsigned,
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4), with a secret that both sides know.
    HmacSha256,
}

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignedContent {
    /// The bytes of the body, as they came.
    Body,
    /// Values of the form, decoded: those of `fields`.
    Fields,
}

/// When a delivery was signed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timestamp {
    /// The member of the body with the time, in seconds since 1970.
    pub member: Path,
    /// How long ago it may be by the receiver's clock, in seconds. Ahead of the clock it may be as much, and at most 300.
    pub tolerance_seconds: Sp<u32>,
    /// Not every delivery has it; one without is not judged by its time.
    #[serde(default)]
    pub optional: bool,
}
