//! Sample messages of an API, for tests of programs that use it (feature `testing`).
//!
//! The crates of an API contain them as data: a model crate a response to each operation, a webhook crate a delivery of
//! each event.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::Path;

/// The messages of an API: one per line, with a key, a label and the message, separated by tabs.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Messages(pub &'static str);

impl Messages {
    /// Returns the lines, except the comments at the top.
    pub fn lines(self) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
        self.0.lines().filter_map(|line| {
            let (key, rest) = line.split_once('\t')?;
            let (told, message) = rest.split_once('\t')?;
            Some((key, told, message))
        })
    }
}

/// A successful response of an API, as its server would send it. It contains everything that a client requires, so a
/// client accepts it as the response to a call with the description's examples.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ResponseFixture {
    /// The status.
    pub status: u16,
    /// The body; empty if there is none.
    pub body: String,
}

impl ResponseFixture {
    /// Returns the responses to an operation, by its ID. For generated code.
    #[doc(hidden)]
    pub fn of(messages: Messages, operation: &'static str) -> impl Iterator<Item = Self> {
        let lines = messages.lines().filter(move |(id, ..)| *id == operation);
        lines.filter_map(|(_, status, body)| Some(Self { status: status.parse().ok()?, body: body.to_owned() }))
    }

    /// Sets a member of the body, creating the enclosing objects. A body that is not a JSON object is unchanged.
    #[must_use]
    pub fn with(self, path: &str, value: impl Into<Value>) -> Self {
        self.changed(|members| Path::new(path).put_into(members, value.into()))
    }

    /// Removes a member of the body. A body that is not a JSON object is unchanged.
    #[must_use]
    pub fn without(self, path: &str) -> Self {
        self.changed(|members| drop(Path::new(path).take_from(members)))
    }

    fn changed(mut self, change: impl FnOnce(&mut Map<String, Value>)) -> Self {
        if let Ok(mut members) = serde_json::from_str(&self.body) {
            change(&mut members);
            self.body = Value::Object(members).to_string();
        }
        self
    }
}

/// Modifies an object through its type: members that the type does not know, or that are not modified, are unchanged.
///
/// # Errors
///
/// Returns an error if the value cannot be decoded as a `T`, or the modified one cannot be serialised.
#[doc(hidden)]
pub fn change<T: DeserializeOwned + Serialize>(
    value: &mut Value,
    change: impl FnOnce(&mut T),
) -> Result<(), serde_json::Error> {
    let mut object: T = serde_json::from_value(value.clone())?;
    let before = crate::json::object(&object)?;
    change(&mut object);
    let after = crate::json::object(&object)?;
    if let Value::Object(members) = value {
        before.keys().filter(|name| !after.contains_key(*name)).for_each(|name| drop(members.remove(name)));
        members.extend(after.into_iter().filter(|(name, value)| before.get(name) != Some(value)));
    }
    Ok(())
}
