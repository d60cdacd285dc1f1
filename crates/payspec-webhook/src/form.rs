//! Deliveries that are forms (`application/x-www-form-urlencoded`): read as JSON objects of texts.

use std::collections::HashSet;

use payspec_core::parse_pairs;

use crate::opened::{Opened, open_text};
use crate::{Envelope, Raw, Reason, Undecodable};

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
    /// When it is empty, is no form, or has a field twice.
    pub fn read(raw: &Raw) -> Result<Self, Undecodable> {
        let json = as_json(raw).map_err(|reason| Undecodable::new(reason, None, None, raw.clone()))?;
        Ok(Self { raw: raw.clone(), json })
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
    let pairs = parse_pairs(raw.as_bytes()).map_err(Reason::NotAForm)?;
    let mut names = HashSet::new();
    if !pairs.iter().all(|(name, _)| names.insert(name.as_str())) {
        return Err(Reason::FieldTwice);
    }
    let object: serde_json::Map<_, _> = pairs.into_iter().map(|(name, value)| (name, value.into())).collect();
    Ok(Raw::from(serde_json::Value::Object(object).to_string()))
}
