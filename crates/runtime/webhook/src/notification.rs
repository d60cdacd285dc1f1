//! An event with its envelope.

use std::fmt;

use payspec_core::{DateTime, Path, Unreadable, UnreadableList, json};
use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::around::Around;
use crate::body::{self, Label};
use crate::{DecodeError, Envelope, ParsedEnvelope, RawBody, Reason, UndecodableError, parse};

/// An event with its envelope and payload.
///
/// `Serialize` writes the envelope back under the API's names, with every received member (if the body is the object,
/// those that `T` knows): a member that the fields below cannot represent as received is kept in [`extra`](Self::extra)
/// and written from there. Members *inside* the payload that `T` does not know are not included; they are in
/// [`raw`](Self::raw).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Notification<T> {
    /// The ID of the event. A redelivery has the same one: deduplicate on it.
    pub event_id: Option<String>,
    /// The type of the event, as received.
    pub event_type: String,
    /// When the event happened.
    pub creation_date: Option<DateTime>,
    /// The ID of the request that caused the event. Several events may share it.
    pub request_id: Option<String>,
    /// The object that the event is about.
    pub object: T,
    /// The previous state of the object, if the event contains it.
    pub previous: Option<T>,
    /// The reason why the previous state could not be decoded, if so. The event is valid nevertheless, since the
    /// current state is what counts; the text is in `extra`.
    pub previous_error: Option<DecodeError>,
    /// Members of the envelope without a field here, and those that their field cannot represent as received (a number
    /// as an ID, an explicit `null`).
    pub extra: Map<String, Value>,
    /// The body as received; empty for a notification that was [constructed](Self::new).
    pub raw: RawBody,
    unreadable: UnreadableList,
    envelope: &'static Envelope,
}

impl<T> Notification<T> {
    /// Creates a notification that was not received, for tests of a receiver. Its other fields can be set.
    pub fn new(envelope: &'static Envelope, event_type: impl Into<String>, object: T) -> Self {
        Self {
            event_id: None,
            event_type: event_type.into(),
            creation_date: None,
            request_id: None,
            object,
            previous: None,
            previous_error: None,
            extra: Map::new(),
            raw: RawBody::default(),
            unreadable: UnreadableList::default(),
            envelope,
        }
    }

    /// Stores what was read in addition to the objects.
    pub(crate) fn complete(&mut self, beside: Beside) {
        beside.put(&mut Slots {
            event_type: &mut self.event_type,
            event_id: &mut self.event_id,
            creation_date: &mut self.creation_date,
            request_id: &mut self.request_id,
            previous_error: &mut self.previous_error,
            extra: &mut self.extra,
            raw: &mut self.raw,
            unreadable: &mut self.unreadable,
        });
    }

    /// Returns the members of the object, and of its previous state, that could not be decoded and therefore read as
    /// absent. Their paths start at the top of the body.
    pub fn unreadable(&self) -> &[Unreadable] {
        self.unreadable.as_slice()
    }
}

/// Decodes a body as an event about a `T`, whatever its type: for an event that is newer than the crate, such as one
/// received as [`Unknown`](crate::Unknown).
///
/// # Errors
///
/// Returns an error if the body is not an envelope, or if its payload does not match `T`.
pub fn decode_as<T: DeserializeOwned>(
    envelope: &'static Envelope,
    body: impl Into<RawBody>,
) -> Result<Notification<T>, UndecodableError> {
    let raw = body.into();
    let notification = parse(envelope, &raw)?.notification()?;
    Ok(*notification)
}

/// The parts of a notification in addition to its objects. Independent of the object's type, so it is compiled once for
/// all events.
pub(crate) struct Beside {
    pub(crate) around: Around,
    pub(crate) previous_error: Option<DecodeError>,
    pub(crate) raw: RawBody,
    pub(crate) unreadable: Vec<Unreadable>,
}

/// The fields of a notification to fill.
struct Slots<'n> {
    event_type: &'n mut String,
    event_id: &'n mut Option<String>,
    creation_date: &'n mut Option<DateTime>,
    request_id: &'n mut Option<String>,
    previous_error: &'n mut Option<DecodeError>,
    extra: &'n mut Map<String, Value>,
    raw: &'n mut RawBody,
    unreadable: &'n mut UnreadableList,
}

/// Decodes an object from a text that is part of another.
pub(crate) type ReadInto<'r> = dyn FnMut(&str, &[u8]) -> Result<(), DecodeError> + 'r;

impl Beside {
    /// Has the objects of a body decoded, and reads the rest.
    pub(crate) fn of(
        parsed: &ParsedEnvelope<'_>,
        object: &mut ReadInto<'_>,
        previous: &mut ReadInto<'_>,
    ) -> Result<Self, UndecodableError> {
        let (mut unreadable, mut previous_error) = (Vec::new(), None);
        let whole = parsed.json().as_bytes();
        let mut part = |member: &str, text: &str, read: &mut ReadInto<'_>| {
            let (read, found) = json::collect_unreadable(|| read(text, whole));
            extend_within(&mut unreadable, member, found);
            read
        };
        let (member, payload) = parsed.payload()?;
        part(member, payload, object).map_err(|error| parsed.refuse(Reason::Payload(error)))?;
        let around = Around::of(parsed, &mut |path, value| {
            if value.get() == "null" {
                return false;
            }
            previous_error = part(path, value.get(), previous).err();
            previous_error.is_none()
        });
        Ok(Self { around, previous_error, raw: parsed.raw().clone(), unreadable })
    }

    fn put(self, to: &mut Slots<'_>) {
        let Around { event_type, event_id, creation_date, request_id, extra } = self.around;
        *to.event_type = event_type.unwrap_or_default();
        *to.event_id = event_id;
        *to.creation_date = creation_date;
        *to.request_id = request_id;
        *to.extra = extra;
        *to.previous_error = self.previous_error;
        *to.raw = self.raw;
        *to.unreadable = UnreadableList::from(self.unreadable);
    }
}

/// Decodes an event about any type. Generated code does not use it: it [fills](crate::at_once::Incoming) the objects.
pub(crate) fn read<T: DeserializeOwned>(parsed: &ParsedEnvelope<'_>) -> Result<Box<Notification<T>>, UndecodableError> {
    let (mut object, mut previous) = (None, None);
    let beside = Beside::of(
        parsed,
        &mut |text, whole| json::read(text.as_bytes(), whole).map(|read| object = Some(Box::new(read))),
        &mut |text, whole| json::read(text.as_bytes(), whole).map(|read| previous = Some(read)),
    )?;
    let no_fit = || parsed.refuse(Reason::Payload(DecodeError::unexpected("the object was not read")));
    let mut read = Box::new(Notification::new(parsed.envelope(), String::new(), *object.ok_or_else(no_fit)?));
    read.previous = previous;
    read.complete(beside);
    Ok(read)
}

fn extend_within(unreadable: &mut Vec<Unreadable>, member: &str, found: Vec<Unreadable>) {
    let steps = || Path::new(member).steps().rev().filter(|step| !step.is_empty());
    unreadable.extend(found.into_iter().map(|one| steps().fold(one, Unreadable::within)));
}

impl<T: Serialize> Serialize for Notification<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.envelope;
        if names.payload.is_none() {
            return self.with_the_rest_of_the_body(serializer);
        }
        if names.event_subtype.is_some() || names.paths().any(|path| !path.is_single()) {
            return self.nested(serializer);
        }
        let mut members = Members { map: serializer.serialize_map(None)?, extra: &self.extra };
        members.write(names.event_id, self.event_id.as_ref())?;
        let event_type = Some(&self.event_type).filter(|name| !name.is_empty());
        members.write(names.event_type, event_type)?;
        members.write(names.created, self.creation_date.as_ref())?;
        members.write(names.payload, Some(&self.object))?;
        members.write(names.request_id, self.request_id.as_ref())?;
        members.write(names.previous, self.previous.as_ref())?;
        for (name, value) in &self.extra {
            if names.paths().all(|known| known.as_str() != name) {
                members.map.serialize_entry(name, value)?;
            }
        }
        members.map.end()
    }
}

impl<T: Serialize> Notification<T> {
    /// Writes the object's members, and those of the envelope that it lacks.
    fn with_the_rest_of_the_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = json::object(&self.object).map_err(S::Error::custom)?;
        self.add_texts(&mut whole);
        for (name, value) in &self.extra {
            whole.insert(name.clone(), value.clone());
        }
        whole.serialize(serializer)
    }

    /// Writes the members into the objects that contain them.
    fn nested<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = self.extra.clone();
        let objects = [(self.envelope.payload, Some(&self.object)), (self.envelope.previous, self.previous.as_ref())];
        for (path, object) in objects {
            if let (Some(path), Some(object)) = (path, object) {
                let object = serde_json::to_value(object).map_err(S::Error::custom)?;
                add(&mut whole, path, || object);
            }
        }
        self.add_texts(&mut whole);
        whole.serialize(serializer)
    }

    /// Adds the missing texts of the envelope.
    fn add_texts(&self, whole: &mut Map<String, Value>) {
        let names = self.envelope;
        let event_type = Some(self.event_type.as_str()).filter(|name| !name.is_empty());
        let parts = names.event_subtype.and(event_type).and_then(|name| name.split_once('.'));
        let texts = [
            (names.event_id, self.event_id.as_deref()),
            (names.event_type, parts.map(|(first, _)| first).or(event_type)),
            (names.event_subtype, parts.map(|(_, second)| second)),
            (names.created, self.creation_date.as_ref().map(DateTime::as_str)),
            (names.request_id, self.request_id.as_deref()),
        ];
        for (path, text) in texts {
            if let (Some(path), Some(text)) = (path, text) {
                add(whole, path, || text.into());
            }
        }
    }
}

/// Adds a member at a path, unless it is already present as received.
fn add(whole: &mut Map<String, Value>, path: &str, value: impl FnOnce() -> Value) {
    let path = Path::new(path);
    if path.in_members(whole).is_none() {
        path.put_into(whole, value());
    }
}

struct Members<'a, M> {
    map: M,
    extra: &'a Map<String, Value>,
}

impl<M: SerializeMap> Members<'_, M> {
    fn write<V: Serialize>(&mut self, name: Option<&'static str>, value: Option<&V>) -> Result<(), M::Error> {
        let Some(name) = name else { return Ok(()) };
        match (value, self.extra.get(name)) {
            (_, Some(as_received)) => self.map.serialize_entry(name, as_received),
            (Some(value), None) => self.map.serialize_entry(name, value),
            (None, None) => Ok(()),
        }
    }
}

/// Shows IDs, the type of the event and the size of the body; the object may contain personal data.
impl<T> fmt::Debug for Notification<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("event_id", &body::label(self.event_id.as_deref()))
            .field("event_type", &Label(&self.event_type))
            .field("request_id", &body::label(self.request_id.as_deref()))
            .field("has_previous", &self.previous.is_some())
            .field("previous_error", &self.previous_error)
            .field("unreadable", &self.unreadable)
            .field("raw", &self.raw)
            .finish_non_exhaustive()
    }
}
