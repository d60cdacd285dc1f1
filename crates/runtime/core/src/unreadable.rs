//! Members of an object that do not match its description, kept as received.

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

/// A member of a response or event that could not be decoded and therefore reads as absent.
///
/// An API may send something other than it documents: an object for a string, a word for a number. If the member is not
/// required, that is no reason for the response or event to fail. The value is kept here, and in the object that it
/// belongs to.
///
/// `Debug` shows the path, but never the JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub(crate) path: String,
    pub(crate) json: String,
}

impl Unreadable {
    /// Returns the path, as `paymentMethod.metadata` or `transactions[2].amount`. A key that does not look like a field
    /// name is shown as `?`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the value as received, as JSON. It may contain personal data.
    pub fn json(&self) -> &str {
        &self.json
    }
}

impl Unreadable {
    /// Returns the member with its path from an enclosing object, which contains it in `member`.
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

/// All unreadable members of a response or event: a single pointer if there are none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UnreadableList(
    #[expect(clippy::box_collection, reason = "one pointer, and mostly none")] Option<Box<Vec<Unreadable>>>,
);

impl UnreadableList {
    /// Returns the members.
    pub fn as_slice(&self) -> &[Unreadable] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Returns `true` if everything could be decoded.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl From<Vec<Unreadable>> for UnreadableList {
    fn from(found: Vec<Unreadable>) -> Self {
        Self((!found.is_empty()).then(|| Box::new(found)))
    }
}

/// Shows the paths.
impl fmt::Debug for UnreadableList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice().iter().map(Unreadable::path)).finish()
    }
}

/// The unreadable members of one object, as JSON: a single pointer if there are none.
///
/// They read as absent, and are written back as received when the object is serialized, unless the caller has set the
/// field in the meantime.
///
/// `Debug` shows names, but never the JSON.
#[derive(Clone, Default)]
pub struct UnreadableMembers(
    #[expect(clippy::box_collection, reason = "one pointer, and mostly none")] Option<Box<Vec<Member>>>,
);

type Member = (String, Box<RawValue>);

impl UnreadableMembers {
    /// Creates it from set-aside members.
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

    /// Returns `true` if everything could be decoded.
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

/// Writes them as a separate object, for a union whose members are merged afterwards.
impl Serialize for UnreadableMembers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.entries().iter().map(|(name, json)| (name, json)))
    }
}

/// Takes the set-aside members. Only recovery can add them to an object.
impl<'de> Deserialize<'de> for UnreadableMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !recovery::is_recovering() {
            // If the sender uses that name, it is an unknown member.
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

/// Writes an object with its unreadable members. For generated code.
#[doc(hidden)]
pub struct ObjectWriter<'a, S: Serializer> {
    map: S::SerializeMap,
    unreadable: &'a [Member],
    /// The names of fields that were written or are absent.
    settled: Vec<&'static str>,
}

impl<'a, S: Serializer> ObjectWriter<'a, S> {
    pub fn new(serializer: S, unreadable: &'a UnreadableMembers) -> Result<Self, S::Error> {
        let map = serializer.serialize_map(None)?;
        Ok(Self { map, unreadable: unreadable.entries(), settled: Vec::new() })
    }

    /// Creates a writer for an object of a request, which has no unreadable members.
    pub fn sent(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, unreadable: &[], settled: Vec::new() })
    }

    /// Also writes these members.
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

    /// Writes a field that is read under several names, under the first of them.
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

    /// Writes amounts in major units, of a field with these names; records it if they cannot be written.
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

    /// Writes times as numbers, of a field with these names; records it if they cannot be written.
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

    /// Writes a union and, next to it, its tag.
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

    /// Ends the object. Unreadable members under other names follow its fields.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (name, json) in self.unreadable.iter().filter(|(name, _)| !self.settled.contains(&name.as_str())) {
            self.map.serialize_entry(name, json)?;
        }
        self.map.end()
    }
}
