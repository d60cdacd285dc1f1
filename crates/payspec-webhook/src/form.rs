//! Deliveries that are forms (`application/x-www-form-urlencoded`): read as JSON objects of texts. Where an API sends JSON
//! as well, the body itself tells which it is.

use std::collections::HashSet;

use payspec_core::parse_pairs;

use crate::opened::{Opened, open_text};
use crate::{Envelope, Raw, Reason, Undecodable, body};

/// A form written as the JSON object it stands for: every value is text.
pub struct FormBody {
    raw: Raw,
    json: Raw,
}

impl FormBody {
    /// Reads a body as a form.
    ///
    /// # Errors
    ///
    /// When it is empty, is no form or a list in JSON, or has a field twice.
    pub fn read(raw: &Raw) -> Result<Self, Undecodable> {
        let json = as_json(raw).map_err(|reason| Undecodable::new(reason, None, None, raw.clone()))?;
        Ok(Self { raw: raw.clone(), json })
    }

    /// Reads a body that is a form, or the JSON object that a form stands for. A body that begins with a brace is JSON;
    /// the header `Content-Type` is not asked, for senders get it wrong.
    ///
    /// # Errors
    ///
    /// When it is empty, begins as a form and is none, is a list in JSON, or has a field twice. An object in JSON is looked at when it is
    /// [opened](Self::open).
    pub fn read_form_or_json(raw: &Raw) -> Result<Self, Undecodable> {
        if body::is_object(raw.as_bytes()) {
            return Ok(Self { raw: raw.clone(), json: raw.clone() });
        }
        Self::read(raw)
    }

    /// Takes the form apart, as [`open`](crate::open) does with JSON.
    ///
    /// # Errors
    ///
    /// When a field of the envelope is there twice.
    pub fn open(&self, envelope: &'static Envelope) -> Result<Opened<'_>, Undecodable> {
        open_text(envelope, &self.raw, &self.json)
    }
}

fn as_json(raw: &Raw) -> Result<Raw, Reason> {
    if raw.as_bytes().trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    if body::begins_with(raw.as_bytes(), b'[') {
        return Err(Reason::NotAnObject { found: "an array" });
    }
    let pairs = parse_pairs(raw.as_bytes()).map_err(Reason::NotAForm)?;
    let mut names = HashSet::new();
    if !pairs.iter().all(|(name, _)| names.insert(name.as_str())) {
        return Err(Reason::FieldTwice);
    }
    let object: serde_json::Map<_, _> = pairs.into_iter().map(|(name, value)| (name, value.into())).collect();
    Ok(Raw::from(serde_json::Value::Object(object).to_string()))
}
