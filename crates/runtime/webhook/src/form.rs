//! Deliveries as forms (`application/x-www-form-urlencoded`), which are read as JSON objects of strings. If an API also
//! sends JSON, the format is detected from the body.
//!
//! A value that is not UTF-8 reads as the object `{"percentEncoded": "caf%E9"}`, so it is unreadable where a string is
//! expected and nothing is lost. A repeated field becomes a repeated member, unless the values are equal.

use std::collections::HashSet;
use std::fmt::Write as _;

use payspec_core::decode_pairs;

use serde_json::{Value, json};

use crate::{Delivery, Envelope, ParsedEnvelope, RawBody, Reason, UndecodableError, body};

/// A form converted to the equivalent JSON object, in which every value is a string.
pub struct FormBody {
    raw: RawBody,
    json: RawBody,
}

impl FormBody {
    /// Parses a body as a form.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty, is a JSON list, or has too many fields.
    pub fn read(raw: &RawBody) -> Result<Self, UndecodableError> {
        let json = as_json(raw).map_err(|reason| UndecodableError::new(reason, None, None, raw.clone()))?;
        Ok(Self { raw: raw.clone(), json })
    }

    /// Parses a body that is a form or the equivalent JSON object. A body that starts with a brace is JSON; the header
    /// `Content-Type` is ignored, because senders get it wrong.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty, is a JSON list, or is a form with too many fields. A JSON object is checked
    /// when it is [parsed](Self::parse).
    pub fn read_form_or_json(raw: &RawBody) -> Result<Self, UndecodableError> {
        if body::is_object(raw.as_bytes()) {
            return Ok(Self { raw: raw.clone(), json: raw.clone() });
        }
        Self::read(raw)
    }

    /// Splits the form into members, as [`parse`](crate::parse) does with JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if a field of the envelope is repeated.
    pub fn parse(&self, envelope: &'static Envelope) -> Result<ParsedEnvelope<'_>, UndecodableError> {
        Delivery::written_as(&self.raw, &self.json).parse(envelope)
    }
}

fn as_json(raw: &RawBody) -> Result<RawBody, Reason> {
    if raw.as_bytes().trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    if body::begins_with(raw.as_bytes(), b'[') {
        return Err(Reason::NotAnObject { found: "an array" });
    }
    let pairs = decode_pairs(raw.as_bytes()).map_err(Reason::NotAForm)?;
    let mut known = HashSet::new();
    // Written one by one: a map would lose repeated fields.
    let mut object = String::from("{");
    for (name, value) in pairs.iter().filter(|pair| known.insert(*pair)) {
        let name = std::str::from_utf8(name).map_or_else(|_| percent_encoded(name), str::to_owned);
        let value = match std::str::from_utf8(value) {
            Ok(text) => Value::from(text),
            Err(_) => json!({ "percentEncoded": percent_encoded(value) }),
        };
        let comma = if object.len() > 1 { "," } else { "" };
        // Writing to a String cannot fail.
        let _ = write!(object, "{comma}{}:{value}", Value::from(name));
    }
    object.push('}');
    Ok(RawBody::from(object))
}

/// Percent-encodes bytes; letters, digits and `-._~` are kept.
pub(crate) fn percent_encoded(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = match byte {
            b'-' | b'.' | b'_' | b'~' => write!(text, "{}", char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => write!(text, "{}", char::from(*byte)),
            byte => write!(text, "%{byte:02X}"),
        };
        text
    })
}
