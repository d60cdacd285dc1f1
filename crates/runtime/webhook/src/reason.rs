//! Why a delivery could not be read.

use std::fmt;

use payspec_core::FormError;

use crate::DecodeError;

/// Why a delivery could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The body is empty.
    Empty,
    /// The body is not UTF-8.
    NotUtf8 {
        /// The index of the first byte that does not belong.
        at: usize,
    },
    /// The body is not JSON, or it is cut off.
    NotJson(DecodeError),
    /// The body is JSON, but not an object.
    NotAnObject {
        /// What it is instead, such as `an array`.
        found: &'static str,
    },
    /// The body is an object around a list of events. A delivery is one event; these would all be lost in an unknown one.
    SeveralEvents,
    /// The delivery should bring a list of events and has none.
    NoEvents {
        /// The member that should hold the list; `None` where the body should be the list.
        member: Option<&'static str>,
    },
    /// The body should be a form and has too many fields for one.
    NotAForm(FormError),
    /// A member of the envelope is there twice, so which one counts would be a guess.
    Repeated {
        /// Its name.
        member: &'static str,
    },
    /// The body has the first part of the type of an event that is known, and not the second.
    NoSubtype {
        /// The name of the member that should hold it.
        member: &'static str,
    },
    /// The event is known, but its body has no payload.
    NoPayload {
        /// The name of the member that should hold it.
        member: &'static str,
    },
    /// The payload does not fit the type of the event.
    Payload(DecodeError),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the body is empty"),
            Self::NotUtf8 { at } => write!(f, "the body is not UTF-8 (byte {at})"),
            Self::NotJson(error) => write!(f, "the body is {error}"),
            Self::NotAnObject { found } => write!(f, "the body is {found}, not an object"),
            Self::SeveralEvents => f.write_str("the body holds a list of events, and a delivery is one event"),
            Self::NoEvents { member: Some(member) } => write!(f, "the body has no list of events in `{member}`"),
            Self::NoEvents { member: None } => f.write_str("the body is not a list of events"),
            Self::NotAForm(error) => write!(f, "the body is no form: {error}"),
            Self::Repeated { member } => write!(f, "the body has the member `{member}` twice"),
            Self::NoSubtype { member } => {
                write!(f, "the body has the first part of an event's type, and no second part in `{member}`")
            }
            Self::NoPayload { member } => write!(f, "the body has no member `{member}`"),
            Self::Payload(error) => write!(f, "the payload does not fit: {error}"),
        }
    }
}
