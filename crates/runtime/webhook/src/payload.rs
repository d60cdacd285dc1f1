//! Bodies that consist of an object without an envelope.

use std::fmt;

use payspec_core::{Unreadable, UnreadableList};
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{DecodeError, RawBody, Reason, UndecodableError, body};

/// An object received without an envelope: neither the event nor its ID is known.
///
/// The event may follow from the address that the receiver configured for it. Otherwise read the object again by its
/// ID, and act on its status.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Payload<T> {
    /// The object.
    pub object: T,
    /// The body as received.
    pub raw: RawBody,
    unreadable: UnreadableList,
}

impl<T> Payload<T> {
    /// Returns the members of the object that could not be decoded and therefore read as absent.
    pub fn unreadable(&self) -> &[Unreadable] {
        self.unreadable.as_slice()
    }
}

/// Shows the size of the body; the object may contain personal data.
impl<T> fmt::Debug for Payload<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload").field("unreadable", &self.unreadable).field("raw", &self.raw).finish_non_exhaustive()
    }
}

/// Writes the object as received, without an envelope.
impl<T: Serialize> Serialize for Payload<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object.serialize(serializer)
    }
}

/// How an object without an envelope is recognised: by members that only it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayloadShape {
    /// The name of the object, which [`ParsedEnvelope::payload_object`](crate::ParsedEnvelope::payload_object) returns.
    pub object: &'static str,
    /// The members that must all be present. A shape without any matches nothing.
    pub keys: &'static [&'static str],
}

/// Decodes a body that is known to be a `T` without an envelope, for example because the event has its own webhook
/// address.
///
/// # Errors
///
/// Returns an error if the body is not a JSON object in UTF-8, or does not match `T`.
pub fn decode_payload<T: DeserializeOwned>(body: impl Into<RawBody>) -> Result<Payload<T>, UndecodableError> {
    let raw = body.into();
    match read(&raw) {
        Ok(unenveloped) => Ok(*unenveloped),
        Err(reason) => Err(UndecodableError::new(reason, None, None, raw)),
    }
}

fn read<T: DeserializeOwned>(raw: &RawBody) -> Result<Box<Payload<T>>, Reason> {
    let text = body::text(raw.as_bytes())?;
    if let Some(found) = body::other_than_object(text) {
        return Err(Reason::NotAnObject { found });
    }
    // Parsed separately from `T`, to tell invalid JSON from a mismatch.
    serde_json::from_str::<&RawValue>(text)
        .map_err(|error| DecodeError::new(&error, text.as_bytes(), raw.as_bytes()))
        .map_err(Reason::NotJson)?;
    read_object(text, raw, raw)
}

/// Decodes a text that is known to be an object.
#[inline(never)]
pub(crate) fn read_object<T: DeserializeOwned>(
    text: &str,
    json: &RawBody,
    raw: &RawBody,
) -> Result<Box<Payload<T>>, Reason> {
    let (object, found) =
        payspec_core::json::collect_unreadable(|| payspec_core::json::read(text.as_bytes(), json.as_bytes()));
    let object = object.map_err(Reason::Payload)?;
    Ok(Box::new(Payload { object, raw: raw.clone(), unreadable: UnreadableList::from(found) }))
}

pub(crate) fn object(shapes: &[PayloadShape], has: impl Fn(&str) -> bool) -> Option<&'static str> {
    let fits = |shape: &&PayloadShape| !shape.keys.is_empty() && shape.keys.iter().all(|key| has(key));
    let most = shapes.iter().filter(fits).map(|shape| shape.keys.len()).max()?;
    let mut best = shapes.iter().filter(fits).filter(|shape| shape.keys.len() == most);
    let only = best.next()?;
    best.next().is_none().then_some(only.object)
}
