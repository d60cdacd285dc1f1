//! Members of an object that are not what its description says, kept as they came.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::json::recovery;
use crate::major::{AmountFormat, Amounts, Major};
use crate::redact::shown_name;
use crate::union_beside::{self, UnionBeside};
use crate::unix_time::{Counted, Times, UnixTime};
use crate::{Patch, view};

/// A member of a response or event that could not be read, and so reads as absent.
///
/// An API may send something else than it documents: an object for a text, a word for a number. Where nothing depends on
/// the member, that fails no response and no event. What came is here, and in the object that it belongs to.
///
/// `Debug` shows the place, and never the JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub(crate) path: String,
    pub(crate) json: String,
}

impl Unreadable {
    /// Returns the place, as `paymentMethod.metadata` or `transactions[2].amount`. A key that does not look like the
    /// name of a field is shown as `?`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns what came, as JSON. It may hold personal data.
    pub fn json(&self) -> &str {
        &self.json
    }
}

impl Unreadable {
    /// The same as a part of what holds it in this member.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        let dot = if self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{}{dot}{}", shown_name(member), self.path);
        self
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable").field("path", &self.path).field("json_bytes", &self.json.len()).finish()
    }
}

/// All members of a response or event that could not be read: one pointer where there are none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UnreadableList(
    #[expect(clippy::box_collection, reason = "one pointer, and mostly none")] Option<Box<Vec<Unreadable>>>,
);

impl UnreadableList {
    /// Returns the members.
    pub fn as_slice(&self) -> &[Unreadable] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Returns `true` if everything could be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl From<Vec<Unreadable>> for UnreadableList {
    fn from(found: Vec<Unreadable>) -> Self {
        Self((!found.is_empty()).then(|| Box::new(found)))
    }
}

/// Shows the places.
impl fmt::Debug for UnreadableList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice().iter().map(Unreadable::path)).finish()
    }
}

/// The members of one object that could not be read, as JSON: one pointer where there are none.
///
/// They read as absent, and are written back as they came when the object is written, unless the caller has set the field
/// in the meantime.
///
/// `Debug` shows names, and never the JSON.
#[derive(Clone, Default)]
pub struct UnreadableMembers(
    #[expect(clippy::box_collection, reason = "one pointer, and mostly none")] Option<Box<Vec<Member>>>,
);

type Member = (String, Box<RawValue>);

impl UnreadableMembers {
    /// Takes what a reader has set aside.
    pub(crate) fn taken(members: Vec<Member>) -> Self {
        recovery::take(members.len());
        Self((!members.is_empty()).then(|| Box::new(members)))
    }

    /// Returns the members by their names on the wire, as JSON.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries().iter().map(|(name, json)| (name.as_str(), json.get()))
    }

    /// Returns the member of this name on the wire, as JSON.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, json)| json)
    }

    /// Returns `true` if everything could be read.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    fn entries(&self) -> &[Member] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl PartialEq for UnreadableMembers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for UnreadableMembers {}

impl fmt::Debug for UnreadableMembers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| shown_name(name))).finish()
    }
}

/// Writes them as an object of their own, for a union whose members are put together afterwards.
impl Serialize for UnreadableMembers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries().iter().map(|(name, json)| (name, json)))
    }
}

/// Takes what a reader has set aside. Nothing else can give an object such members.
impl<'de> Deserialize<'de> for UnreadableMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !recovery::is_recovering() {
            // What somebody sends under that name is a member that nobody knows.
            return IgnoredAny::deserialize(deserializer).map(|_| Self::default());
        }
        deserializer.deserialize_map(Collect)
    }
}

struct Collect;

impl<'de> Visitor<'de> for Collect {
    type Value = UnreadableMembers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnreadableMembers, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry::<String, Box<RawValue>>()? {
            members.push(member);
        }
        Ok(UnreadableMembers::taken(members))
    }
}

/// Writes an object with what of it could not be read. For generated code.
#[doc(hidden)]
pub struct ObjectWriter<'a, S: Serializer> {
    map: S::SerializeMap,
    unreadable: &'a [Member],
    /// Names of fields that were written or are known to be absent.
    settled: Vec<&'static str>,
}

impl<'a, S: Serializer> ObjectWriter<'a, S> {
    pub fn new(serializer: S, unreadable: &'a UnreadableMembers) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, unreadable: unreadable.entries(), settled: Vec::new() })
    }

    /// Creates an object of a request, of which all is known.
    pub fn sent(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, unreadable: &[], settled: Vec::new() })
    }

    /// Writes these as well.
    pub fn keep(&mut self, unreadable: &'a UnreadableMembers) {
        self.unreadable = unreadable.entries();
    }

    pub fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if !self.unreadable.is_empty() {
            self.settled.push(name);
        }
        self.map.serialize_entry(name, value)
    }

    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        self.under_any_of(&[name], value.as_ref())
    }

    pub fn patch<T: Serialize>(&mut self, name: &'static str, value: &Patch<T>) -> Result<(), S::Error> {
        if value.is_absent() { Ok(()) } else { self.member(name, value) }
    }

    /// Writes a field that is read under several names, and written under the first.
    pub fn under_any_of<T: Serialize>(&mut self, names: &[&'static str], value: Option<&T>) -> Result<(), S::Error> {
        if !self.unreadable.is_empty() {
            self.settled.extend_from_slice(names);
        }
        if let (Some(value), Some(name)) = (value, names.first()) {
            return self.map.serialize_entry(name, value);
        }
        for (name, json) in self.unreadable.iter().filter(|(known, _)| names.contains(&known.as_str())) {
            self.map.serialize_entry(name, json)?;
        }
        Ok(())
    }

    /// Writes amounts in major units, of a field with these names; where they cannot be written, that is noted.
    pub fn amounts<T: Amounts>(
        &mut self,
        names: &[&'static str],
        value: Option<&T>,
        format: AmountFormat,
    ) -> Result<(), S::Error> {
        if let (Some(why), Some(name)) = (value.and_then(|value| value.why_not(format)), names.first())
            && !view::is_for_rules()
        {
            view::note_problem(name, why);
        }
        self.under_any_of(names, value.map(|value| Major(value, format)).as_ref())
    }

    /// Writes times as numbers, of a field with these names; where they cannot be written, that is noted.
    pub fn times<T: Times>(
        &mut self,
        names: &[&'static str],
        value: Option<&T>,
        unix: UnixTime,
    ) -> Result<(), S::Error> {
        if let (Some(why), Some(name)) = (value.and_then(|value| value.why_not(unix)), names.first())
            && !view::is_for_rules()
        {
            view::note_problem(name, why);
        }
        self.under_any_of(names, value.map(|value| Counted(value, unix)).as_ref())
    }

    /// Writes a union, and beside it what tells its variant.
    pub fn beside<U: UnionBeside>(
        &mut self,
        tag: &'static str,
        names: &[&'static str],
        union: Option<&U>,
    ) -> Result<(), S::Error> {
        let both = union.map(union_beside::both).transpose().map_err(S::Error::custom)?;
        let (told, members) = both.map_or((None, None), |(tag, members)| (Some(tag), members));
        self.optional(tag, &told.filter(|tag| !tag.is_null()))?;
        self.under_any_of(names, members.as_ref())
    }

    /// Ends the object. What came under a name that no field is written under follows its fields.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (name, json) in self.unreadable.iter().filter(|(name, _)| !self.settled.contains(&name.as_str())) {
            self.map.serialize_entry(name, json)?;
        }
        self.map.end()
    }
}
