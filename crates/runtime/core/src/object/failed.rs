//! Why reading an object ends early.

use std::borrow::Cow;

use serde::de::Error;

/// Why a value could not be read: one pointer, for it is in the way of everything that is read.
#[derive(Debug)]
pub struct Failed(Box<Why>);

#[derive(Debug)]
enum Why {
    /// The source has the error: the text is no JSON, or ends early.
    Source,
    /// What we say of it; never a value.
    Said(Cow<'static, str>),
    Missing(&'static str),
    Duplicate(Cow<'static, str>),
}

impl Failed {
    #[cold]
    pub(super) fn at_source() -> Self {
        Self(Box::new(Why::Source))
    }

    /// `why` must not repeat a value.
    #[cold]
    pub fn said(why: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Why::Said(why.into())))
    }

    #[cold]
    pub(super) fn missing(field: &'static str) -> Self {
        Self(Box::new(Why::Missing(field)))
    }

    #[cold]
    pub(crate) fn duplicate(field: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Why::Duplicate(field.into())))
    }

    /// Returns the same in the words of the source; `own` is the error that it has kept.
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
