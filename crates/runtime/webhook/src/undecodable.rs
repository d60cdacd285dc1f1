//! Deliveries that cannot be decoded.

use std::error::Error as StdError;
use std::fmt;

use crate::{Envelope, RawBody, Reason, body, found};

/// A delivery that cannot be decoded, with the reason, the parts that could be identified, and the bytes.
///
/// A known event whose payload does not match its type is also one of these, never an [`Unknown`](crate::Unknown):
/// report it to the maintainers of the API description.
#[derive(Clone, PartialEq, Eq)]
pub struct UndecodableError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    reason: Reason,
    event_type: Option<String>,
    event_id: Option<String>,
    raw: RawBody,
    envelope: &'static Envelope,
}

impl UndecodableError {
    pub(crate) fn new(reason: Reason, event_type: Option<String>, event_id: Option<String>, raw: RawBody) -> Self {
        Self(Box::new(Inner { reason, event_type, event_id, raw, envelope: &NONE }))
    }

    /// Sets the envelope of the delivery's API, so that its IDs can be found.
    #[must_use]
    pub fn within(mut self, envelope: &'static Envelope) -> Self {
        self.0.envelope = envelope;
        self
    }

    /// Returns the reason why it could not be decoded.
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// Returns the type of the event, if it could be determined. It often can even if the body is truncated or not
    /// valid UTF-8.
    pub fn event_type(&self) -> Option<&str> {
        self.0.event_type.as_deref()
    }

    /// Returns the ID of the event, if it could be determined.
    pub fn event_id(&self) -> Option<&str> {
        self.0.event_id.as_deref()
    }

    /// Returns the body as received.
    pub fn raw(&self) -> &RawBody {
        &self.0.raw
    }

    /// Returns the IDs of the object that can be found in the body, by their names on the wire, to find the object in
    /// your records and to read it again. Like everything in a body, they are claims.
    pub fn ids(&self) -> Vec<(&'static str, String)> {
        self.0.envelope.ids.iter().filter_map(|path| Some((*path, self.member(path)?))).collect()
    }

    /// Returns the text of one member of the object, by its name on the wire; a dot steps into objects. Returns `None`
    /// if it is missing, if there are two different ones, or if it is not an ID: 1 to 128 visible ASCII characters.
    pub fn member(&self, path: &str) -> Option<String> {
        found::member(self.0.envelope, self.0.raw.as_bytes(), path)
    }
}

static NONE: Envelope = Envelope::NONE;

impl fmt::Display for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event_type) = self.event_type() {
            write!(f, "{}: ", body::Label(event_type))?;
        }
        write!(f, "{}", self.reason())?;
        if let Some(event_id) = self.event_id() {
            write!(f, "; event {}", body::Label(event_id))?;
        }
        Ok(())
    }
}

impl fmt::Debug for UndecodableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndecodableError")
            .field("reason", self.reason())
            .field("event_type", &body::label(self.event_type()))
            .field("event_id", &body::label(self.event_id()))
            .field("raw", self.raw())
            .finish()
    }
}

impl StdError for UndecodableError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.reason() {
            Reason::NotJson(error) | Reason::Payload(error) => Some(error),
            Reason::NotAForm(error) => Some(error),
            _ => None,
        }
    }
}
