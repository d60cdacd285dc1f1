//! What is signed, and texts that are put together: lists of parts.

use std::borrow::Cow;

use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

pub use payspec_core::SigningAlgorithm;

use super::{Items, Named, Path, Sp};
use crate::parse::EITHER;

/// A part of a text: a keyword for something that each message has, or a mapping for named and constant parts.
#[derive(Debug, Clone)]
pub enum Part {
    /// A keyword.
    Word(Sp<PartWord>),
    /// A named part.
    Named(NamedPart),
}

/// A part that each message has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartWord {
    /// The bytes of the body.
    Body,
    /// The time of signing, as written.
    Timestamp,
    /// The method in upper case.
    Method,
    /// The method in lower case.
    LowercaseMethod,
    /// The path of the URL, without the query.
    Path,
    /// The path, with a question mark and the query if there is one.
    PathAndQuery,
    /// The query of the URL, without the question mark.
    Query,
    /// The whole URL.
    Url,
    /// The host of the URL, with its port if there is one; for requests.
    Host,
    /// 32 random hexadecimal digits, different for each attempt; for requests.
    Nonce,
    /// The name of the key; for requests.
    KeyId,
    /// The key itself, as provided; for requests.
    Key,
    /// The signature; in headers of requests.
    Signature,
}

/// The signature of requests.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The algorithm.
    pub algorithm: Sp<SigningAlgorithm>,
    /// The encoding of the key, for HMAC; text by default.
    pub key_encoding: Option<Sp<KeyEncoding>>,
    /// The signed parts, without separators.
    #[serde(default)]
    pub signed: Items<Part>,
    /// The bodies of requests are not signed, so their content could be changed in transit.
    pub unsigned_body: Option<Sp<bool>>,
    /// The encoding of the signature.
    pub encoding: Option<Sp<SignatureEncoding>>,
    /// The format of the time.
    pub timestamp: Option<Sp<TimeFormat>>,
    /// The headers of the signature, and the parts of their values.
    #[serde(default)]
    pub headers: Named<Items<Part>>,
}

/// A named or constant part: it has one of the keys `text`, `field`, `header` and `digest`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedPart {
    /// A constant.
    pub text: Option<Sp<String>>,
    /// The value of a field of a form, or of a member of a JSON body.
    pub field: Option<Path>,
    /// The value of a header.
    pub header: Option<Sp<String>>,
    /// A digest of the body.
    pub digest: Option<Sp<HashAlgorithm>>,
    /// The encoding of the digest.
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
