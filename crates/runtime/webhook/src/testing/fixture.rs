//! A sample delivery of each event, which tests can modify.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::SystemTime;

use payspec_core::testing::{Messages, change};
use payspec_core::{DateTime, Path, parse_pairs};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::edit::{put_into_form, put_into_json};
use crate::form::percent_encoded;
use crate::{Envelope, EventList, RawBody, body};

/// The sample deliveries of an API, as data of its webhook crate.
#[derive(Debug, Clone, Copy)]
pub struct Fixtures {
    /// The deliveries, each with its name and event type.
    #[doc(hidden)]
    pub messages: Messages,
    /// The locations of the envelope's members.
    #[doc(hidden)]
    pub envelope: &'static Envelope,
    /// The location of the events, if a delivery contains several.
    #[doc(hidden)]
    pub list: Option<&'static EventList>,
}

impl Fixtures {
    /// Returns the event types, in the API's spelling, each with a delivery.
    pub fn all(self) -> impl Iterator<Item = (&'static str, Fixture<Value>)> {
        self.messages.lines().map(move |(_, event, text)| (event, self.fixture(text)))
    }

    /// Returns a delivery of an event, by its type in the API's spelling.
    pub fn of(self, event: &str) -> Option<Fixture<Value>> {
        self.all().find(|(known, _)| *known == event).map(|(_, fixture)| fixture)
    }

    /// Returns the delivery with a name. For generated code.
    #[doc(hidden)]
    pub fn named<T>(self, name: &str) -> Fixture<T> {
        let found = self.messages.lines().find(|(known, ..)| *known == name);
        self.fixture(found.map(|(_, _, text)| text).unwrap_or_default())
    }

    fn fixture<T>(self, text: &str) -> Fixture<T> {
        let Self { envelope, list, .. } = self;
        Fixture { text: text.to_owned(), others: Vec::new(), envelope, list, object: PhantomData }
    }
}

/// A delivery of an event about a `T`, for tests of a receiver. Its methods modify it; [`body`](Self::body) returns the
/// bytes.
///
/// It is the sample in the vendor's documentation or, if there is none, generated from the description. `Debug` shows
/// its length.
#[must_use]
pub struct Fixture<T> {
    text: String,
    others: Vec<String>,
    envelope: &'static Envelope,
    list: Option<&'static EventList>,
    object: PhantomData<fn() -> T>,
}

impl<T> Fixture<T> {
    /// Modifies the object that the event is about. Members that its type does not know are kept.
    ///
    /// ```text
    /// fixtures::transaction_succeeded().object(|transaction| transaction.amount = Some(Amount::from_minor(1500)))
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the object can no longer be decoded as a `T` after other changes.
    pub fn object(mut self, with: impl FnOnce(&mut T)) -> Self
    where
        T: DeserializeOwned + Serialize,
    {
        let mut whole = self.members();
        let at = self.envelope.payload.map(Path::new).filter(|path| path.in_members(&whole).is_some());
        let mut object = match at {
            Some(path) => path.in_members(&whole).cloned().unwrap_or_default(),
            None => Value::Object(whole.clone()),
        };
        change(&mut object, with).expect("the object of a fixture can be read and written");
        match (at, object) {
            (Some(path), object) => path.put_into(&mut whole, object),
            (None, Value::Object(object)) => whole = object,
            (None, _) => {}
        }
        self.write(whole);
        self
    }

    /// Sets the ID of the event: two deliveries with the same ID are one event. Has no effect if events have no ID.
    pub fn event_id(self, id: impl Into<String>) -> Self {
        match self.envelope.event_id {
            Some(path) => self.with(path, id.into()),
            None => self,
        }
    }

    /// Sets the time of the event. Has no effect if events have no time.
    pub fn created(self, at: SystemTime) -> Self {
        let (Some(path), Some(time)) = (self.envelope.created, DateTime::from_system_time(at)) else { return self };
        match self.envelope.created_as.and_then(|unix| unix.number(&time).ok()) {
            Some(number) => self.with(path, number),
            None => self.with(path, time.as_str()),
        }
    }

    /// Sets a member by its [path](payspec_core::Path) from the top of the event, of any type: for values that the API
    /// may add later, or invalid ones.
    pub fn with(mut self, path: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if self.is_form() {
            self.text =
                String::from_utf8_lossy(&put_into_form(self.text.as_bytes(), path, &plain(&value))).into_owned();
        } else if let Some(text) = put_into_json(&self.text, Path::new(path), &value.to_string()) {
            self.text = text;
        }
        self
    }

    /// Removes a member by its path from the top of the event.
    pub fn without(mut self, path: &str) -> Self {
        let mut members = self.members();
        if Path::new(path).take_from(&mut members).is_some() {
            self.write(members);
        }
        self
    }

    /// Adds another event to the delivery. Has no effect if the API sends one event per delivery.
    pub fn and<U>(mut self, other: Fixture<U>) -> Self {
        if self.list.is_some() {
            self.others.push(other.text);
            self.others.extend(other.others);
        }
        self
    }

    /// Returns the body of the delivery. If the API sends its events in lists, the body is a list.
    pub fn body(&self) -> RawBody {
        let Some(list) = self.list else { return RawBody::from(self.text.as_str()) };
        let events: Vec<&str> = std::iter::once(&self.text).chain(&self.others).map(String::as_str).collect();
        let steps = list.at.map(|at| Path::new(at).steps().rev()).into_iter().flatten();
        let nested = |inner: String, step: &str| format!("{{{}:{inner}}}", Value::from(step));
        RawBody::from(steps.fold(format!("[{}]", events.join(",")), nested))
    }

    /// Returns the bytes of the event alone, which are the body unless events are sent in lists.
    pub fn event(&self) -> RawBody {
        RawBody::from(self.text.as_str())
    }

    fn is_form(&self) -> bool {
        !body::is_object(self.text.as_bytes())
    }

    fn members(&self) -> Map<String, Value> {
        if self.is_form() {
            let pairs = parse_pairs(self.text.as_bytes()).unwrap_or_default();
            return pairs.into_iter().map(|(name, value)| (name, Value::from(value))).collect();
        }
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    fn write(&mut self, members: Map<String, Value>) {
        self.text = if self.is_form() {
            let field = |(name, value): (String, Value)| {
                format!("{}={}", percent_encoded(name.as_bytes()), percent_encoded(plain(&value).as_bytes()))
            };
            members.into_iter().map(field).collect::<Vec<_>>().join("&")
        } else {
            Value::Object(members).to_string()
        };
    }
}

/// Returns a value as a form contains it.
fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null => Cow::Borrowed(""),
        other => Cow::Owned(other.to_string()),
    }
}

impl<T> From<Fixture<T>> for RawBody {
    fn from(fixture: Fixture<T>) -> Self {
        fixture.body()
    }
}

impl<T> From<&Fixture<T>> for RawBody {
    fn from(fixture: &Fixture<T>) -> Self {
        fixture.body()
    }
}

impl<T> Clone for Fixture<T> {
    fn clone(&self) -> Self {
        let (text, others) = (self.text.clone(), self.others.clone());
        Self { text, others, envelope: self.envelope, list: self.list, object: PhantomData }
    }
}

impl<T> fmt::Debug for Fixture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixture").field("body", &self.body()).finish_non_exhaustive()
    }
}
