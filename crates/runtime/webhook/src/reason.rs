//! The reason why a delivery could not be decoded.

use std::fmt;

use payspec_core::FormError;

use crate::DecodeError;

/// The reason why a delivery could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The body is empty.
    Empty,
    /// The body is not UTF-8.
    NotUtf8 {
        /// The index of the first invalid byte.
        at: usize,
    },
    /// The body is not JSON, or it is truncated.
    NotJson(DecodeError),
    /// The body is JSON, but not an object.
    NotAnObject {
        /// The actual type, such as `an array`.
        found: &'static str,
    },
    /// The body is an object around a list of events. The API sends one event per delivery; as an unknown event these
    /// would all be lost.
    SeveralEvents,
    /// The delivery should contain a list of events and does not.
    NoEvents {
        /// The member that should hold the list; `None` if the body should be the list.
        member: Option<&'static str>,
    },
    /// The body should be a form, but has too many fields.
    NotAForm(FormError),
    /// A member of the envelope is repeated, so choosing a value would be a guess.
    Repeated {
        /// Its name.
        member: &'static str,
    },
    /// The body has the first part of a known event type, but not the second.
    NoSubtype {
        /// The member that should hold the second part.
        member: &'static str,
    },
    /// The event is known, but its body has no payload.
    NoPayload {
        /// The member that should hold the payload.
        member: &'static str,
    },
    /// The payload does not match the type of the event.
    Payload(DecodeError),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the body is empty"),
            Self::NotUtf8 { at } => write!(f, "the body is not UTF-8 (byte {at})"),
            Self::NotJson(error) => write!(f, "the body is {error}"),
            Self::NotAnObject { found } => write!(f, "the body is {found}, not an object"),
            Self::SeveralEvents => {
                f.write_str("the body contains a list of events, but this API sends one event per delivery")
            }
            Self::NoEvents { member: Some(member) } => write!(f, "the body has no list of events in `{member}`"),
            Self::NoEvents { member: None } => f.write_str("the body is not a list of events"),
            Self::NotAForm(error) => write!(f, "the body is not a valid form: {error}"),
            Self::Repeated { member } => write!(f, "the member `{member}` of the body is repeated"),
            Self::NoSubtype { member } => {
                write!(f, "the body has the first part of an event type, but no second part in `{member}`")
            }
            Self::NoPayload { member } => write!(f, "the body has no member `{member}`"),
            Self::Payload(error) => write!(f, "the payload does not match the event type: {error}"),
        }
    }
}
