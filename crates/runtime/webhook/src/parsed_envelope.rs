//! The first step: what the outside of a body says, with the payload still unread.

use payspec_core::json;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::envelope::{self, Members};
use crate::{
    DecodeError, Envelope, Notification, Payload, PayloadShape, RawBody, Reason, UndecodableError, Unknown, body,
    notification, payload,
};

/// A body that is a JSON object, taken apart one level deep. [`parse`] makes it.
pub struct ParsedEnvelope<'a> {
    envelope: &'static Envelope,
    /// The bytes as they came.
    raw: &'a RawBody,
    /// The same as JSON.
    text: &'a RawBody,
    members: Members<'a>,
    event_type: Option<String>,
}

/// Takes a body apart, one level deep. The payload is not read yet.
///
/// # Errors
///
/// When the body is not a JSON object in UTF-8, or has a member of the envelope twice.
pub fn parse<'a>(envelope: &'static Envelope, raw: &'a RawBody) -> Result<ParsedEnvelope<'a>, UndecodableError> {
    parse_text(envelope, raw, raw)
}

/// Takes apart a body that was written as JSON from `raw`.
pub(crate) fn parse_text<'a>(
    envelope: &'static Envelope,
    raw: &'a RawBody,
    text: &'a RawBody,
) -> Result<ParsedEnvelope<'a>, UndecodableError> {
    let mut parsed = ParsedEnvelope { envelope, raw, text, members: Members::new(), event_type: None };
    let text = match body::text(text.as_bytes()) {
        Ok(text) => text,
        Err(reason) => return Err(parsed.refuse_unread(reason)),
    };
    let read = envelope::read_members(text, &mut parsed.members);
    let event_type = envelope.event_type.and_then(|name| parsed.member(name));
    parsed.event_type = event_type.filter(|value| envelope::is_string(value)).and_then(envelope::text_of);
    if let Err(error) = read {
        let reason = match body::other_than_object(text) {
            Some(found) => Reason::NotAnObject { found },
            None => Reason::NotJson(DecodeError::new(&error, text.as_bytes(), parsed.text.as_bytes())),
        };
        return Err(parsed.refuse(reason));
    }
    if let Some(member) = envelope.names().find(|name| parsed.has_twice(name)) {
        return Err(parsed.refuse(Reason::Repeated { member }));
    }
    Ok(parsed)
}

impl ParsedEnvelope<'_> {
    /// The name of the event, when the body says one.
    ///
    /// An object without an envelope may have a member of that name for a reason of its own; so a
    /// name that is not that of an event proves nothing.
    pub fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    /// Whether the object has no member of this name, though it can be looked at: what tells an event about one kind of
    /// object from one about another.
    pub fn payload_lacks(&self, name: &str) -> bool {
        let Some(payload) = self.envelope.payload else { return self.member(name).is_none() };
        let Some(payload) = self.member(payload) else { return false };
        let mut members = Members::new();
        let is_object = envelope::read_members(payload.get(), &mut members).is_ok();
        is_object && members.iter().all(|(key, value)| key != name || value.get() == "null")
    }

    /// Reads the payload as the object of the event.
    ///
    /// # Errors
    ///
    /// When the body has no payload, or it does not fit `T`.
    pub fn notification<T: DeserializeOwned>(&self) -> Result<Box<Notification<T>>, UndecodableError> {
        notification::read(self)
    }

    /// Which object a body without an envelope is, told by the keys it has.
    ///
    /// Of the shapes whose keys are all there, the one with the most keys is meant. `None` when there
    /// is none, when two have equally many, or when the body has a payload and so is an envelope.
    pub fn payload_object(&self, shapes: &[PayloadShape]) -> Option<&'static str> {
        if self.envelope.payload.is_some_and(|payload| self.member(payload).is_some()) {
            return None;
        }
        payload::object(shapes, |key| self.member(key).is_some())
    }

    /// Reads the whole body as an object without an envelope.
    ///
    /// # Errors
    ///
    /// When it does not fit `T`.
    pub fn unenveloped<T: DeserializeOwned>(&self) -> Result<Box<Payload<T>>, UndecodableError> {
        // What looks like the name of an event is a member of the object here.
        payload::read(self.text, self.raw)
            .map_err(|reason| UndecodableError::new(reason, None, None, self.raw.clone()).within(self.envelope))
    }

    /// The body as one this version has no type for.
    ///
    /// # Errors
    ///
    /// When it is a batch: a receiver that acknowledges an unknown event would lose all events in it. A body that names no
    /// event is a batch if an item of one of its lists looks like an event. One that names an unknown event is a batch if
    /// all items of one of its lists name [known events](Envelope::event_types).
    pub fn unknown(&self) -> Result<Unknown, UndecodableError> {
        self.unknown_with(&[])
    }

    /// The same for an API that has objects without an envelope.
    ///
    /// # Errors
    ///
    /// As for [`unknown`](Self::unknown). Where no body of the API names its event, it is also a batch if all items of
    /// one of its lists are recognised as such objects.
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
        Ok(Unknown::new(self.event_type.clone(), self.event_id(), self.raw.clone(), self.text.clone()))
    }

    /// Whether a member is a list whose items, less those that are `null`, are such.
    fn has_list(&self, such: impl Fn(&[&RawValue]) -> bool) -> bool {
        self.members.iter().filter(|(_, value)| value.get().starts_with('[')).any(|(_, list)| {
            let items = serde_json::from_str::<Vec<&RawValue>>(list.get()).unwrap_or_default();
            such(&items.into_iter().filter(|item| item.get() != "null").collect::<Vec<_>>())
        })
    }

    /// Whether an item of a list has what makes an event.
    fn is_event(&self, item: &RawValue) -> bool {
        let Some(event_type) = self.envelope.event_type else { return false };
        let mut members = Members::new();
        if envelope::read_members(item.get(), &mut members).is_err() {
            return false;
        }
        let has =
            |name: &str, fits: fn(&RawValue) -> bool| members.iter().any(|(key, value)| key == name && fits(value));
        has(event_type, envelope::is_string) && self.envelope.payload.is_none_or(|payload| has(payload, |_| true))
    }

    /// Whether an item of a list names an event that the API is known to have.
    fn names_known_event(&self, item: &RawValue) -> bool {
        let Some(event_type) = self.envelope.event_type else { return false };
        let mut members = Members::new();
        let is_known = |value| envelope::said(value).is_some_and(|text| self.envelope.event_types.contains(&&*text));
        envelope::read_members(item.get(), &mut members).is_ok()
            && members.iter().any(|(key, value)| key == event_type && is_known(value))
    }

    pub(crate) fn envelope(&self) -> &'static Envelope {
        self.envelope
    }

    pub(crate) fn raw(&self) -> &RawBody {
        self.raw
    }

    pub(crate) fn text(&self) -> &RawBody {
        self.text
    }

    /// The whole body as an object.
    #[inline(never)]
    pub(crate) fn whole<T: DeserializeOwned>(&self) -> Result<Box<T>, DecodeError> {
        // `parse` has read it as text before.
        let text = body::text(self.text.as_bytes()).unwrap_or_default();
        json::read(text.as_bytes(), self.text.as_bytes()).map(Box::new)
    }

    pub(crate) fn members(&self) -> &[(String, &RawValue)] {
        &self.members
    }

    pub(crate) fn member(&self, name: &str) -> Option<&RawValue> {
        let mut all = self.members.iter();
        all.find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    pub(crate) fn refuse(&self, reason: Reason) -> UndecodableError {
        UndecodableError::new(reason, self.event_type.clone(), self.event_id(), self.raw.clone()).within(self.envelope)
    }

    /// The refusal of a body that is not text. Who sent it may still be told from the parts that are.
    fn refuse_unread(&self, reason: Reason) -> UndecodableError {
        let patched = String::from_utf8_lossy(self.raw.as_bytes());
        let mut members = Members::new();
        // What could be collected before an error is all that is wanted here.
        let _ = envelope::read_members(&patched, &mut members);
        let text = |name: &str| {
            let mut all = members.iter();
            let value = all.find(|(key, _)| key == name)?.1;
            envelope::said(value).filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))
        };
        UndecodableError::new(
            reason,
            self.envelope.event_type.and_then(text),
            self.envelope.event_id.and_then(text),
            self.raw.clone(),
        )
        .within(self.envelope)
    }

    fn event_id(&self) -> Option<String> {
        let value = self.member(self.envelope.event_id?)?;
        envelope::said(value)
    }

    fn has_twice(&self, name: &str) -> bool {
        self.members.iter().filter(|(key, _)| key == name).count() > 1
    }
}

/// Whether an item of a list is recognised as an object without an envelope.
fn is_unenveloped(shapes: &[PayloadShape], item: &RawValue) -> bool {
    let mut members = Members::new();
    envelope::read_members(item.get(), &mut members).is_ok()
        && payload::object(shapes, |key| members.iter().any(|(known, _)| known == key)).is_some()
}
