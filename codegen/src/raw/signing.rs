//! What is signed, and texts that are put together: lists of parts.

use std::borrow::Cow;

use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

pub use payspec_core::SigningAlgorithm;

use super::{Items, Named, Path, Sp};
use crate::parse::EITHER;

/// A part of a text: a word for something that each message has, or a mapping for what has a name or is always the same.
#[derive(Debug, Clone)]
pub enum Part {
    /// What each message has.
    Word(Sp<PartWord>),
    /// What is named.
    Named(NamedPart),
}

/// What each message has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartWord {
    /// The bytes of the body.
    Body,
    /// When it was signed, as it is written.
    Timestamp,
    /// The method, in capitals.
    Method,
    /// The method, in small letters.
    LowercaseMethod,
    /// The path of the address, without the query.
    Path,
    /// The path and, where there is a query, a question mark and the query.
    PathAndQuery,
    /// The query of the address, without the question mark.
    Query,
    /// The whole address.
    Url,
    /// The host of the address, with its port where there is one; for requests.
    Host,
    /// 32 random hexadecimal digits, other ones for each attempt; for requests.
    Nonce,
    /// The name of the key; for requests.
    KeyId,
    /// The key itself, as it is given; for requests.
    Key,
    /// The signature; in headers of requests.
    Signature,
}

/// How requests with a scheme are signed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// How the signature is computed.
    pub algorithm: Sp<SigningAlgorithm>,
    /// How the key is written, for HMAC; as text when left out.
    pub key_encoding: Option<Sp<KeyEncoding>>,
    /// What is signed: parts, with nothing between them.
    #[serde(default)]
    pub signed: Items<Part>,
    /// The bodies of requests are not signed: whoever carries a request could change what it asks for.
    pub unsigned_body: Option<Sp<bool>>,
    /// How the signature is written.
    pub encoding: Option<Sp<SignatureEncoding>>,
    /// How the time is written.
    pub timestamp: Option<Sp<TimeFormat>>,
    /// The headers that go with the signature, and the parts of their values.
    #[serde(default)]
    pub headers: Named<Items<Part>>,
}

/// A part that is named, or always the same: it has one of the keys `text`, `field`, `header` and `digest`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedPart {
    /// Always this.
    pub text: Option<Sp<String>>,
    /// The value of a field of a form, or of a member of a JSON body.
    pub field: Option<Path>,
    /// The value of a header.
    pub header: Option<Sp<String>>,
    /// A digest of the body.
    pub digest: Option<Sp<HashAlgorithm>>,
    /// How the digest is written.
    pub encoding: Option<Sp<SignatureEncoding>>,
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Part;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a word, or a mapping with text, field, header, digest")
            }
            fn visit_some<D: Deserializer<'de>>(self, word: D) -> Result<Part, D::Error> {
                Sp::deserialize(word).map(Part::Word)
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, mapping: D) -> Result<Part, D::Error> {
                NamedPart::deserialize(mapping).map(Part::Named)
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, Either)
    }
}

impl JsonSchema for Part {
    fn schema_name() -> Cow<'static, str> {
        "Part".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (word, named) = (generator.subschema_for::<PartWord>(), generator.subschema_for::<NamedPart>());
        json_schema!({
            "description": "A part of a text: a word for something that each message has, or a mapping for what has a name or is always the same.",
            "anyOf": [word, named]
        })
    }
}
