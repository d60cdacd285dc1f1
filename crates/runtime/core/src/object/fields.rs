//! Functions that generated code calls for fields other than lists. Those for required fields are strict.

use serde_json::Value;

use super::failed::Failed;
use super::received;
use super::source::{Members, Source, Visit};
use super::{Fill, ReadObject};
use crate::json::recovery;
use crate::scalar::{FromScalar, Scalar};
use crate::{DateTime, Metadata, UnixTime, UnreadableMembers, lenient};

/// Returns the next scalar of a member.
pub(super) fn scalar<'de>(source: &mut dyn Source<'de>) -> Result<Scalar<'de>, Failed> {
    Ok(source.scalar()?.unwrap_or(Scalar::Null))
}

/// Returns `true` if a scalar means "no value": `null` and `""`.
pub(super) fn is_nothing(scalar: &Scalar<'_>) -> bool {
    match scalar {
        Scalar::Null => true,
        Scalar::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// Reads a text like [`lenient::text`].
pub fn text(source: &mut dyn Source<'_>, to: &mut Option<String>) -> Result<(), Failed> {
    *to = lenient::text_of(scalar(source)?).map_err(Failed::said)?;
    Ok(())
}

/// Reads an integer like [`lenient::integer`].
pub fn integer(source: &mut dyn Source<'_>, to: &mut Option<i64>) -> Result<(), Failed> {
    *to = lenient::integer_of(&scalar(source)?).map_err(Failed::said)?;
    Ok(())
}

/// Reads a boolean like [`lenient::boolean`].
pub fn boolean(source: &mut dyn Source<'_>, to: &mut Option<bool>) -> Result<(), Failed> {
    *to = lenient::boolean_of(&scalar(source)?).map_err(Failed::said)?;
    Ok(())
}

/// Reads a value that is not plain text; `null` and `""` are `None`.
pub fn value<T: FromScalar>(source: &mut dyn Source<'_>, to: &mut Option<T>) -> Result<(), Failed> {
    if let Some(value) = of_value(scalar(source)?).map_err(Failed::said)? {
        *to = Some(value);
    }
    Ok(())
}

/// Converts a scalar; `null` and `""` are `None`. In a request, `""` is a text or identifier, if it can be one.
pub(super) fn of_value<T: FromScalar>(scalar: Scalar<'_>) -> Result<Option<T>, String> {
    match scalar {
        scalar if !is_nothing(&scalar) => T::from_scalar(scalar).map(Some),
        Scalar::Text(_) if received::is_request() => Ok(T::from_scalar(scalar).ok()),
        _ => Ok(None),
    }
}

/// Reads a required value.
pub fn required<T: FromScalar>(source: &mut dyn Source<'_>, to: &mut T) -> Result<(), Failed> {
    *to = T::from_scalar(received::not_empty(scalar(source)?)?).map_err(Failed::said)?;
    Ok(())
}

macro_rules! times {
    ($($optional:ident, $required:ident: $unix:ident;)*) => {
        $(
            /// Reads a numeric time; `null` and `""` are `None`.
            pub fn $optional(source: &mut dyn Source<'_>, to: &mut Option<DateTime>) -> Result<(), Failed> {
                let scalar = scalar(source)?;
                if !is_nothing(&scalar) {
                    *to = Some(UnixTime::$unix.of_scalar(scalar).map_err(Failed::said)?);
                }
                Ok(())
            }

            /// Same for a required time.
            pub fn $required(source: &mut dyn Source<'_>, to: &mut DateTime) -> Result<(), Failed> {
                *to = UnixTime::$unix.of_scalar(scalar(source)?).map_err(Failed::said)?;
                Ok(())
            }
        )*
    };
}

times! {
    unix_seconds, required_unix_seconds: Seconds;
    unix_milliseconds, required_unix_milliseconds: Milliseconds;
}

/// Reads a value that may be an empty string; `null` is `None`.
pub fn text_value<T: FromScalar>(source: &mut dyn Source<'_>, to: &mut Option<T>) -> Result<(), Failed> {
    match scalar(source)? {
        Scalar::Null => *to = None,
        scalar => *to = Some(T::from_scalar(scalar).map_err(Failed::said)?),
    }
    Ok(())
}

/// Reads a required text: only a string.
pub fn required_text(source: &mut dyn Source<'_>, to: &mut String) -> Result<(), Failed> {
    match scalar(source)? {
        Scalar::Text(text) => *to = text.into_owned(),
        number @ (Scalar::Integer(_) | Scalar::Number(_)) if received::is_request() => {
            *to = lenient::text_of(number).map_err(Failed::said)?.unwrap_or_default();
        }
        other => return Err(unexpected("a string", &other)),
    }
    Ok(())
}

/// Reads a required integer: only a number without a fraction.
pub fn required_integer(source: &mut dyn Source<'_>, to: &mut i64) -> Result<(), Failed> {
    match scalar(source)? {
        Scalar::Integer(number) => {
            *to = number.try_into().map_err(|_| Failed::said("expected i64, found an integer"))?;
        }
        other if received::is_request() => *to = received::required(lenient::integer_of(&other))?,
        other => return Err(unexpected("i64", &other)),
    }
    Ok(())
}

/// Reads a required boolean: only `true` or `false`.
pub fn required_boolean(source: &mut dyn Source<'_>, to: &mut bool) -> Result<(), Failed> {
    match scalar(source)? {
        Scalar::Boolean(value) => *to = value,
        other if received::is_request() => *to = received::required(lenient::boolean_of(&other))?,
        other => return Err(unexpected("a boolean", &other)),
    }
    Ok(())
}

/// Returns the kind of value found, without distinguishing numbers.
pub(super) fn roughly(scalar: &Scalar<'_>) -> &'static str {
    if matches!(scalar, Scalar::Integer(_)) { "a number" } else { scalar.kind() }
}

#[cold]
pub(super) fn unexpected(expected: &str, found: &Scalar<'_>) -> Failed {
    let found = match found {
        Scalar::Text(_) => "a string",
        Scalar::Float(_) | Scalar::Number(_) => "a number with a fraction",
        Scalar::List => "an array",
        other => other.kind(),
    };
    Failed::said(format!("expected {expected}, found {found}"))
}

/// Reads any JSON; `null` is `None`.
pub fn json(source: &mut dyn Source<'_>, to: &mut Option<Value>) -> Result<(), Failed> {
    *to = source.json()?.filter(|value| !value.is_null() || received::is_request());
    Ok(())
}

/// Reads any JSON that is required.
pub fn required_json(source: &mut dyn Source<'_>, to: &mut Value) -> Result<(), Failed> {
    *to = source.json()?.unwrap_or_default();
    Ok(())
}

/// Reads required additional data; `null` is an empty map.
pub fn required_metadata(source: &mut dyn Source<'_>, to: &mut Metadata) -> Result<(), Failed> {
    let mut data = None;
    metadata(source, &mut data)?;
    *to = data.unwrap_or_default();
    Ok(())
}

/// Reads additional data: `{}`, `[]` and an object are a map; `null` and `""` are `None`.
pub fn metadata(source: &mut dyn Source<'_>, to: &mut Option<Metadata>) -> Result<(), Failed> {
    source.visit(&mut Data(to)).map(drop)
}

/// Additional data.
pub(super) struct Data<'t>(pub(super) &'t mut Option<Metadata>);

impl<'de> Visit<'de> for Data<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if is_nothing(&scalar) {
            return Ok(());
        }
        Err(Failed::said(format!("expected an object of additional data, found {}", roughly(&scalar))))
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        let mut data = Vec::new();
        while let Some(item) = items.data()? {
            data.push((data.len().to_string(), item));
        }
        *self.0 = Some(Metadata::of(data));
        Ok(())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        let mut data = Vec::new();
        while let Some(name) = members.next_name()? {
            data.push((name.into_owned(), members.data()?.unwrap_or_default()));
        }
        *self.0 = Some(Metadata::of(data));
        Ok(())
    }
}

/// Reads an object, optionally into a box; `null`, `""` and an empty list are `None`.
pub fn object<T: ReadObject>(source: &mut dyn Source<'_>, to: &mut Option<T>) -> Result<(), Failed> {
    source.visit(&mut ObjectAt { place: to, is_required: false }).map(drop)
}

/// Reads a required object; a list is an error, whatever its items.
pub fn required_object<T: ReadObject>(source: &mut dyn Source<'_>, to: &mut T) -> Result<(), Failed> {
    source.visit(&mut ObjectAt { place: &mut There(to), is_required: true }).map(drop)
}

/// A place for an object.
pub(super) trait Place {
    /// Stores a blank object there, to be filled in place: otherwise a large one would be moved.
    fn put(&mut self) -> &mut dyn Fill;
}

impl<T: ReadObject> Place for Option<T> {
    fn put(&mut self) -> &mut dyn Fill {
        self.insert(T::blank())
    }
}

/// A blank object that already exists.
struct There<'t, T>(&'t mut T);

impl<T: ReadObject> Place for There<'_, T> {
    fn put(&mut self) -> &mut dyn Fill {
        self.0
    }
}

struct ObjectAt<'t> {
    place: &'t mut dyn Place,
    is_required: bool,
}

impl<'de> Visit<'de> for ObjectAt<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if self.is_required {
            return Err(unexpected("an object", &scalar));
        }
        if is_nothing(&scalar) {
            return Ok(());
        }
        Err(Failed::said(format!("expected an object, found {}", roughly(&scalar))))
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        if self.is_required {
            return Err(unexpected("an object", &Scalar::List));
        }
        if items.skip()? {
            return Err(Failed::said("expected an object, found a list that is not empty"));
        }
        Ok(())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        self.place.put().fill(members)
    }
}

/// Takes the set-aside members. Only recovery can add them to an object.
pub fn unreadable(source: &mut dyn Source<'_>, to: &mut UnreadableMembers) -> Result<(), Failed> {
    if !recovery::is_recovering() {
        // If the sender uses that name, it is an unknown member.
        return source.skip().map(drop);
    }
    source.visit(&mut Aside(to)).map(drop)
}

struct Aside<'t>(&'t mut UnreadableMembers);

impl<'de> Visit<'de> for Aside<'_> {
    fn scalar(&mut self, _: Scalar<'de>) -> Result<(), Failed> {
        Err(Failed::said("expected an object"))
    }

    fn list(&mut self, _: &mut dyn Source<'de>) -> Result<(), Failed> {
        Err(Failed::said("expected an object"))
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        let mut found = Vec::new();
        while let Some(name) = members.next_name()? {
            found.extend(members.raw()?.map(|json| (name.into_owned(), json)));
        }
        *self.0 = UnreadableMembers::taken(found);
        Ok(())
    }
}
