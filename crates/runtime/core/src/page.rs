//! The response of a search whose shape is not documented.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::Path;
use crate::json;
use crate::json::halves;
use crate::json::recovery;
use crate::json::step::Step;
use crate::path::Leaf;
use crate::redact::{parameter_name, shown_names};

/// A list of items, however the response wraps it.
///
/// Decoding accepts
///
/// - a bare list,
/// - an object with a list under `items`, `data`, `results`, `content` or `list` (the first of these), or under any
///   name if it is the only list; its other members go to [`envelope`](Self::envelope),
/// - `null` and `{}`, which are an empty page.
///
/// If a description says where the list is ([`with_items_at`]), only that list is accepted. Anything else is an error
/// that says what was found. `null` items are dropped and [counted](Self::nulls), as is `""` if the items are not
/// strings, and a nested list contributes its items. Serialising gives the same shape back, without those. Two pages
/// are equal if they serialise to the same text.
///
/// `Debug` shows the items, but only the names of the envelope's members, whose content is not described.
///
/// ```
/// use payspec_core::Page;
///
/// let page: Page<u32> = serde_json::from_str(r#"{"total":7,"data":[1,2]}"#).unwrap();
/// assert_eq!(page.items, [1, 2]);
/// assert_eq!(page.envelope["total"], 7);
/// ```
#[derive(Clone)]
pub struct Page<T> {
    /// The items, in the order of the response.
    pub items: Vec<T>,
    /// The other members of the response: totals, cursors and the like.
    pub envelope: Map<String, Value>,
    /// The path to the member with the list; `None` for a bare list.
    member: Option<Member>,
    /// The number of empty items.
    nulls: usize,
}

/// The location of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Member {
    /// Under this name, which may contain dots.
    Named(String),
    /// At a described path.
    At(Path<'static>),
}

thread_local! {
    static ITEMS_AT: Cell<Option<Path<'static>>> = const { Cell::new(None) };
}

/// Decodes or serialises with `read`, where the list of a [`Page`] is the one at the path, if there is one:
/// `_embedded.payments`. For clients and servers, which know the description of an operation.
///
/// ```
/// use payspec_core::{Page, Path, with_items_at};
///
/// let text = r#"{"_embedded": {"payments": [1, 2]}, "_links": {"next": null}}"#;
/// let read = || serde_json::from_str::<Page<u32>>(text).unwrap();
/// let page = with_items_at(Some(Path::new("_embedded.payments")), read);
/// assert_eq!(page.items, [1, 2]);
/// ```
pub fn with_items_at<R>(path: Option<Path<'static>>, read: impl FnOnce() -> R) -> R {
    struct Restore(Option<Path<'static>>);
    impl Drop for Restore {
        fn drop(&mut self) {
            ITEMS_AT.set(self.0);
        }
    }
    let _restore = Restore(ITEMS_AT.replace(path));
    read()
}

/// The names that are tried first, in this order.
const USUAL_NAMES: [&str; 5] = ["items", "data", "results", "content", "list"];

/// Lists that may accompany the list of items.
const COMPLAINTS: [&str; 3] = ["errors", "warnings", "messages"];

impl<T> Page<T> {
    /// Returns the items, in the order of the response.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Creates a page whose list is where [`with_items_at`] says.
    #[cfg(all(feature = "server", feature = "testing"))]
    pub(crate) fn described(items: Vec<T>) -> Self {
        Self { member: ITEMS_AT.get().map(Member::At), ..Self::from(items) }
    }

    /// Returns `true` if the location of the list is known.
    #[cfg(all(feature = "server", feature = "testing"))]
    pub(crate) fn is_described(&self) -> bool {
        self.member.is_some()
    }

    /// Returns the number of items in this page.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns the number of items that were `null`, or `""` if items are not strings. They are not in
    /// [`items`](Self::items), but count as positions of the search.
    pub fn nulls(&self) -> usize {
        self.nulls
    }

    /// Returns `true` if the envelope says, in one of the usual ways, that no page follows: `has_more` or `hasMore` is
    /// false, `last` is true, or `next` is null. An envelope that [contradicts itself](Self::says_there_is_more) does
    /// not count. A page without such a member may still be the last.
    pub fn says_it_is_the_last(&self) -> bool {
        let is_last = self.flags().any(|more| !more) || self.envelope.get("next") == Some(&Value::Null);
        is_last && !self.says_there_is_more()
    }

    /// Returns `true` if the envelope says, in one of the usual ways, that a page follows: `has_more` or `hasMore` is
    /// true, `last` is false, or `next` has a value.
    pub fn says_there_is_more(&self) -> bool {
        let next = self.envelope.get("next").is_some_and(|next| match next {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            _ => true,
        });
        next || self.flags().any(|more| more)
    }

    /// Returns the total number of items of the search, if the envelope has it in one of the usual ways: a number under
    /// `total`, `total_count`, `totalCount`, `totalElements` or `count`. Some APIs put the number of items in this page
    /// there.
    pub fn total(&self) -> Option<u64> {
        let names = ["total", "total_count", "totalCount", "totalElements", "count"];
        names.iter().find_map(|name| match self.envelope.get(*name)? {
            Value::String(digits) => digits.parse().ok(),
            value => value.as_u64(),
        })
    }

    /// Returns what each flag of the envelope says about a following page.
    fn flags(&self) -> impl Iterator<Item = bool> + '_ {
        let flag = |name: &str| match self.envelope.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            _ => None,
        };
        let more = ["has_more", "hasMore"].into_iter().filter_map(flag);
        more.chain(flag("last").map(|last| !last))
    }

    /// Returns `true` if this page has no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T: PartialEq> PartialEq for Page<T> {
    fn eq(&self, other: &Self) -> bool {
        (&self.items, &self.envelope, &self.member) == (&other.items, &other.envelope, &other.member)
    }
}

impl<T: Eq> Eq for Page<T> {}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = shown_names(self.envelope.keys().map(String::as_str));
        f.debug_struct("Page").field("items", &self.items).field("envelope", &envelope).finish_non_exhaustive()
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

/// A bare list.
impl<T> From<Vec<T>> for Page<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, envelope: Map::new(), member: None, nulls: 0 }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let described = ITEMS_AT.get().map(Member::At);
        let member = described.as_ref().or(self.member.as_ref());
        if member.is_none() && self.envelope.is_empty() {
            return self.items.serialize(serializer);
        }
        let member = match member {
            Some(Member::At(path)) if !path.is_single() => {
                let mut whole = self.envelope.clone();
                path.put_into(&mut whole, serde_json::to_value(&self.items).map_err(serde::ser::Error::custom)?);
                return whole.serialize(serializer);
            }
            Some(Member::At(path)) => path.as_str(),
            Some(Member::Named(name)) => name,
            None => USUAL_NAMES[0],
        };
        let mut map = serializer.serialize_map(Some(self.envelope.len() + 1))?;
        map.serialize_entry(member, &self.items)?;
        for (name, value) in self.envelope.iter().filter(|(name, _)| *name != member) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // As text, so that each item is decoded separately and nothing of it is lost.
        let whole = Box::<RawValue>::deserialize(deserializer)?;
        let text = whole.get();
        let (items, envelope, member) = match text.as_bytes().first() {
            Some(b'n') => return Ok(Self::default()),
            Some(b'[') => (raw_items(text).map_err(D::Error::custom)?, Map::new(), None),
            Some(b'{') => match parts(text).map_err(D::Error::custom)? {
                Some((member, items, envelope)) => (items, envelope, Some(member)),
                None => return Ok(Self::default()),
            },
            Some(b't' | b'f') => return Err(refused("a boolean")),
            Some(b'"') => return Err(refused("text")),
            _ => return Err(refused("a number")),
        };
        let (mut read, mut nulls) = (Vec::with_capacity(items.len()), 0);
        for (index, item) in items.iter().enumerate() {
            let mut way: Vec<Step> = match &member {
                None => Vec::new(),
                Some(Member::Named(name)) => vec![Step::Member(name.clone())],
                Some(Member::At(path)) => path.steps().map(|step| Step::Member(step.to_owned())).collect(),
            };
            way.push(Step::Item(index));
            nulls += add(&mut read, &way, item).map_err(D::Error::custom)?;
        }
        Ok(Self { items: read, envelope, member, nulls })
    }
}

/// Adds an item, or those of a nested list. Returns the number of empty ones.
fn add<T: DeserializeOwned>(items: &mut Vec<T>, way: &[Step], item: &RawValue) -> Result<usize, String> {
    let text = item.get();
    if json::says_nothing::<T>(text) {
        return Ok(1);
    }
    if !text.starts_with('[') {
        items.push(read_item(way, text.as_bytes())?);
        return Ok(0);
    }
    let mut nulls = 0;
    for (index, inner) in raw_items(text)?.iter().enumerate() {
        if json::says_nothing::<T>(inner.get()) {
            nulls += 1;
            continue;
        }
        let way: Vec<Step> = way.iter().cloned().chain([Step::Item(index)]).collect();
        items.push(read_item(&way, inner.get().as_bytes())?);
    }
    Ok(nulls)
}

/// Decodes an item, and reports its unreadable members.
fn read_item<T: DeserializeOwned>(way: &[Step], text: &[u8]) -> Result<T, String> {
    let (read, found) = recovery::collect_steps(|| json::read::<T>(text, text));
    recovery::report(found.into_iter().map(|(steps, json)| (way.iter().cloned().chain(steps).collect(), json)));
    read.map_err(|error| error.why().to_owned())
}

fn raw_items(text: &str) -> Result<Vec<Box<RawValue>>, String> {
    serde_json::from_str(text).map_err(|error| json::why(&error).into_owned())
}

fn refused<E: serde::de::Error>(found: &str) -> E {
    E::custom(format_args!("expected a list of items, found {found}"))
}

/// A list with its location, and the other members.
type Parts = (Member, Vec<Box<RawValue>>, Map<String, Value>);

/// Splits an object, or returns `None` if it is empty.
fn parts(text: &str) -> Result<Option<Parts>, String> {
    let members = json::members_of(text).map_err(|error| json::why(&error).into_owned())?;
    if members.is_empty() {
        return Ok(None);
    }
    if let Some(path) = ITEMS_AT.get() {
        return at(path, text, members).map(Some);
    }
    let is_list = |value: &RawValue| value.get().starts_with('[');
    let lists: Vec<&str> = members.iter().filter(|(_, value)| is_list(value)).map(|(name, _)| name.as_str()).collect();
    let lists: Vec<&str> = lists.into_iter().filter(|name| !COMPLAINTS.contains(name)).collect();
    let is_full = |name: &&str| members.iter().any(|(known, value)| known == name && value.get() != "[]");
    let usual = || USUAL_NAMES.iter().copied().filter(|name| lists.contains(name));
    let usual = usual().find(is_full).or_else(|| usual().next());
    let name = match (usual, &lists[..]) {
        (Some(usual), _) => usual.to_owned(),
        (None, [only]) => (*only).to_owned(),
        (None, []) => {
            let names = names(members.iter().map(|(name, _)| name));
            return Err(format!("expected a list of items, found an object without a list; {names}"));
        }
        (None, _) => {
            let names = names(members.iter().filter(|(_, value)| is_list(value)).map(|(name, _)| name));
            return Err(format!("expected a list of items, found an object with several lists; {names}"));
        }
    };
    if members.iter().filter(|(known, _)| *known == name).count() > 1 {
        return Err("expected a list of items, found two under one name".to_owned());
    }
    let mut items = Vec::new();
    let mut others = Vec::with_capacity(members.len());
    for (known, value) in members {
        if known == name { items = raw_items(value.get())? } else { others.push((known, value)) }
    }
    Ok(Some((Member::Named(name), items, envelope(others)?)))
}

/// Returns the list at a described path.
fn at(path: Path<'static>, text: &str, members: Vec<(String, Box<RawValue>)>) -> Result<Parts, String> {
    let mut found = Found(Vec::new());
    path.find(text.as_bytes(), false, &mut found).map_err(|error| json::why(&error).into_owned())?;
    let items = match &found.0[..] {
        [list] if list.get().starts_with('[') => raw_items(list.get())?,
        [nothing] if nothing.get() == "null" => Vec::new(),
        [_] => return Err(format!("expected a list of items, found none at {path}")),
        [] => {
            let names = names(members.iter().map(|(name, _)| name));
            return Err(format!("expected a list of items, found an object without one at {path}; {names}"));
        }
        _ => return Err("expected a list of items, found two under one name".to_owned()),
    };
    let (first, rest) = path.split_first();
    let others: Vec<_> = members.into_iter().filter(|(name, _)| rest.is_some() || name != first).collect();
    let mut envelope = envelope(others)?;
    path.take_from(&mut envelope);
    Ok((Member::At(path), items, envelope))
}

/// Keeps the value at a path.
struct Found<'a>(Vec<&'a RawValue>);

impl<'de> Leaf<'de> for Found<'de> {
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        self.0.push(Deserialize::deserialize(value)?);
        Ok(())
    }
}

/// Returns the members other than the list.
fn envelope(members: Vec<(String, Box<RawValue>)>) -> Result<Map<String, Value>, String> {
    let mut envelope = Map::new();
    for (known, value) in members {
        // A lone surrogate is no reason to lose a cursor.
        let value = serde_json::from_str(value.get())
            .or_else(|_| serde_json::from_slice(&halves::replaced(value.get().as_bytes()).0));
        let Ok(value) = value else { continue };
        match envelope.get(&known) {
            None => drop(envelope.insert(known, value)),
            Some(before) if says_nothing_beside(&value, before) || says_the_same(before, &value) => {}
            Some(before) if says_nothing_beside(before, &value) => drop(envelope.insert(known, value)),
            Some(_) => {
                return Err(format!("expected one value of `{}`, found two", parameter_name(&known).unwrap_or("?")));
            }
        }
    }
    Ok(envelope)
}

/// Returns `true` if a value is redundant next to another under the same name: `null` is, and an empty string unless
/// the other is a string.
fn says_nothing_beside(value: &Value, other: &Value) -> bool {
    value.is_null() || value == "" && !matches!(other, Value::String(_) | Value::Null)
}

/// Returns `true` if two values are equal, where a number or boolean equals its text.
fn says_the_same(one: &Value, other: &Value) -> bool {
    let is_text_of = |text: &Value, scalar: &Value| {
        matches!(scalar, Value::Number(_) | Value::Bool(_)) && text.as_str() == Some(&*scalar.to_string())
    };
    one == other || is_text_of(one, other) || is_text_of(other, one)
}

/// Returns the first member names of an object, for an error message. A key that does not look like a name may be data
/// and is not shown.
fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    const SHOWN: usize = 8;
    let mut names: Vec<&str> = names.into_iter().map(|name| parameter_name(name).unwrap_or("?")).collect();
    names.sort_unstable();
    let more = if names.len() > SHOWN { ", ..." } else { "" };
    let shown: Vec<&str> = names.into_iter().take(SHOWN).collect();
    format!("its members are {}{more}", shown.join(", "))
}
