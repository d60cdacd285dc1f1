//! Looks up members of a JSON text by path without building the surrounding values, so that a response of megabytes
//! costs no more than what is looked up.

use std::borrow::Cow;
use std::fmt;

use payspec_core::Path;
use payspec_core::path::Leaf;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Returns the body of a response without a byte order mark.
pub(super) fn text_of(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// Returns `true` if a body is a non-empty object, as an API sends to report the result of a call.
pub(crate) fn is_object(body: &[u8]) -> bool {
    let (mut reader, mut has_members) = (serde_json::Deserializer::from_slice(text_of(body)), false);
    let read = Parts(&mut |part| has_members |= matches!(part, Part::Member(..))).take(&mut reader);
    read.and_then(|()| reader.end()).is_ok() && has_members
}

/// Returns the last value at a dotted path, if the whole text is JSON and the value is a string or a number.
pub(crate) fn scalar<'a>(body: &'a [u8], path: &str) -> Option<Scalar<'a>> {
    let mut last = Last(None);
    Path::new(path).find(text_of(body), false, &mut last).ok()?;
    last.0.and_then(Scalar::of)
}

/// A string, or a number as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scalar<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
}

impl<'a> Scalar<'a> {
    pub(super) fn of(value: &'a RawValue) -> Option<Self> {
        let text = value.get();
        match text.as_bytes().first()? {
            b'"' => text_in(text).map(Self::Text),
            b'-' | b'0'..=b'9' => Some(Self::Number(text)),
            _ => None,
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number(digits) => digits,
        }
    }
}

/// Returns the content of a JSON string; borrowed if it has no escapes.
pub(super) fn text_in(string: &str) -> Option<Cow<'_, str>> {
    match serde_json::from_str::<&str>(string) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => serde_json::from_str(string).ok().map(Cow::Owned),
    }
}

/// Keeps the last of several values.
pub(super) struct Last<'a>(pub(super) Option<&'a RawValue>);

impl<'de> Leaf<'de> for Last<'de> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        self.0 = Some(serde::Deserialize::deserialize(value)?);
        Ok(())
    }
}

/// A part of a value, or a scalar.
#[derive(Clone, Copy)]
pub(super) enum Part<'t, 'de> {
    /// A member of an object.
    Member(&'t str, &'de RawValue),
    /// An item of a list, and its index.
    Item(usize, &'de RawValue),
    /// A string, a number or a boolean.
    Alone(&'t str),
}

/// Passes the parts of a value to a function, in order; `null` has none.
pub(super) struct Parts<'f, 'de>(pub(super) &'f mut dyn FnMut(Part<'_, 'de>));

impl<'de> Parts<'_, 'de> {
    /// Visits the parts of a value; those before a syntax error count.
    pub(super) fn of(&mut self, value: &'de [u8]) {
        let _ = self.take(&mut serde_json::Deserializer::from_slice(value));
    }
}

impl<'de> Leaf<'de> for Parts<'_, 'de> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(Each(self.0))
    }
}

struct Each<'f, 'de>(&'f mut dyn FnMut(Part<'_, 'de>));

impl<'de> Visitor<'de> for Each<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            (self.0)(Part::Member(&name, map.next_value()?));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(item) = seq.next_element()? {
            (self.0)(Part::Item(index, item));
            index += 1;
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        (self.0)(Part::Alone(text));
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        (self.0)(Part::Alone(if value { "true" } else { "false" }));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        (self.0)(Part::Alone(&value.to_string()));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        (self.0)(Part::Alone(&value.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        (self.0)(Part::Alone(&value.to_string()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(body: &str, path: &str) -> Option<String> {
        scalar(body.as_bytes(), path).map(|found| found.as_str().to_owned())
    }

    #[test]
    fn a_member_is_found_by_its_path() {
        let body = r#"{"x": [{"a": 1}], "a": {"b": {"c": "deep"}, "n": -1.50, "e": "\u00e9\n"}, "a.b": 2}"#;
        for (path, wanted) in [
            ("a.b.c", Some("deep")),
            ("a.n", Some("-1.50")),
            ("a.e", Some("é\n")),
            ("a", None),
            ("a.b", None),
            ("x.a", None),
            ("a.b.c.d", None),
            ("b", None),
        ] {
            assert_eq!(at(body, path).as_deref(), wanted, "{path}");
        }
        assert_eq!(at("\u{feff}{\"a\": 1}", "a").as_deref(), Some("1"));
        assert_eq!(at(r#"{"a": 1, "a": "2"}"#, "a").as_deref(), Some("2"), "the last counts");
        assert_eq!(at(r#"{"a": 1, "a": []}"#, "a"), None);
        for broken in [r#"{"a": 1"#, r#"{"a": 1} x"#, "<html>", "", "7", r#"{"a": "\ud800"}"#] {
            assert_eq!(at(broken, "a"), None, "{broken}");
        }
    }

    #[test]
    fn depth_and_length_around_it_do_not_matter() {
        let deep = "[".repeat(50_000) + &"]".repeat(50_000);
        let long = "0,".repeat(100_000);
        let body = format!(r#"{{"deep": {deep}, "long": [{long}0], "a": {{"b": "found"}}, "also": {deep}}}"#);
        assert_eq!(at(&body, "a.b").as_deref(), Some("found"));
        assert_eq!(at(&body, "deep.a"), None);
    }
}
