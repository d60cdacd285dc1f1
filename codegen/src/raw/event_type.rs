//! Where a delivery says which event it is.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::{Items, Path};
use crate::parse::EITHER;
use crate::source::Span;

/// The member that holds the type of the event, or the two that hold its parts.
#[derive(Debug, Clone)]
pub enum EventTypeAt {
    /// One member holds the whole type.
    One(Path),
    /// Each member holds a part of it.
    Parts(Items<Path>),
}

impl EventTypeAt {
    /// The members, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        let (one, parts) = match self {
            Self::One(path) => (Some(path), &[][..]),
            Self::Parts(parts) => (None, &**parts),
        };
        one.into_iter().chain(parts.iter().map(|part| &part.value))
    }

    /// Where the first is named; nothing where none is.
    pub fn span(&self) -> Option<Span> {
        self.paths().next().map(|path| path.span)
    }

    /// The name of an event that these parts make.
    pub fn joined<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
        parts.into_iter().collect::<Vec<_>>().join(".")
    }
}

impl<'de> Deserialize<'de> for EventTypeAt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = EventTypeAt;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a path, or a list of two")
            }
            fn visit_some<D: Deserializer<'de>>(self, text: D) -> Result<EventTypeAt, D::Error> {
                Path::deserialize(text).map(EventTypeAt::One)
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, list: D) -> Result<EventTypeAt, D::Error> {
                Items::deserialize(list).map(EventTypeAt::Parts)
            }
        }
        deserializer.deserialize_newtype_struct(EITHER, Either)
    }
}

impl JsonSchema for EventTypeAt {
    fn schema_name() -> Cow<'static, str> {
        "EventTypeAt".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let path = generator.subschema_for::<Path>();
        json_schema!({
            "description": "The member that names the event, or the two that do together.",
            "anyOf": [path, { "type": "array", "items": path, "minItems": 2, "maxItems": 2 }]
        })
    }
}
