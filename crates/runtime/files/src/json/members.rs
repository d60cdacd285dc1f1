//! An object of the list: its members as texts.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::cells::Cell;

/// The members in order, including repeated names.
pub(crate) struct Members<'a>(pub(crate) Vec<(Cow<'a, str>, Cell<'a>)>);

impl<'a> Members<'a> {
    /// Reads an object; returns `None` if it is not one, or not valid JSON.
    pub(crate) fn read(item: &'a [u8]) -> Option<Self> {
        let raw: RawMembers<'a> = serde_json::from_slice(item).ok()?;
        Some(Self(raw.0.into_iter().map(|(name, value)| (name.0, cell(value))).collect()))
    }
}

fn cell(value: &RawValue) -> Cell<'_> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => match serde_json::from_str::<Text<'_>>(text) {
            Ok(Text(text)) if text.is_empty() => Cell::Empty,
            Ok(Text(text)) => Cell::Text(text),
            Err(_) => Cell::Unreadable("is not a valid JSON string"),
        },
        Some(b'{' | b'[') => Cell::Unreadable("expected one value, found an object or a list"),
        Some(b'n') | None => Cell::Empty,
        // A number keeps its digits: 12.10 must not become 12.1.
        Some(_) => Cell::Text(Cow::Borrowed(text)),
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

struct RawMembers<'a>(Vec<(Text<'a>, &'a RawValue)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = RawMembers<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(RawMembers(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
