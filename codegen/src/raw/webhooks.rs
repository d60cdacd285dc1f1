//! How events are delivered.

use std::borrow::Cow;

use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::event_type::EventTypeAt;
use super::evidence::Evidence;
use super::signing::Part;
use super::{Docs, Items, Path, PathOrBody, Sp};
use crate::parse::EITHER;

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
    /// The member with the signature, where each event has its own: the path starts at an item of the list where a delivery
    /// brings several.
    pub member: Option<Path>,
    /// What stands between several values of one header, such as `,`. Without it a header is one value.
    pub separator: Option<Sp<String>>,
    /// What stands before a signature, such as `sha256=`; of several values those that begin with it are signatures.
    pub prefix: Option<Sp<String>>,
    /// How a signature is written.
    pub encoding: Option<Sp<SignatureEncoding>>,
    /// How the secret is written; as text when left out.
    pub key_encoding: Option<Sp<KeyEncoding>>,
    /// What stands before the secret and does not belong to it, such as `whsec_`.
    pub key_prefix: Option<Sp<String>>,
    /// What is signed: `body`, `fields`, or a list of parts.
    pub signed: Option<Sp<Signed>>,
    /// The fields of the form whose values are signed, in this order and with nothing between them; for `signed: fields`.
    #[serde(default)]
    pub fields: Items<String>,
    /// Fields or headers are signed with nothing between them, so text can move from one to the next: the API does it so.
    pub unseparated: Option<Sp<bool>>,
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
    /// HMAC with SHA-512.
    HmacSha512,
    /// A header that holds a secret which both sides know. It says nothing of the body.
    SecretHeader,
}

impl SecurityScheme {
    /// The hash function of a signature; `None` where nothing is signed.
    pub fn hash(self) -> Option<HashAlgorithm> {
        match self {
            Self::HmacSha256 => Some(HashAlgorithm::Sha256),
            Self::HmacSha512 => Some(HashAlgorithm::Sha512),
            Self::Unsigned | Self::SecretHeader => None,
        }
    }
}

/// What is signed: a word, or a list of parts.
#[derive(Debug, Clone)]
pub enum Signed {
    /// What most APIs sign.
    Word(Sp<SignedContent>),
    /// Parts, with nothing between them.
    Parts(Items<Part>),
}

impl Signed {
    /// Whether it is this word.
    pub fn is(&self, content: SignedContent) -> bool {
        matches!(self, Self::Word(word) if word.value == content)
    }

    /// The parts, where it is a list.
    pub fn parts(&self) -> &[Sp<Part>] {
        match self {
            Self::Word(_) => &[],
            Self::Parts(parts) => parts,
        }
    }
}

impl<'de> Deserialize<'de> for Signed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Signed;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word, or a list of parts")
            }
            fn visit_some<D: Deserializer<'de>>(self, word: D) -> Result<Signed, D::Error> {
                Sp::deserialize(word).map(Signed::Word)
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, list: D) -> Result<Signed, D::Error> {
                Items::deserialize(list).map(Signed::Parts)
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, Either)
    }
}

impl JsonSchema for Signed {
    fn schema_name() -> Cow<'static, str> {
        "Signed".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (word, parts) = (generator.subschema_for::<SignedContent>(), generator.subschema_for::<Items<Part>>());
        json_schema!({ "description": "What is signed: a word, or a list of parts.", "anyOf": [word, parts] })
    }
}

/// What is signed, in one word.
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
    /// The member of the JSON body with the time.
    pub member: Option<Path>,
    /// The header with the time.
    pub header: Option<Sp<String>>,
    /// What the value with the time begins with, among the values of the header with the signature: `t=`.
    pub prefix: Option<Sp<String>>,
    /// How the time is written; in seconds since 1970 when left out.
    pub format: Option<Sp<TimeFormat>>,
    /// How long ago it may be by the receiver's clock, in seconds. Ahead of the clock it may be as much, and at most 300.
    pub tolerance_seconds: Sp<u32>,
    /// Not every delivery has it; one without is not judged by its time.
    #[serde(default)]
    pub optional: bool,
}
