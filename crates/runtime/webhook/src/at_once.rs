//! One-pass decoding: the event type is chosen as soon as its object starts, and decoded from there.
//!
//! This covers deliveries as they are usually sent: the event type before the object, every member of the envelope
//! once, and everything as described. Any other body is parsed ([`parse`](crate::parse)) and decoded from the start,
//! which reports what is wrong with it.

use payspec_core::__private::Scalar;
use payspec_core::object::{self, Failed, Fill, Members, ReadObject, Source, Visit};
use payspec_core::{Path, json};

use crate::around::Around;
use crate::notification::Beside;
use crate::{Delivery, Envelope, Notification, ParsedEnvelope, RawBody, UndecodableError, body};

/// Chooses how an event is decoded, by its type and, if that is not enough, by the parsed body. For generated code.
#[doc(hidden)]
pub type Choose<E> = fn(&str, Option<&ParsedEnvelope<'_>>) -> Option<Read<E>>;

/// Decodes an event. For generated code.
#[doc(hidden)]
pub type Read<E> = fn(&mut Incoming<'_>) -> Result<E, Stopped>;

/// The reason why an event was not decoded.
#[doc(hidden)]
#[derive(Debug)]
pub enum Stopped {
    /// It cannot be decoded.
    Undecodable(UndecodableError),
    /// It cannot be decoded in one pass.
    OnePass(Failed),
}

impl From<UndecodableError> for Stopped {
    fn from(error: UndecodableError) -> Self {
        Self::Undecodable(error)
    }
}

impl From<Failed> for Stopped {
    fn from(failed: Failed) -> Self {
        Self::OnePass(failed)
    }
}

/// An event to decode: from a parsed body, or from the start of its object. For generated code.
#[doc(hidden)]
pub struct Incoming<'i>(At<'i>);

enum At<'i> {
    Parsed(&'i ParsedEnvelope<'i>),
    Object(&'i mut dyn Object),
}

impl Incoming<'_> {
    /// Decodes the event with its envelope.
    ///
    /// # Errors
    ///
    /// Same as [`ParsedEnvelope::notification`]; in one-pass mode, also returns an error if the body deviates from the
    /// usual form.
    pub fn notification<T: ReadObject>(&mut self) -> Result<Box<Notification<T>>, Stopped> {
        let mut read = Box::new(Notification::new(self.envelope(), String::new(), T::blank()));
        let mut object = Anew { object: &mut read.object, is_used: false };
        let beside = self.fill(&mut object, &mut Previous(&mut read.previous))?;
        read.complete(beside);
        Ok(read)
    }

    fn envelope(&self) -> &'static Envelope {
        match &self.0 {
            At::Parsed(parsed) => parsed.envelope(),
            At::Object(object) => object.envelope(),
        }
    }

    /// Fills the object, and its previous state if the body has one.
    fn fill(&mut self, object: &mut dyn Fill, previous: &mut dyn Fill) -> Result<Beside, Stopped> {
        match &mut self.0 {
            At::Parsed(parsed) => Ok(Beside::of(
                parsed,
                &mut |text, whole| json::fill(text.as_bytes(), whole, object),
                &mut |text, whole| json::fill(text.as_bytes(), whole, previous),
            )?),
            At::Object(read) => {
                let around = read.read(object, previous)?;
                Ok(Beside { around, previous_error: None, raw: read.raw().clone(), unreadable: Vec::new() })
            }
        }
    }
}

impl ParsedEnvelope<'_> {
    /// Decodes the event with the chosen function. For generated code.
    ///
    /// # Errors
    ///
    /// Same as [`notification`](Self::notification).
    #[doc(hidden)]
    pub fn read_with<E>(&self, read: Read<E>) -> Result<E, UndecodableError> {
        read(&mut Incoming(At::Parsed(self))).map_err(|stopped| match stopped {
            Stopped::Undecodable(error) => error,
            Stopped::OnePass(_) => self.refuse(crate::Reason::Empty),
        })
    }
}

/// The previous state of the object, if the body has one.
struct Previous<'p, T>(&'p mut Option<T>);

impl<T: ReadObject> Fill for Previous<'_, T> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        let read = self.0.insert(T::blank()).fill(members);
        if read.is_err() {
            *self.0 = None;
        }
        read
    }
}

/// An object that may be decoded several times: if a member does not match, it is decoded again without it.
struct Anew<'o, T> {
    object: &'o mut T,
    is_used: bool,
}

impl<T: ReadObject> Fill for Anew<'_, T> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        if std::mem::replace(&mut self.is_used, true) {
            *self.object = T::blank();
        }
        self.object.fill(members)
    }
}

impl Delivery<'_> {
    /// Decodes the event in one pass. Returns `None` if that is not possible, or if the body is already parsed. For
    /// generated code.
    #[doc(hidden)]
    pub fn read_at_once<E>(&self, envelope: &'static Envelope, choose: Choose<E>) -> Option<E> {
        // Nested members may be spread over several objects, so a body with those is parsed first.
        if envelope.payload.is_none()
            || envelope.event_subtype.is_some()
            || !self.is_whole()
            || !envelope.paths().all(Path::is_single)
        {
            return None;
        }
        let text = body::text(self.json().as_bytes()).ok()?;
        let mut reading = Reading { envelope, raw: self.raw(), choose, event: None };
        object::read_from_str(text, &mut reading).ok()?;
        reading.event
    }
}

/// A body that is being decoded.
struct Reading<'r, E> {
    envelope: &'static Envelope,
    raw: &'r RawBody,
    choose: Choose<E>,
    event: Option<E>,
}

impl<E> Fill for Reading<'_, E> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        let mut around = Around::default();
        around.read_to_payload(self.envelope, members)?;
        let event_type = around.event_type.as_deref().ok_or_else(odd)?;
        let read = (self.choose)(event_type, None).ok_or_else(odd)?;
        let mut object = AtObject { envelope: self.envelope, raw: self.raw, around, members };
        match read(&mut Incoming(At::Object(&mut object))) {
            Ok(event) => self.event = Some(event),
            Err(Stopped::OnePass(failed)) => return Err(failed),
            Err(Stopped::Undecodable(_)) => return Err(odd()),
        }
        Ok(())
    }
}

/// Returns the error for a body that cannot be decoded in one pass; it is never shown.
#[cold]
fn odd() -> Failed {
    Failed::said("not in one pass")
}

impl Around {
    fn read_to_payload(&mut self, envelope: &Envelope, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        loop {
            let name = members.next_name()?.ok_or_else(odd)?;
            if envelope.payload == Some(&*name) {
                return Ok(());
            }
            // The body may be an object without an envelope: decoding all of it would be wasted.
            let is_of_envelope = envelope.paths().any(|known| known.as_str() == name);
            if envelope.previous == Some(&*name) || self.event_type.is_none() && !is_of_envelope {
                return Err(odd());
            }
            self.read(envelope, &name, members)?;
        }
    }

    /// Reads a member other than an object of the event.
    fn read(&mut self, envelope: &Envelope, name: &str, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        let is = |member: Option<&str>| member == Some(name);
        if is(envelope.event_type) {
            put(&mut self.event_type, members)
        } else if is(envelope.event_id) {
            put(&mut self.event_id, members)
        } else if is(envelope.created) {
            if envelope.created_as.is_some() {
                return Err(odd());
            }
            put(&mut self.creation_date, members)
        } else if is(envelope.request_id) {
            put(&mut self.request_id, members)
        } else {
            let value = members.json()?.ok_or_else(odd)?;
            self.extra.insert(name.to_owned(), value);
            Ok(())
        }
    }
}

/// Stores a non-empty text unless one is already stored.
fn put<T: for<'t> From<&'t str>>(to: &mut Option<T>, members: &mut dyn Members<'_>) -> Result<(), Failed> {
    match members.scalar()? {
        Some(Scalar::Text(text)) if !text.is_empty() && to.is_none() => {
            *to = Some(T::from(&text));
            Ok(())
        }
        _ => Err(odd()),
    }
}

/// A body whose next value is the object.
trait Object {
    fn envelope(&self) -> &'static Envelope;

    fn raw(&self) -> &RawBody;

    /// Reads the object, and what follows it.
    fn read(&mut self, object: &mut dyn Fill, previous: &mut dyn Fill) -> Result<Around, Failed>;
}

struct AtObject<'o, 'm, 'de> {
    envelope: &'static Envelope,
    raw: &'o RawBody,
    around: Around,
    members: &'m mut dyn Members<'de>,
}

impl Object for AtObject<'_, '_, '_> {
    fn envelope(&self) -> &'static Envelope {
        self.envelope
    }

    fn raw(&self) -> &RawBody {
        self.raw
    }

    fn read(&mut self, object: &mut dyn Fill, previous: &mut dyn Fill) -> Result<Around, Failed> {
        self.members.visit(&mut Only(object))?;
        let mut has_previous = false;
        while let Some(name) = self.members.next_name()? {
            if self.envelope.payload == Some(&*name) {
                return Err(odd());
            }
            if self.envelope.previous != Some(&*name) {
                self.around.read(self.envelope, &name, self.members)?;
            } else if std::mem::replace(&mut has_previous, true) {
                return Err(odd());
            } else {
                self.members.visit(&mut Only(previous))?;
            }
        }
        Ok(std::mem::take(&mut self.around))
    }
}

/// Only an object.
struct Only<'o>(&'o mut dyn Fill);

impl<'de> Visit<'de> for Only<'_> {
    fn scalar(&mut self, _: Scalar<'de>) -> Result<(), Failed> {
        Err(odd())
    }

    fn list(&mut self, _: &mut dyn Source<'de>) -> Result<(), Failed> {
        Err(odd())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        self.0.fill(members)
    }
}
