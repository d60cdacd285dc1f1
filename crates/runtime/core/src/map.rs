//! Objects with undescribed keys and values of one type.

use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::redact::shown_name;

/// An ordered map from text to values of one type, such as the balances of an account by currency.
///
/// Keys keep the order in which they were inserted or received, and are unique.
///
/// ```
/// use payspec_core::Map;
///
/// let mut stock: Map<i64> = [("red", 3), ("blue", 4)].into_iter().collect();
/// assert_eq!(stock.insert("red", 5), Some(3));
/// assert_eq!(stock.get("red"), Some(&5));
/// assert_eq!(serde_json::to_string(&stock).unwrap(), r#"{"red":5,"blue":4}"#);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Map<T>(Vec<(String, T)>);

impl<T> Map<T> {
    /// Creates an empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Creates a map from received entries with unique keys.
    pub(crate) fn of(entries: Vec<(String, T)>) -> Self {
        Self(entries)
    }

    /// Returns the value under `key`.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.iter().find_map(|(name, value)| (name == key).then_some(value))
    }

    /// Sets the value under `key`, and returns the previous one. An existing key keeps its position.
    pub fn insert(&mut self, key: impl Into<String>, value: T) -> Option<T> {
        let key = key.into();
        if let Some((_, old)) = self.0.iter_mut().find(|(name, _)| *name == key) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((key, value));
        None
    }

    /// Removes a key and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        let place = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(place).1)
    }

    /// Returns keys and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
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

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// If a key is repeated, the last value counts.
impl<T, K: Into<String>, V: Into<T>> FromIterator<(K, V)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value.into());
        }
        map
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A key that does not look like a field name is shown as `?`: it may be a person's name.
impl<T: fmt::Debug> fmt::Debug for Map<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(key, value)| (shown_name(key), value))).finish()
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
