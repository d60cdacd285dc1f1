//! How events are delivered.

use std::borrow::Cow;

use payspec_core::vocabulary::{KeyEncoding, SignatureEncoding, TimeFormat};
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
    /// Delivery, retries, and the expected response.
    pub docs: Docs,
    /// The formats of a delivery; `[json]` by default. If there are two, the first character determines the format.
    #[serde(default)]
    pub body: Items<DeliveryBody>,
    /// The envelope of an event. Without it, every event is delivered as an object alone.
    pub envelope: Option<Sp<Envelope>>,
    /// How the origin of a delivery is verified.
    pub security: Sp<Security>,
    /// How often and for how long deliveries that are not acknowledged are retried; without it, this is not known.
    pub retry: Option<Sp<Retry>>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// How often and for how long deliveries that are not acknowledged are retried: at equal intervals.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    /// The time between two attempts: `5 minutes`.
    pub every: Sp<String>,
    /// The time from the first attempt to the last possible one: `2 hours`.
    #[serde(rename = "for")]
    pub within: Sp<String>,
    /// The evidence, if it is not that of `webhooks`.
    pub evidence: Option<Sp<Evidence>>,
}

/// The format of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryBody {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded`: every value is text.
    Form,
}

/// The envelope of an event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The path to the list of events, if a delivery contains several; `.` if the body is the list. All other paths
    /// start at an item of the list.
    pub events: Option<PathOrBody>,
    /// The member that holds the type of the event; or two members that each hold a part of it (`[resource_type, action]`).
    #[serde(rename = "type")]
    pub event_type: EventTypeAt,
    /// The member that holds the object. Without it, the object is the whole body.
    pub payload: Option<Path>,
    /// The member that holds the previous state of the object.
    pub previous: Option<Path>,
    /// The member that identifies the event.
    pub id: Option<Path>,
    /// The member that holds the creation time of the event.
    pub created: Option<Path>,
    /// The member that identifies the request which caused the event.
    pub request_id: Option<Path>,
}

/// How the origin of a delivery is verified.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// The kind.
    pub scheme: Sp<SecurityScheme>,
    /// The headers that carry signatures. One valid signature in any of them is sufficient, for key rotation.
    #[serde(default)]
    pub headers: Items<String>,
    /// The member that holds the signature, if each event has its own: the path starts at an item of the list if a delivery
    /// contains several.
    pub member: Option<Path>,
    /// The separator of several values in one header, such as `,`. Without it, a header holds one value.
    pub separator: Option<Sp<String>>,
    /// The prefix of a signature, such as `sha256=`; of several values, those with this prefix are signatures.
    pub prefix: Option<Sp<String>>,
    /// The encoding of a signature.
    pub encoding: Option<Sp<SignatureEncoding>>,
    /// The encoding of the secret; text by default.
    pub key_encoding: Option<Sp<KeyEncoding>>,
    /// The prefix of the secret that is not part of it, such as `whsec_`.
    pub key_prefix: Option<Sp<String>>,
    /// The header that contains the ID of the key, for RSA: the verifier has a public key for each ID.
    pub key_id: Option<Sp<String>>,
    /// What is signed: `body`, `fields`, or a list of parts.
    pub signed: Option<Sp<Signed>>,
    /// The fields of the form whose values are signed, in this order and without separators; for `signed: fields`.
    #[serde(default)]
    pub fields: Items<String>,
    /// Fields or headers are signed without separators, so text can move from one to the next: the API does it this way.
    pub unseparated: Option<Sp<bool>>,
    /// The time of signing, to prevent replays of old deliveries.
    pub timestamp: Option<Sp<Timestamp>>,
    /// A description.
    pub docs: Option<Docs>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// Kinds of proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SecurityScheme {
    /// None: the receiver reads the object again before trusting it.
    Unsigned,
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4), with a shared secret.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// RSA with PKCS #1 v1.5 padding and SHA-256 (RFC 8017, section 8.2), with the API's public key.
    RsaSha256,
    /// RSA with PSS padding and SHA-256, with a salt as long as the hash (RFC 8017, section 8.1).
    RsaPssSha256,
    /// A header that holds a shared secret. It does not protect the body.
    SecretHeader,
    /// A signature that a description cannot express: users implement the verifier.
    Custom,
}

impl SecurityScheme {
    /// Returns `true` if deliveries are verified with a public key.
    pub fn is_rsa(self) -> bool {
        matches!(self, Self::RsaSha256 | Self::RsaPssSha256)
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
    /// The raw bytes of the body.
    Body,
    /// Decoded values of the form: those of `fields`.
    Fields,
}

/// The time of signing of a delivery.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timestamp {
    /// The member of the JSON body that holds the time.
    pub member: Option<Path>,
    /// The header that holds the time.
    pub header: Option<Sp<String>>,
    /// The prefix of the time among the values of the header with the signature: `t=`.
    pub prefix: Option<Sp<String>>,
    /// The format of the time; seconds since 1970 by default.
    pub format: Option<Sp<TimeFormat>>,
    /// The maximum age by the receiver's clock, in seconds. The same limit applies to the future, up to 300.
    pub tolerance_seconds: Sp<u32>,
    /// Not every delivery has it; one without is not checked for age.
    #[serde(default)]
    pub optional: bool,
}
