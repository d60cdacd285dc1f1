//! The envelope of a delivery: the names of the members around the payload, and reading a body by them.

use payspec_core::{Path, UnixTime};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::delivery::Object;
use crate::members::{Members, all_in, is_string, said, text_of};
use crate::{
    DecodeError, Delivery, Notification, Payload, PayloadShape, RawBody, Reason, UndecodableError, Unknown, body,
    notification, payload,
};

/// The locations of the envelope's members in a webhook body, which differ between APIs.
///
/// Each is a [path](payspec_core::Path) from the top of the body: `type`, `data.object`. Generated crates define it as
/// a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The member with the type of the event; `None` if bodies have none.
    pub event_type: Option<&'static str>,
    /// The member with the second part of the type; `None` if one member contains all of it. `event_type` then holds
    /// the first part, and the type is both joined by a dot: `payments.confirmed`.
    pub event_subtype: Option<&'static str>,
    /// The member with the object that the event is about; `None` if the whole body is the object.
    pub payload: Option<&'static str>,
    /// The member with the ID of the event. Redeliveries have the same ID.
    pub event_id: Option<&'static str>,
    /// The member with the time of the event.
    pub created: Option<&'static str>,
    /// The unit of that time, if it is a number.
    pub created_as: Option<UnixTime>,
    /// The member with the id of the request that caused the event.
    pub request_id: Option<&'static str>,
    /// The member with the previous state of the object.
    pub previous: Option<&'static str>,
    /// The dotted paths of the ids that objects of events have, to identify the object of a body that cannot be
    /// decoded.
    pub ids: &'static [&'static str],
    /// The event types of the API. They distinguish a batch of events from an event of a new type with a list in it.
    pub event_types: &'static [&'static str],
}

impl Envelope {
    /// The envelope of an API whose deliveries are objects without one.
    pub const NONE: Self = Self {
        event_type: None,
        event_subtype: None,
        payload: None,
        event_id: None,
        created: None,
        created_as: None,
        request_id: None,
        previous: None,
        ids: &[],
        event_types: &[],
    };

    /// The maximum number of members of an envelope.
    pub(crate) const MEMBERS: usize = 7;

    /// Returns all paths, in the order in which their members are written.
    pub(crate) fn paths(&self) -> impl Iterator<Item = Path<'static>> {
        let members: [_; Self::MEMBERS] = [
            self.event_id,
            self.event_type,
            self.event_subtype,
            self.created,
            self.payload,
            self.request_id,
            self.previous,
        ];
        members.into_iter().flatten().map(Path::new)
    }

    /// Joins the first part of the type with the second, if there is one.
    fn joined(&self, first: Option<String>, second: impl FnOnce(&'static str) -> Option<String>) -> Option<String> {
        let first = first?;
        Some(match self.event_subtype.and_then(second) {
            Some(second) => format!("{first}.{second}"),
            None => first,
        })
    }

    /// Returns `true` if a type is the first part of a known one.
    fn is_half(&self, event_type: &str) -> bool {
        let goes_on = |known: &&'static str| known.strip_prefix(event_type).is_some_and(|rest| rest.starts_with('.'));
        self.event_types.iter().any(goes_on)
    }
}

/// A body that is a JSON object, split into its top-level members. Returned by [`parse`].
pub struct ParsedEnvelope<'a> {
    envelope: &'static Envelope,
    /// The bytes as received.
    raw: &'a RawBody,
    /// The same body as JSON, where it was received as a form.
    json: &'a RawBody,
    /// The text of the JSON.
    text: &'a str,
    members: Members<'a>,
    event_type: Option<String>,
}

/// Splits a body into its top-level members. The payload is not decoded yet.
///
/// # Errors
///
/// Returns an error if the body is not a JSON object in UTF-8, or has a member of the envelope twice.
pub fn parse<'a>(
    envelope: &'static Envelope,
    delivery: impl Into<Delivery<'a>>,
) -> Result<ParsedEnvelope<'a>, UndecodableError> {
    delivery.into().parse(envelope)
}

impl<'a> Delivery<'a> {
    /// Splits the body into its top-level members. The payload is not decoded yet.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is not a JSON object in UTF-8, or has a member of the envelope twice.
    pub fn parse(self, envelope: &'static Envelope) -> Result<ParsedEnvelope<'a>, UndecodableError> {
        let (raw, json, object) = self.taken_apart();
        let Object { text, members, read } = match object {
            Ok(object) => object,
            Err(reason) => return Err(unread(envelope, raw, reason)),
        };
        let mut parsed = ParsedEnvelope { envelope, raw, json, text, members, event_type: None };
        let event_type = envelope.event_type.and_then(|path| parsed.claimed(path));
        let event_type = event_type.filter(|value| is_string(value)).and_then(text_of);
        parsed.event_type = envelope.joined(event_type, |path| parsed.claimed(path).and_then(part_of));
        if let Err(error) = read {
            let reason = match body::other_than_object(text) {
                Some(found) => Reason::NotAnObject { found },
                None => Reason::NotJson(DecodeError::new(&error, text.as_bytes(), json.as_bytes())),
            };
            return Err(parsed.refuse(reason));
        }
        if let Some(path) = envelope.paths().find(|path| parsed.is_repeated(*path)) {
            return Err(parsed.refuse(Reason::Repeated { member: path.as_str() }));
        }
        if let (Some(member), Some(event_type)) = (envelope.event_subtype, &parsed.event_type)
            && parsed.at(member).and_then(part_of).is_none()
            && envelope.is_half(event_type)
        {
            return Err(parsed.refuse(Reason::NoSubtype { member }));
        }
        Ok(parsed)
    }
}

/// Creates the error for a body that is not text. Its type and ID are taken from the readable parts.
fn unread(envelope: &'static Envelope, raw: &RawBody, reason: Reason) -> UndecodableError {
    let patched = String::from_utf8_lossy(raw.as_bytes());
    // Only what could be collected before the error is needed here.
    let (members, _) = Members::read(&patched);
    let text = |path: &str| {
        let path = Path::new(path);
        let value = members.at(path).or_else(|| all_in(&patched, path).into_iter().next())?;
        said(value).filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
    };
    let (event_type, event_id) = (envelope.event_type.and_then(text), envelope.event_id.and_then(text));
    let event_type = envelope.joined(event_type, text);
    UndecodableError::new(reason, event_type, event_id, raw.clone()).within(envelope)
}

impl ParsedEnvelope<'_> {
    /// Returns the type of the event, if the body has one.
    ///
    /// An object without an envelope may have a member of the same name with another meaning, so an unknown type does
    /// not prove that the body is an event.
    pub fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    /// Returns `true` if the payload is an object in which this member is missing or `null`. This distinguishes events
    /// that may be about one of two types.
    pub fn payload_lacks(&self, name: &str) -> bool {
        let Some(payload) = self.envelope.payload else { return self.member(name).is_none() };
        let Some(payload) = self.at(payload) else { return false };
        Members::of(payload).is_some_and(|members| members.all(name).all(|value| value.get() == "null"))
    }

    /// Decodes the payload as the object of the event.
    ///
    /// # Errors
    ///
    /// Returns an error if the body has no payload, or the payload cannot be decoded as `T`.
    pub fn notification<T: DeserializeOwned>(&self) -> Result<Box<Notification<T>>, UndecodableError> {
        notification::read(self)
    }

    /// Returns the type of a body without an envelope, recognised by its keys.
    ///
    /// Of the shapes whose keys are all present, the one with the most keys wins. Returns `None` if there is none, if
    /// two have the same number of keys, or if the body has a payload and so has an envelope.
    pub fn payload_object(&self, shapes: &[PayloadShape]) -> Option<&'static str> {
        if self.envelope.payload.is_some_and(|payload| self.at(payload).is_some()) {
            return None;
        }
        payload::object(shapes, |key| self.member(key).is_some())
    }

    /// Decodes the whole body as an object without an envelope.
    ///
    /// # Errors
    ///
    /// Returns an error if the body cannot be decoded as `T`.
    pub fn unenveloped<T: DeserializeOwned>(&self) -> Result<Box<Payload<T>>, UndecodableError> {
        // What looks like an event type is a member of the object here.
        payload::read_object(self.text, self.json, self.raw)
            .map_err(|reason| UndecodableError::new(reason, None, None, self.raw.clone()).within(self.envelope))
    }

    /// Returns the body as an event that this version has no type for.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is a batch of events, because a receiver that acknowledges an unknown event would
    /// lose all of them. A body without an event type is a batch if an item of one of its lists looks like an event.
    /// One with an unknown type is a batch if all items of one of its lists have [known types](Envelope::event_types).
    pub fn unknown(&self) -> Result<Unknown, UndecodableError> {
        self.unknown_with(&[])
    }

    /// Returns the same as [`unknown`](Self::unknown) for an API that also sends objects without an envelope.
    ///
    /// # Errors
    ///
    /// Returns an error under the same conditions. If no body of the API has an event type, a body is also a batch if
    /// all items of one of its lists are recognised as such objects.
    pub fn unknown_with(&self, shapes: &[PayloadShape]) -> Result<Unknown, UndecodableError> {
        let all_are = |such: &dyn Fn(&RawValue) -> bool| {
            self.has_list(|items| !items.is_empty() && items.iter().all(|item| such(item)))
        };
        let is_batch = match (self.envelope.event_type, &self.event_type) {
            (None, _) => all_are(&|item| is_unenveloped(shapes, item)),
            (Some(_), None) => self.has_list(|items| items.iter().any(|item| self.is_event(item))),
            (Some(_), Some(_)) => all_are(&|item| self.names_known_event(item)),
        };
        if is_batch {
            return Err(self.refuse(Reason::SeveralEvents));
        }
        Ok(Unknown::new(self.event_type.clone(), self.event_id(), self.raw.clone(), self.json.clone()))
    }

    /// Returns `true` if a member is a list whose items, except `null` ones, satisfy the condition.
    fn has_list(&self, such: impl Fn(&[&RawValue]) -> bool) -> bool {
        self.members.iter().filter(|(_, value)| value.get().starts_with('[')).any(|(_, list)| {
            let items = serde_json::from_str::<Vec<&RawValue>>(list.get()).unwrap_or_default();
            such(&items.into_iter().filter(|item| item.get() != "null").collect::<Vec<_>>())
        })
    }

    /// Returns `true` if an item of a list has the members of an event.
    fn is_event(&self, item: &RawValue) -> bool {
        let Some(event_type) = self.envelope.event_type.map(Path::new) else { return false };
        let Some(members) = Members::of(item) else { return false };
        let has = |path| members.at(Path::new(path)).is_some();
        members.all_at(event_type).any(is_string) && self.envelope.payload.is_none_or(has)
    }

    /// Returns `true` if an item of a list has a known event type.
    fn names_known_event(&self, item: &RawValue) -> bool {
        let Some(event_type) = self.envelope.event_type.map(Path::new) else { return false };
        let Some(members) = Members::of(item) else { return false };
        let second = |path| members.at(Path::new(path)).and_then(part_of);
        let is_known = |value| {
            let named = self.envelope.joined(said(value), second);
            named.is_some_and(|text| self.envelope.event_types.contains(&&*text))
        };
        members.all_at(event_type).any(is_known)
    }

    pub(crate) fn envelope(&self) -> &'static Envelope {
        self.envelope
    }

    pub(crate) fn raw(&self) -> &RawBody {
        self.raw
    }

    pub(crate) fn json(&self) -> &RawBody {
        self.json
    }

    /// Returns the path of the object and its text; the path is empty if the body is the object.
    #[inline(never)]
    pub(crate) fn payload(&self) -> Result<(&'static str, &str), UndecodableError> {
        let Some(member) = self.envelope.payload else { return Ok(("", self.text)) };
        let payload = self.at(member).ok_or_else(|| self.refuse(Reason::NoPayload { member }))?;
        Ok((member, payload.get()))
    }

    pub(crate) fn members(&self) -> &Members<'_> {
        &self.members
    }

    pub(crate) fn member(&self, name: &str) -> Option<&RawValue> {
        self.members.get(name)
    }

    /// Returns the member at a path of the envelope.
    pub(crate) fn at(&self, path: &str) -> Option<&RawValue> {
        self.members.at(Path::new(path))
    }

    /// Returns the member at a path of the envelope, even if the body is truncated after it.
    fn claimed(&self, path: &str) -> Option<&RawValue> {
        self.at(path).or_else(|| all_in(self.text, Path::new(path)).into_iter().next())
    }

    /// Returns `true` if a member at or on a path is present more than once.
    fn is_repeated(&self, path: Path<'_>) -> bool {
        path.prefixes().any(|path| self.members.all_at(path).nth(1).is_some())
    }

    pub(crate) fn refuse(&self, reason: Reason) -> UndecodableError {
        UndecodableError::new(reason, self.event_type.clone(), self.event_id(), self.raw.clone()).within(self.envelope)
    }

    fn event_id(&self) -> Option<String> {
        said(self.claimed(self.envelope.event_id?)?)
    }
}

/// Returns `true` if an item of a list is recognised as an object without an envelope.
fn is_unenveloped(shapes: &[PayloadShape], item: &RawValue) -> bool {
    Members::of(item).is_some_and(|members| payload::object(shapes, |key| members.has(key)).is_some())
}

/// Returns a part of an event's type: a non-empty string, or a literal or number as written.
fn part_of(value: &RawValue) -> Option<String> {
    match value.get() {
        word @ ("true" | "false") => Some(word.to_owned()),
        _ => said(value),
    }
}
