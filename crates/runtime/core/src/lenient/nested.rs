//! Lists that may contain nested lists.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::shapes::{missing, refuse_scalars};
use crate::json;
use crate::json::recovery;
use crate::json::step::{ASIDE_NAME, Step};

/// Reads a list like [`list`](super::list); the items of a nested list become its own.
pub fn nested_list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    deserializer.deserialize_any(NestedVisitor(PhantomData))
}

/// Same for a required list.
pub fn nested_items<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    nested_list(deserializer)?.ok_or_else(missing)
}

/// Keeps items as text, since the type of an item is only known once it is read.
struct NestedVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for NestedVisitor<T> {
    type Value = Option<Vec<T>>;

    refuse_scalars!("a list");

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = source.next_element::<Box<RawValue>>()? {
            found.push(item);
        }
        of_items(&found).map(Some).map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members: Vec<(String, Box<RawValue>)> = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        of_members(&members).map(Some).map_err(A::Error::custom)
    }
}

/// Returns the items of a list, including those of nested lists.
pub(crate) fn of_items<T: DeserializeOwned>(found: &[Box<RawValue>]) -> Result<Vec<T>, Cow<'static, str>> {
    let mut items = Vec::new();
    for (index, item) in found.iter().enumerate() {
        add(&mut items, vec![Step::Item(index)], item)?;
    }
    Ok(items)
}

/// Returns the items of a list that was sent as an object.
pub(crate) fn of_members<T: DeserializeOwned>(
    members: &[(String, Box<RawValue>)],
) -> Result<Vec<T>, Cow<'static, str>> {
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let first = members.iter().map(|(name, _)| name.as_str()).find(|name| *name != ASIDE_NAME);
    let mut items = Vec::new();
    if first.is_some_and(is_number) {
        for (name, item) in members {
            add(&mut items, vec![Step::Member(name.clone())], item)?;
        }
    } else if first.is_some() {
        let whole = members.iter().map(|(name, value)| format!("{}:{}", serde_json::Value::from(&**name), value.get()));
        let whole = format!("{{{}}}", whole.collect::<Vec<_>>().join(","));
        items.push(read(Vec::new(), whole.as_bytes())?);
    }
    Ok(items)
}

/// Adds an item, or those of a nested list; empty ones are skipped.
fn add<T: DeserializeOwned>(items: &mut Vec<T>, way: Vec<Step>, item: &RawValue) -> Result<(), Cow<'static, str>> {
    let text = item.get();
    if json::says_nothing::<T>(text) {
        return Ok(());
    }
    if !text.starts_with('[') {
        items.push(read(way, text.as_bytes())?);
        return Ok(());
    }
    let inner: Vec<Box<RawValue>> = serde_json::from_str(text).map_err(|error| json::why(&error))?;
    for (index, item) in inner.iter().enumerate().filter(|(_, item)| !json::says_nothing::<T>(item.get())) {
        let way = way.iter().cloned().chain([Step::Item(index)]).collect();
        items.push(read(way, item.get().as_bytes())?);
    }
    Ok(())
}

fn read<T: DeserializeOwned>(way: Vec<Step>, text: &[u8]) -> Result<T, Cow<'static, str>> {
    json::read_strictly(text).map_err(|error| {
        recovery::item_fails(way, text, &error);
        json::why(&error)
    })
}
