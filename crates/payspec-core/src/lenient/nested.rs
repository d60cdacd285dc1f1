//! Lists that may stand in another list.

use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::Value;

use super::shapes::missing;
use crate::json;

/// Reads a list as [`list`](super::list) does; the items of a list inside of it are items of its own.
pub fn nested_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    // By way of a tree, for what an item is shows when it is read.
    let Some(items) = super::list::<D, Value>(deserializer)? else { return Ok(None) };
    let items = items.into_iter().flat_map(|item| match item {
        Value::Array(inner) => inner,
        item => vec![item],
    });
    let items = items.filter(|item| !item.is_null());
    items
        .map(|item| T::deserialize(item).map_err(|error| D::Error::custom(json::why(&error))))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The same of a list that is always there.
pub fn nested_items<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    nested_list(deserializer)?.ok_or_else(missing)
}
