//! Envelopes: requests and responses whose object stands in a member of the body.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::Path;
use crate::parse::EITHER;

/// What an operation says to have no envelope, where the resource or the API says one.
pub const NONE: &str = "none";

/// The envelope: the member of bodies that holds the object; one for both directions, or one for each.
#[derive(Debug, Clone)]
pub enum Wrap {
    /// The same for requests and responses.
    Both(Path),
    /// One for each.
    Each(WrapEach),
}

/// An envelope for each direction. A missing one is inherited from the level above.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrapEach {
    /// The member of the request body that holds the parameters; `none` for no envelope.
    pub request: Option<Path>,
    /// The member of a successful response's body that holds the object; `none` for no envelope.
    pub response: Option<Path>,
}

impl Wrap {
    /// What is said of requests.
    pub fn request(&self) -> Option<&Path> {
        match self {
            Self::Both(path) => Some(path),
            Self::Each(each) => each.request.as_ref(),
        }
    }

    /// What is said of responses.
    pub fn response(&self) -> Option<&Path> {
        match self {
            Self::Both(path) => Some(path),
            Self::Each(each) => each.response.as_ref(),
        }
    }
}

impl<'de> Deserialize<'de> for Wrap {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Wrap;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path, or a mapping with request, response")
            }
            fn visit_some<D: Deserializer<'de>>(self, text: D) -> Result<Wrap, D::Error> {
                Path::deserialize(text).map(Wrap::Both)
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, mapping: D) -> Result<Wrap, D::Error> {
                WrapEach::deserialize(mapping).map(Wrap::Each)
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, Either)
    }
}

impl JsonSchema for Wrap {
    fn schema_name() -> Cow<'static, str> {
        "Wrap".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (path, each) = (generator.subschema_for::<Path>(), generator.subschema_for::<WrapEach>());
        json_schema!({
            "description": "The member of a body that holds the object which is sent or answered: one for both, or one for each.",
            "anyOf": [path, each]
        })
    }
}
