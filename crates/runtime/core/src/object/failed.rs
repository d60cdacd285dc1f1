//! The error of reading an object.

use std::borrow::Cow;

use serde::de::Error;

/// The error of reading a value: a single pointer, because every read returns it.
#[derive(Debug)]
pub struct Failed(Box<Why>);

#[derive(Debug)]
enum Why {
    /// The source has the error: the text is not JSON, or it is truncated.
    Source,
    /// Our own message; never contains a value.
    Said(Cow<'static, str>),
    Missing(&'static str),
    Duplicate(Cow<'static, str>),
}

impl Failed {
    #[cold]
    pub(super) fn at_source() -> Self {
        Self(Box::new(Why::Source))
    }

    /// Creates an error from our own message, which must not contain a value.
    #[cold]
    pub fn said(why: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Why::Said(why.into())))
    }

    #[cold]
    pub(super) fn missing(field: &'static str) -> Self {
        Self(Box::new(Why::Missing(field)))
    }

    /// Returns the field that is missing, if that is the error.
    #[cfg(feature = "server")]
    pub(crate) fn missing_field(&self) -> Option<&'static str> {
        if let Why::Missing(field) = *self.0 { Some(field) } else { None }
    }

    /// Returns the message, without the location.
    #[cfg(feature = "server")]
    pub(crate) fn message(self) -> String {
        match *self.0 {
            Why::Source => "could not be read".to_owned(),
            Why::Said(why) => why.into_owned(),
            Why::Missing(_) => "missing, but required".to_owned(),
            Why::Duplicate(_) => "a member was given more than once".to_owned(),
        }
    }

    #[cold]
    pub(crate) fn duplicate(field: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Why::Duplicate(field.into())))
    }

    /// Converts to an error of the source; `own` is the one that it stored.
    #[cold]
    pub(super) fn into_error<E: Error>(self, own: Option<E>) -> E {
        match *self.0 {
            Why::Source => own.unwrap_or_else(|| E::custom("could not be read")),
            Why::Said(why) => E::custom(why),
            Why::Missing(field) => E::missing_field(field),
            Why::Duplicate(field) => E::custom(format_args!("duplicate field `{field}`")),
        }
    }
}
