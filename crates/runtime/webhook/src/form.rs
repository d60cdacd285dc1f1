//! Deliveries that are forms (`application/x-www-form-urlencoded`): read as JSON objects of texts. Where an API sends JSON
//! as well, the body itself tells which it is.
//!
//! A value that is not UTF-8 is no text: it reads as the object `{"percentEncoded": "caf%E9"}`, so it is unreadable where
//! a text is meant and nothing of it is lost. A field that comes twice is a member that comes twice, unless both are equal.

use std::collections::HashSet;
use std::fmt::Write as _;

use payspec_core::decode_pairs;

use serde_json::{Value, json};

use crate::{Delivery, Envelope, ParsedEnvelope, RawBody, Reason, UndecodableError, body};

/// A form written as the JSON object it stands for: every value is text.
pub struct FormBody {
    raw: RawBody,
    json: RawBody,
}

impl FormBody {
    /// Reads a body as a form.
    ///
    /// # Errors
    ///
    /// When it is empty, is a list in JSON, or has too many fields.
    pub fn read(raw: &RawBody) -> Result<Self, UndecodableError> {
        let json = as_json(raw).map_err(|reason| UndecodableError::new(reason, None, None, raw.clone()))?;
        Ok(Self { raw: raw.clone(), json })
    }

    /// Reads a body that is a form, or the JSON object that a form stands for. A body that begins with a brace is JSON;
    /// the header `Content-Type` is not asked, for senders get it wrong.
    ///
    /// # Errors
    ///
    /// When it is empty, is a list in JSON, or is a form with too many fields. An object in JSON is looked at when it is
    /// [parsed](Self::parse).
    pub fn read_form_or_json(raw: &RawBody) -> Result<Self, UndecodableError> {
        if body::is_object(raw.as_bytes()) {
            return Ok(Self { raw: raw.clone(), json: raw.clone() });
        }
        Self::read(raw)
    }

    /// Takes the form apart, as [`parse`](crate::parse) does with JSON.
    ///
    /// # Errors
    ///
    /// When a field of the envelope is there twice.
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
    // Written one by one: a map would lose what comes twice.
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

/// Bytes as they could stand in a form: letters, digits and `-._~` as they are.
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
