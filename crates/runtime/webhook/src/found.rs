//! Looks up single members, such as IDs, in a body that may not be decodable as a whole.
//!
//! Nothing here fails. Members before an error are found, even if the rest is truncated, not UTF-8, or of an unexpected
//! type.

use std::fmt;

use payspec_core::path::Leaf;
use payspec_core::{Path, parse_pairs};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::{Envelope, body};

/// A longer text is not an ID.
const LONGEST: usize = 128;

/// Returns the text of the member at a dotted path of the body's object: a string, or an integer as written. Returns
/// `None` if there is none, if there are two different ones, or if it does not look like an ID: up to 128 visible ASCII
/// characters.
pub(crate) fn member(envelope: &Envelope, bytes: &[u8], path: &str) -> Option<String> {
    let text = if body::is_object(bytes) {
        in_json(envelope, &String::from_utf8_lossy(bytes), path)
    } else {
        in_form(bytes, path)
    };
    text.filter(|text| (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Pair by pair, so a malformed one does not affect the others, and their number is not limited.
fn in_form(bytes: &[u8], name: &str) -> Option<String> {
    let mut found = Found::Nothing;
    let pairs = bytes.split(|byte| *byte == b'&').filter_map(|pair| parse_pairs(pair).ok()).flatten();
    pairs.filter(|(known, _)| known == name).for_each(|(_, value)| found.add(value));
    found.text()
}

fn in_json(envelope: &Envelope, text: &str, path: &str) -> Option<String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let Some(payload) = envelope.payload else { return look(text, path) };
    // Without an envelope, the object is the body.
    look(text, &format!("{payload}.{path}")).or_else(|| look(text, path))
}

fn look(text: &str, path: &str) -> Option<String> {
    let mut found = Found::Nothing;
    // What was found before the error counts.
    let _ = Path::new(path).find(text.as_bytes(), false, &mut found);
    found.text()
}

enum Found {
    Nothing,
    One(String),
    /// Several different values: choosing one would be a guess.
    Several,
}

impl Found {
    fn add(&mut self, text: String) {
        match self {
            Self::Nothing => *self = Self::One(text),
            Self::One(known) if *known == text => {}
            _ => *self = Self::Several,
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Self::One(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Leaf<'de> for Found {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(Text(self))
    }
}

/// Keeps a string or an integer.
struct Text<'f>(&'f mut Found);

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.add(value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.add(value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.add(value.to_owned());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
