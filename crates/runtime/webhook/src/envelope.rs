//! The names an API gives to the members around a payload, and how they are read.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The names of the members of a webhook body, which differ from API to API.
///
/// It is data of the generated crate, made as a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The member that names the event; `None` where no body says it.
    pub event_type: Option<&'static str>,
    /// The member that holds the object the event is about; `None` where the whole body is the object.
    pub payload: Option<&'static str>,
    /// The member with the id of the event, which repeats of a delivery share.
    pub event_id: Option<&'static str>,
    /// The member with the moment of the event.
    pub created: Option<&'static str>,
    /// The member with the id of the request that caused the event.
    pub request_id: Option<&'static str>,
    /// The member that holds the object as it was before.
    pub previous: Option<&'static str>,
    /// The ids that objects of events have, by their dotted paths: what to look for in a body that cannot be read.
    pub ids: &'static [&'static str],
    /// The names of the API's events, which tell a batch of them from an event of a new type that holds a list.
    pub event_types: &'static [&'static str],
}

impl Envelope {
    /// That of an API whose events are objects alone.
    pub const NONE: Self = Self {
        event_type: None,
        payload: None,
        event_id: None,
        created: None,
        request_id: None,
        previous: None,
        ids: &[],
        event_types: &[],
    };

    /// All the names, in the order in which they are written.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.event_id, self.event_type, self.created, self.payload, self.request_id, self.previous]
            .into_iter()
            .flatten()
    }
}

/// The members of a JSON object, in order, each still as text. Payloads stay unread, so neither
/// their depth nor their content can make this fail.
pub(crate) type Members<'a> = Vec<(String, &'a RawValue)>;

/// Collects the members of the object `text` into `members`. What was read before an error stays in
/// there, so that a body that was cut off can still say which event it was.
pub(crate) fn read_members<'a>(text: &'a str, members: &mut Members<'a>) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Collect(members).deserialize(&mut reader)?;
    reader.end()
}

/// A member as text: a string as it is, a number as it is written.
pub(crate) fn text_of(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => serde_json::from_str(value.get()).ok(),
        b'-' | b'0'..=b'9' => Some(value.get().to_owned()),
        _ => None,
    }
}

/// The same, where an empty text says nothing: two events without an id are not one.
pub(crate) fn said(value: &RawValue) -> Option<String> {
    text_of(value).filter(|text| !text.is_empty())
}

/// Whether a member is written as a string.
pub(crate) fn is_string(value: &RawValue) -> bool {
    value.get().starts_with('"')
}

struct Collect<'m, 'a>(&'m mut Members<'a>);

impl<'de> DeserializeSeed<'de> for Collect<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collect<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_entry()? {
            self.0.push(member);
        }
        Ok(())
    }
}
