//! Deliveries for which this version has no type.

use std::error::Error as StdError;
use std::fmt;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{RawBody, body};

/// A well-formed delivery for which this version has no type: an event that is newer than the crate, or an object
/// without an envelope whose type cannot be determined.
///
/// Respond with success, or the sender will retry it; store [`raw`](Self::raw) if it may matter.
/// [`decode_as`](crate::decode_as) decodes it as a type of your choice.
#[derive(Clone, PartialEq, Eq)]
pub struct Unknown(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    event_type: Option<String>,
    event_id: Option<String>,
    raw: RawBody,
    /// The same as JSON, if it was received in another format.
    text: RawBody,
}

impl Unknown {
    pub(crate) fn new(event_type: Option<String>, event_id: Option<String>, raw: RawBody, text: RawBody) -> Self {
        Self(Box::new(Inner { event_type, event_id, raw, text }))
    }

    /// Returns the type of the event, if the body has one.
    pub fn event_type(&self) -> Option<&str> {
        self.0.event_type.as_deref()
    }

    /// Returns the ID of the event, if the body has one.
    pub fn event_id(&self) -> Option<&str> {
        self.0.event_id.as_deref()
    }

    /// Returns the body as received.
    pub fn raw(&self) -> &RawBody {
        &self.0.raw
    }
}

/// Writes the whole body; a form as an object of strings.
impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // `parse` has parsed the body as JSON before creating an `Unknown`, in the same way.
        let text = body::text(self.0.text.as_bytes()).map_err(S::Error::custom)?;
        let body: &RawValue = serde_json::from_str(text).map_err(S::Error::custom)?;
        body.serialize(serializer)
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.event_type() {
            Some(event_type) => write!(f, "unknown event {}", body::Label(event_type)),
            None => f.write_str("an object of unknown type without an envelope"),
        }
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("event_type", &body::label(self.event_type()))
            .field("event_id", &body::label(self.event_id()))
            .field("raw", self.raw())
            .finish()
    }
}

/// For receivers that treat unknown deliveries as errors.
impl StdError for Unknown {}
