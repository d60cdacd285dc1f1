//! An event with its envelope.

use std::fmt;

use payspec_core::{DateTime, Path, Refetch, Unreadable, UnreadableList, json};
use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::body::{self, Label};
use crate::members::{self, is_string, said};
use crate::{DecodeError, Envelope, ParsedEnvelope, RawBody, Reason, UndecodableError, parse};

/// An event with its envelope and its payload.
///
/// `Serialize` writes the envelope back under the names of the API, with every member that was
/// received (of a body that is the object as a whole, those that `T` knows): a member that the fields below cannot hold as it was is kept in [`extra`](Self::extra)
/// and written from there. Members *inside* the payload that `T` does not know are not in it; they are
/// in [`raw`](Self::raw).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Notification<T> {
    /// The id of the event. A repeated delivery has the same one: deduplicate on it.
    pub event_id: Option<String>,
    /// The name of the event, as received.
    pub event_type: String,
    /// When the event happened.
    pub creation_date: Option<DateTime>,
    /// The id of the request that caused the event. Several events may share it.
    pub request_id: Option<String>,
    /// The object the event is about.
    pub object: T,
    /// The object as it was before, where the event says so.
    pub previous: Option<T>,
    /// Why the object as it was before could not be read, when it could not. The event is delivered
    /// all the same, since what counts is the object as it is now; the text is in `extra`.
    pub previous_error: Option<DecodeError>,
    /// Members of the envelope that have no field here, and those that the field cannot hold as it
    /// was written (a number for an id, an explicit `null`).
    pub extra: Map<String, Value>,
    /// The body as it arrived; empty for a notification that was [made](Self::new).
    pub raw: RawBody,
    unreadable: UnreadableList,
    envelope: &'static Envelope,
}

impl<T> Notification<T> {
    /// A notification that was not received, for tests of a receiver. Its other fields can be set.
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

    /// Returns the members of the object, and of the object as it was before, that could not be read and so read as
    /// absent. Their paths start at the top of the body.
    pub fn unreadable(&self) -> &[Unreadable] {
        self.unreadable.as_slice()
    }
}

/// Reads a body as an event about a `T`, whatever its name: for an event that is newer than the
/// crate, such as one that arrived as [`Unknown`](crate::Unknown).
///
/// # Errors
///
/// When the body is not an envelope, or its payload does not fit `T`.
pub fn decode_as<T: DeserializeOwned>(
    envelope: &'static Envelope,
    body: impl Into<RawBody>,
) -> Result<Notification<T>, UndecodableError> {
    let raw = body.into();
    let notification = parse(envelope, &raw)?.notification()?;
    Ok(*notification)
}

/// Kept out of line, one per payload type. Its own frame is small: the payload is in a box while what stands beside it is
/// read, and the frames that hold it by value are gone by then.
#[inline(never)]
pub(crate) fn read<T: DeserializeOwned>(parsed: &ParsedEnvelope<'_>) -> Result<Box<Notification<T>>, UndecodableError> {
    let envelope = parsed.envelope();
    let mut unreadable = Vec::new();
    let object = if let Some(member) = envelope.payload {
        let Some(payload) = parsed.at(member) else { return Err(parsed.refuse(Reason::NoPayload { member })) };
        part(parsed, member, payload, &mut unreadable)
    } else {
        let (object, found) = json::collect_unreadable(|| parsed.whole());
        unreadable = found;
        object
    };
    let object = object.map_err(|error| parsed.refuse(Reason::Payload(error)))?;
    let mut read = notification(parsed, object);
    read.raw = parsed.raw().clone();
    // The paths whose members have a field that holds them as they were written.
    let (mut held, mut count) = ([""; Envelope::MEMBERS], 0);
    for path in envelope.paths().map(Path::as_str) {
        let Some(value) = parsed.at(path) else { continue };
        let is = |member: Option<&str>| member == Some(path);
        let fits = if is(envelope.payload) {
            true
        } else if is(envelope.event_type) {
            !read.event_type.is_empty()
        } else if is(envelope.event_id) {
            read.event_id = said(value);
            is_string(value) && read.event_id.is_some()
        } else if is(envelope.created) {
            read.creation_date = said(value).and_then(|text| match envelope.created_as {
                Some(unix) => unix.read(&text),
                None => Some(DateTime::from(text)),
            });
            // A number is written back as it came.
            is_string(value) && envelope.created_as.is_none() && read.creation_date.is_some()
        } else if is(envelope.request_id) {
            read.request_id = said(value);
            is_string(value) && read.request_id.is_some()
        } else {
            match part(parsed, path, value, &mut unreadable) {
                Ok(previous) => read.previous = *previous,
                Err(error) => read.previous_error = Some(error),
            }
            read.previous.is_some()
        };
        if fits {
            held[count] = path;
            count += 1;
        } else if envelope.payload.is_none()
            && let Some(value) = as_value(value)
        {
            // Where the body is the object, it has its other members itself.
            Path::new(path).put_into(&mut read.extra, value);
        }
    }
    if envelope.payload.is_some() {
        keep_others(&mut read.extra, "", parsed.members(), &held[..count]);
    }
    read.unreadable = UnreadableList::from(unreadable);
    Ok(read)
}

/// Puts an object into a notification.
#[inline(never)]
#[expect(clippy::boxed_local, reason = "by value it would stand in the caller's frame as well")]
fn notification<T>(parsed: &ParsedEnvelope<'_>, object: Box<T>) -> Box<Notification<T>> {
    Box::new(Notification::new(parsed.envelope(), parsed.event_type().unwrap_or_default(), *object))
}

/// Reads one member of the body.
#[inline(never)]
fn part<T: DeserializeOwned>(
    parsed: &ParsedEnvelope<'_>,
    member: &str,
    value: &RawValue,
    unreadable: &mut Vec<Unreadable>,
) -> Result<Box<T>, DecodeError> {
    let read = || json::read(value.get().as_bytes(), parsed.json().as_bytes()).map(Box::new);
    let (read, found) = json::collect_unreadable(read);
    let within = |one: Unreadable| Path::new(member).steps().rev().fold(one, Unreadable::within);
    unreadable.extend(found.into_iter().map(within));
    read
}

/// Keeps what no field holds: of an object on the way to a member that is held, the rest of it.
fn keep_others(extra: &mut Map<String, Value>, on_the_way: &str, members: &members::Members<'_>, held: &[&str]) {
    for (name, value) in members.iter() {
        let (mut is_held, mut leads_on) = (false, false);
        for path in held {
            match path.strip_prefix(on_the_way).and_then(|rest| rest.strip_prefix(name)) {
                Some("") => is_held = true,
                Some(rest) => leads_on |= rest.starts_with('.'),
                None => {}
            }
        }
        if is_held {
            continue;
        }
        let inner = if leads_on { members::Members::of(value) } else { None };
        if let Some(inner) = inner {
            let mut others = Map::new();
            keep_others(&mut others, &format!("{on_the_way}{name}."), &inner, held);
            if !others.is_empty() {
                extra.insert(name.to_owned(), Value::Object(others));
            }
        } else if let Some(value) = as_value(value) {
            extra.insert(name.to_owned(), value);
        }
    }
}

/// A member too deep for a `Value`, or with a number too large for one, stays in the raw body only.
fn as_value(value: &RawValue) -> Option<Value> {
    serde_json::from_str(value.get()).ok()
}

impl<T: Serialize> Serialize for Notification<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = self.envelope;
        if names.payload.is_none() {
            return self.with_the_rest_of_the_body(serializer);
        }
        if names.paths().any(|path| !path.is_single()) {
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
    /// Writes the object, and beside its members those of the envelope that it has not itself.
    fn with_the_rest_of_the_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut whole = json::object(&self.object).map_err(S::Error::custom)?;
        self.add_texts(&mut whole);
        for (name, value) in &self.extra {
            whole.insert(name.clone(), value.clone());
        }
        whole.serialize(serializer)
    }

    /// Writes the members into the objects that they stand in.
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

    /// Adds the texts of the envelope that are not there.
    fn add_texts(&self, whole: &mut Map<String, Value>) {
        let names = self.envelope;
        let texts = [
            (names.event_id, self.event_id.as_deref()),
            (names.event_type, Some(self.event_type.as_str()).filter(|name| !name.is_empty())),
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

/// Adds a member at a path, unless it is there as it was received.
fn add(whole: &mut Map<String, Value>, path: &str, value: impl FnOnce() -> Value) {
    let path = Path::new(path);
    if path.in_members(whole).is_none() {
        path.put_into(whole, value());
    }
}

impl<T: Refetch> Notification<T> {
    /// The call that reads the object again, which is what to act on: see [`Refetch`]. `None` when the event names nothing
    /// to read.
    pub fn refetch(&self) -> Option<T::Operation> {
        self.object.refetch()
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

/// `Debug` shows ids, the name of the event and the size of the body; the object may hold personal
/// data.
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
