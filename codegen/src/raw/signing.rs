//! What is signed, and texts that are put together: lists of parts.

use std::borrow::Cow;

use payspec_core::vocabulary::{HashAlgorithm, SignatureEncoding};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::{Path, Sp};
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
    /// The path of the address, without the query.
    Path,
    /// The query of the address, without the question mark.
    Query,
    /// The whole address.
    Url,
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
