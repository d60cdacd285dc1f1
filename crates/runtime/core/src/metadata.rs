//! The free-form map that merchants attach to objects.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use crate::redact::shown_names;
use crate::{EncodeForm, Form};

/// An ordered map from text to JSON, such as CentralPay's `additionalData`.
///
/// Keys keep the order in which they were inserted or received. In requests the values are strings; in responses any
/// JSON is kept. Reading accepts all forms of an empty map, `{}`, `[]` and `null`; a non-empty list is read as PHP
/// writes it, with the keys `0`, `1`, ...
///
/// ```
/// use payspec_core::Metadata;
///
/// let mut data = Metadata::new();
/// data.insert("order", "A-17");
/// assert_eq!(data.get("order"), Some("A-17"));
/// assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"order":"A-17"}"#);
/// assert!(serde_json::from_str::<Metadata>("[]").unwrap().is_empty());
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Metadata(Vec<(String, Value)>);

impl Metadata {
    /// Creates a map from received pairs, in order. If a key is repeated, the last value counts.
    pub(crate) fn of(mut pairs: Vec<(String, Value)>) -> Self {
        unite(&mut pairs);
        Self(pairs)
    }

    /// Creates an empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the text under `key`, or `None` when there is no such key or its value is not text.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.value(key)?.as_str()
    }

    /// Returns the JSON value under `key`.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.iter().find_map(|(name, value)| (name == key).then_some(value))
    }

    /// Sets a text under `key`. An existing key keeps its position.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.insert_value(key, Value::String(value.into()))
    }

    /// Sets a JSON value under `key`. An existing key keeps its position.
    pub fn insert_value(&mut self, key: impl Into<String>, value: Value) -> &mut Self {
        let key = key.into();
        match self.0.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key, value)),
        }
        self
    }

    /// Removes a key and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(place).1)
    }

    /// Returns keys and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the number of keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if the map is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut data = Self::new();
        data.extend(pairs);
        data
    }
}

impl<K: Into<String>, V: Into<String>> Extend<(K, V)> for Metadata {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        self.0.extend(pairs.into_iter().map(|(key, value)| (key.into(), Value::String(value.into()))));
        unite(&mut self.0);
    }
}

/// Removes repeated keys: the first position and the last value are kept. Received input may have many pairs, so this
/// takes linear time.
fn unite(pairs: &mut Vec<(String, Value)>) {
    let mut places = HashMap::with_capacity(pairs.len());
    let mut repeats = Vec::new();
    for (place, (key, _)) in pairs.iter().enumerate() {
        match places.entry(key.as_str()) {
            Entry::Vacant(first) => {
                first.insert(place);
            }
            Entry::Occupied(first) => repeats.push((place, *first.get())),
        }
    }
    for &(repeat, first) in &repeats {
        pairs[first].1 = pairs[repeat].1.take();
    }
    let mut repeats = repeats.into_iter().map(|(repeat, _)| repeat).peekable();
    let mut place = 0;
    pairs.retain(|_| {
        let is_repeat = repeats.next_if_eq(&place).is_some();
        place += 1;
        !is_repeat
    });
}

/// Shows only the keys: the values are the merchant's own data, including names and addresses of people.
impl fmt::Debug for Metadata {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metadata")?;
        f.debug_list().entries(shown_names(self.0.iter().map(|(name, _)| name.as_str()))).finish()
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Metadata {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MetadataVisitor)
    }
}

/// Writes `key=value` for every entry: strings as is, other JSON values as JSON.
impl EncodeForm for Metadata {
    fn encode_form(&self, form: &mut Form) {
        for (key, value) in self.iter() {
            let name = form.key(key);
            match value {
                Value::String(text) => form.push(name, text.as_str()),
                other => form.push(name, other.to_string()),
            };
        }
    }
}

struct MetadataVisitor;

impl MetadataVisitor {
    fn refuse<E: Error>(found: &str) -> Result<Metadata, E> {
        Err(E::custom(format_args!("expected an object of additional data, found {found}")))
    }
}

impl<'de> Visitor<'de> for MetadataVisitor {
    type Value = Metadata;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of additional data")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metadata, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<String, Value>()? {
            pairs.push(pair);
        }
        Ok(Metadata::of(pairs))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Metadata, A::Error> {
        let mut data = Metadata::new();
        while let Some(value) = items.next_element::<Value>()? {
            let key = data.len().to_string();
            data.0.push((key, value));
        }
        Ok(data)
    }

    fn visit_unit<E: Error>(self) -> Result<Metadata, E> {
        Ok(Metadata::new())
    }

    fn visit_none<E: Error>(self) -> Result<Metadata, E> {
        Ok(Metadata::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Metadata, D::Error> {
        deserializer.deserialize_any(self)
    }

    // The defaults of serde would quote the value.

    fn visit_str<E: Error>(self, _: &str) -> Result<Metadata, E> {
        Self::refuse("text")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Metadata, E> {
        Self::refuse("a boolean")
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Metadata, E> {
        Self::refuse("a number")
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Metadata, E> {
        Self::refuse("a number")
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Metadata, E> {
        Self::refuse("a number")
    }
}
