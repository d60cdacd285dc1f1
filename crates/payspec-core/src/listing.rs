//! The answer of a search whose shape is not documented.

use std::fmt;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::json;
use crate::json::recovery::{self, Step};
use crate::redact::{parameter_name, shown_names};

/// A list of items, however the answer wraps it.
///
/// Reading accepts
///
/// - a bare list,
/// - an object with a list under `items`, `data`, `results`, `content` or `list` (the first of these), or
///   under any name if it is the only list; what stands beside goes to [`envelope`](Self::envelope),
/// - `null` and `{}`, which are an empty listing.
///
/// Anything else is an error that names what was found. `null` items are dropped, and a list inside of the list gives its
/// items. Writing gives the same shape back, less those.
///
/// `Debug` shows the items, and of the envelope the names: nobody described what stands there.
///
/// ```
/// use payspec_core::Listing;
///
/// let page: Listing<u32> = serde_json::from_str(r#"{"total":7,"data":[1,2]}"#).unwrap();
/// assert_eq!(page.items, [1, 2]);
/// assert_eq!(page.envelope["total"], 7);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The items, in the order of the answer.
    pub items: Vec<T>,
    /// The members that stood beside the list: totals, cursors and the like.
    pub envelope: Map<String, Value>,
    /// The member that held the list; `None` for a bare list.
    member: Option<String>,
}

/// The names that are tried first, in this order.
const USUAL_NAMES: [&str; 5] = ["items", "data", "results", "content", "list"];

impl<T> Listing<T> {
    /// The items, in the order of the answer.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// How many items this answer holds.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the envelope says, in one of the usual ways, that no page follows: `has_more` or `hasMore` is false,
    /// `last` is true, or `next` is null. A listing that says nothing of it may be the last all the same.
    pub fn says_it_is_the_last(&self) -> bool {
        let says = |name: &str, value: &Value| self.envelope.get(name) == Some(value);
        let no_more = ["has_more", "hasMore"].iter().any(|name| says(name, &Value::Bool(false)));
        no_more || says("last", &Value::Bool(true)) || says("next", &Value::Null)
    }

    /// Whether this answer holds no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T: fmt::Debug> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = shown_names(self.envelope.keys().map(String::as_str));
        f.debug_struct("Listing").field("items", &self.items).field("envelope", &envelope).finish_non_exhaustive()
    }
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

/// A bare list.
impl<T> From<Vec<T>> for Listing<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, envelope: Map::new(), member: None }
    }
}

impl<T> IntoIterator for Listing<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Listing<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Serialize> Serialize for Listing<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.member.is_none() && self.envelope.is_empty() {
            return self.items.serialize(serializer);
        }
        let member = self.member.as_deref().unwrap_or(USUAL_NAMES[0]);
        let mut map = serializer.serialize_map(Some(self.envelope.len() + 1))?;
        map.serialize_entry(member, &self.items)?;
        for (name, value) in self.envelope.iter().filter(|(name, _)| *name != member) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Listing<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (items, envelope, member) = match Value::deserialize(deserializer)? {
            Value::Null => return Ok(Self::default()),
            Value::Array(items) => (items, Map::new(), None),
            Value::Object(mut object) => {
                if object.is_empty() {
                    return Ok(Self::default());
                }
                let (member, items) = take_list(&mut object).map_err(D::Error::custom)?;
                (items, object, Some(member))
            }
            Value::Bool(_) => return Err(refused("a boolean")),
            Value::Number(_) => return Err(refused("a number")),
            Value::String(_) => return Err(refused("text")),
        };
        let items = items
            .into_iter()
            .flat_map(|item| match item {
                Value::Array(inner) => inner,
                item => vec![item],
            })
            .filter(|item| !item.is_null())
            .enumerate()
            .map(|(index, item)| {
                T::deserialize(&item)
                    .or_else(|error| without_misfits(&item, member.as_deref(), index).ok_or(error))
                    .map_err(|error| D::Error::custom(json::why(&error)))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { items, envelope, member })
    }
}

/// Reads an item once more, without the members that do not fit.
#[cold]
fn without_misfits<T: DeserializeOwned>(item: &Value, member: Option<&str>, index: usize) -> Option<T> {
    let text = item.to_string();
    let (read, found) = recovery::collect_steps(|| json::read::<T>(text.as_bytes(), text.as_bytes()));
    let item = member.map(|name| Step::Member(name.to_owned())).into_iter().chain([Step::Item(index)]);
    recovery::report(found.into_iter().map(|(steps, json)| (item.clone().chain(steps).collect(), json)));
    read.ok()
}

fn refused<E: serde::de::Error>(found: &str) -> E {
    E::custom(format_args!("expected a list of items, found {found}"))
}

/// Takes the list out of an object, with its name.
fn take_list(object: &mut Map<String, Value>) -> Result<(String, Vec<Value>), String> {
    let is_list = |name: &&str| object.get(*name).is_some_and(Value::is_array);
    let usual = USUAL_NAMES.iter().copied().find(is_list);
    let name = if let Some(name) = usual {
        name.to_owned()
    } else {
        let lists: Vec<&String> = object.iter().filter_map(|(name, value)| value.is_array().then_some(name)).collect();
        match lists[..] {
            [only] => only.clone(),
            [] => {
                return Err(format!(
                    "expected a list of items, found an object without a list; {}",
                    names(object.keys())
                ));
            }
            _ => {
                return Err(format!("expected a list of items, found an object with several lists; {}", names(lists)));
            }
        }
    };
    match object.remove(&name) {
        Some(Value::Array(items)) => Ok((name, items)),
        _ => Err("expected a list of items, found an object without a list".to_owned()),
    }
}

/// The first names of an object's members, for an error message. A key that does not look like a name may be
/// data and is not repeated.
fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<&str> = names.into_iter().map(|name| parameter_name(name).unwrap_or("?")).collect();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<&str> = names.into_iter().take(SHOWN).collect();
    format!("its members are {}{more}", shown.join(", "))
}
