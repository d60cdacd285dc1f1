//! A JSON object split into members, one level deep, and lookup of deeper ones by path.

use std::borrow::Cow;
use std::fmt;

use payspec_core::Path;
use payspec_core::path::Leaf;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of a JSON object, in order, each still as text. Payloads are not decoded, so neither their depth nor
/// their content can make this fail.
#[derive(Default)]
pub(crate) struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Splits a text. Members before an error are included, so that the event of a truncated body can still be
    /// identified.
    pub(crate) fn read(text: &'a str) -> (Self, Result<(), serde_json::Error>) {
        let mut members = Self::default();
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = Collect(&mut members).deserialize(&mut reader).and_then(|()| reader.end());
        (members, read)
    }

    /// Splits a value; `None` unless it is an object.
    pub(crate) fn of(value: &'a RawValue) -> Option<Self> {
        let (members, read) = Self::read(value.get());
        read.is_ok().then_some(members)
    }

    /// Returns the members of this name; several if it is repeated.
    pub(crate) fn all(&self, name: &str) -> impl DoubleEndedIterator<Item = &'a RawValue> {
        self.iter().filter_map(move |(known, value)| (known == name).then_some(value))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.all(name).next()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the values at a path; several if a member at or on the path is repeated.
    pub(crate) fn all_at(&self, path: Path<'_>) -> impl Iterator<Item = &'a RawValue> {
        let (first, rest) = path.split_first();
        self.all(first).flat_map(move |value| {
            let inside = rest.map(|rest| all_in(value.get(), rest)).unwrap_or_default();
            let itself = if rest.is_none() { Some(value) } else { None };
            itself.into_iter().chain(inside)
        })
    }

    /// Returns the values at a path; an error if an object on the path is malformed, because the part after the error
    /// is unknown here and other parsers may read it.
    #[cfg(feature = "signature")]
    pub(crate) fn all_certain(&self, path: Path<'_>) -> Result<Vec<&'a RawValue>, serde_json::Error> {
        let (first, rest) = path.split_first();
        let Some(rest) = rest else { return Ok(self.all(first).collect()) };
        let mut all = All(Vec::new());
        for value in self.all(first) {
            rest.find(value.get().as_bytes(), false, &mut all)?;
        }
        Ok(all.0)
    }

    pub(crate) fn at(&self, path: Path<'_>) -> Option<&'a RawValue> {
        self.all_at(path).next()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }
}

/// Returns the values at a path in a text, up to the first syntax error.
pub(crate) fn all_in<'a>(text: &'a str, path: Path<'_>) -> Vec<&'a RawValue> {
    let mut all = All(Vec::new());
    // What was found before the error counts.
    let _ = path.find(text.as_bytes(), false, &mut all);
    all.0
}

struct All<'a>(Vec<&'a RawValue>);

impl<'de> Leaf<'de> for All<'de> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        self.0.push(Deserialize::deserialize(value)?);
        Ok(())
    }
}

/// Returns a member as text: a string's content, or a number as written.
pub(crate) fn text_of(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => serde_json::from_str(value.get()).ok(),
        b'-' | b'0'..=b'9' => Some(value.get().to_owned()),
        _ => None,
    }
}

/// Returns a member as text, or `None` if it is empty: two events without an ID are not the same.
pub(crate) fn said(value: &RawValue) -> Option<String> {
    text_of(value).filter(|text| !text.is_empty())
}

/// Returns `true` if a member is written as a string.
pub(crate) fn is_string(value: &RawValue) -> bool {
    value.get().starts_with('"')
}

struct Collect<'m, 'a>(&'m mut Members<'a>);

impl<'de> DeserializeSeed<'de> for Collect<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collect<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(Name)? {
            self.0.0.push((name, map.next_value()?));
        }
        Ok(())
    }
}

/// Reads a name without copying, if it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
