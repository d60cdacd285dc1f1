//! A delivery that could not be read, and why.

use std::error::Error as StdError;
use std::fmt;

use crate::{Envelope, RawBody, Reason, body, found};

/// A delivery that could not be read. It says why, keeps what could be told, and has the bytes.
///
/// An event this version knows but whose payload does not fit is here too, never under
/// [`Unknown`](crate::Unknown): it is news for whoever maintains the description of the API.
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

    /// Says which API the delivery is of, so that its ids are found.
    #[must_use]
    pub fn within(mut self, envelope: &'static Envelope) -> Self {
        self.0.envelope = envelope;
        self
    }

    /// Returns why it could not be read.
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// Returns the name of the event, when it could be told. A body that is cut off or has a byte that is not UTF-8
    /// often still tells.
    pub fn event_type(&self) -> Option<&str> {
        self.0.event_type.as_deref()
    }

    /// Returns the id of the event, when it could be told.
    pub fn event_id(&self) -> Option<&str> {
        self.0.event_id.as_deref()
    }

    /// Returns the body as it arrived.
    pub fn raw(&self) -> &RawBody {
        &self.0.raw
    }

    /// Returns the ids of the object that the body still tells, by their names on the wire: what to look for in the
    /// books, and what to read again. They are claims, as all that a body says.
    pub fn ids(&self) -> Vec<(&'static str, String)> {
        self.0.envelope.ids.iter().filter_map(|path| Some((*path, self.member(path)?))).collect()
    }

    /// Returns the text of one member of the object, by its name on the wire; a dot steps into objects. `None` where
    /// the body does not tell it any more, has two that differ, or where it is no id: 1 to 128 visible ASCII
    /// characters.
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
