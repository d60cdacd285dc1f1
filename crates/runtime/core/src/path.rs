//! Paths in JSON, as used in descriptions to locate a member.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A path from the top of a JSON object to a member inside it: the names of the members, separated by dots
/// (`data.object`).
///
/// Each step leads from an object to the member of that name. A step into anything but an object finds nothing, which
/// is not an error. A name that contains a dot cannot be expressed, and an empty step finds nothing.
///
/// ```
/// use payspec_core::Path;
/// use serde_json::json;
///
/// let body = json!({"meta": {"next": "abc"}});
/// let members = body.as_object().unwrap();
/// assert_eq!(Path::new("meta.next").in_members(members), Some(&json!("abc")));
/// assert_eq!(Path::new("meta.next.more").in_members(members), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path<'a>(&'a str);

/// Receives the values at a path.
pub trait Leaf<'de> {
    /// Receives a value; called several times if a member is repeated, or if the path leads through lists.
    ///
    /// # Errors
    ///
    /// Returns an error if the value has the wrong type; the rest of the text is then not read.
    fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error>;
}

impl<'a> Path<'a> {
    /// Creates a path from its text.
    pub const fn new(path: &'a str) -> Self {
        Self(path)
    }

    /// Returns the text of the path.
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// Returns `true` if the path is the name of a single member.
    pub fn is_single(self) -> bool {
        !self.0.contains('.')
    }

    /// Returns the names of the steps, from the top.
    pub fn steps(self) -> std::str::Split<'a, char> {
        self.0.split('.')
    }

    /// Returns the first step and the remaining path; the latter is `None` if the first step is the last.
    pub fn split_first(self) -> (&'a str, Option<Self>) {
        match self.0.split_once('.') {
            Some((first, rest)) => (first, Some(Self(rest))),
            None => (self.0, None),
        }
    }

    /// Returns the paths of the enclosing objects and of the member itself, shortest first: `data` and `data.object`.
    pub fn prefixes(self) -> impl Iterator<Item = Self> {
        let ends = self.0.match_indices('.').map(|(at, _)| at).chain([self.0.len()]);
        ends.map(move |end| Self(&self.0[..end]))
    }

    /// Returns the member at the path in a decoded object, or `None` if there is none.
    pub fn in_members(self, members: &Map<String, Value>) -> Option<&Value> {
        let (first, rest) = self.split_first();
        let value = members.get(first)?;
        match rest {
            Some(rest) => rest.in_members(value.as_object()?),
            None => Some(value),
        }
    }

    /// Removes the member at the path from an object, together with enclosing objects that become empty.
    pub fn take_from(self, members: &mut Map<String, Value>) -> Option<Value> {
        let (first, rest) = self.split_first();
        let Some(rest) = rest else { return members.remove(first) };
        let inner = members.get_mut(first)?.as_object_mut()?;
        let taken = rest.take_from(inner);
        if taken.is_some() && inner.is_empty() {
            members.remove(first);
        }
        taken
    }

    /// Sets the member at the path in an object, creating the enclosing objects. An existing value on the path that is
    /// not an object is replaced.
    pub fn put_into(self, members: &mut Map<String, Value>, value: Value) {
        let (first, rest) = self.split_first();
        let Some(rest) = rest else {
            members.insert(first.to_owned(), value);
            return;
        };
        let inner = members.entry(first).or_insert_with(|| Value::Object(Map::new()));
        if !inner.is_object() {
            *inner = Value::Object(Map::new());
        }
        if let Value::Object(inner) = inner {
            rest.put_into(inner, value);
        }
    }

    /// Passes the member at the path in a JSON text to `leaf`, without building the rest. With `through_lists`, a step
    /// may lead through the items of a list.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON or `leaf` returns one. Values found before have already been passed to
    /// `leaf`.
    pub fn find<'de, L: Leaf<'de>>(
        self,
        text: &'de [u8],
        through_lists: bool,
        leaf: &mut L,
    ) -> Result<(), serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_slice(text);
        Along { path: Some(self), through_lists, leaf }.deserialize(&mut reader)?;
        reader.end()
    }
}

impl<'a> From<&'a str> for Path<'a> {
    fn from(path: &'a str) -> Self {
        Self(path)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

struct Along<'p, L> {
    /// The remaining path; `None` at its end.
    path: Option<Path<'p>>,
    through_lists: bool,
    leaf: &'p mut L,
}

impl<'de, L: Leaf<'de>> DeserializeSeed<'de> for Along<'_, L> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.path {
            None => self.leaf.take(deserializer),
            Some(_) => deserializer.deserialize_any(self),
        }
    }
}

/// A value that is not an object contains nothing at the path, which is not an error.
macro_rules! lead_nowhere {
    ($($method:ident: $type:ty)*) => {
        $(
            fn $method<E>(self, _: $type) -> Result<(), E> {
                Ok(())
            }
        )*
    };
}

impl<'de, L: Leaf<'de>> Visitor<'de> for Along<'_, L> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (name, rest) = self.path.map_or(("", None), Path::split_first);
        while let Some(is_it) = map.next_key_seed(Is(name))? {
            if is_it {
                map.next_value_seed(Along { path: rest, through_lists: self.through_lists, leaf: &mut *self.leaf })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if !self.through_lists {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        loop {
            let item = Along { path: self.path, through_lists: true, leaf: &mut *self.leaf };
            if seq.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    lead_nowhere! { visit_bool: bool visit_i64: i64 visit_u64: u64 visit_f64: f64 visit_str: &str }
}

/// Compares a key without storing it.
struct Is<'p>(&'p str);

impl<'de> DeserializeSeed<'de> for Is<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Is<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;
    use serde_json::value::RawValue;

    use super::*;

    struct All(Vec<String>);

    impl<'de> Leaf<'de> for All {
        fn take<D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
            self.0.push(<&RawValue>::deserialize(value)?.get().to_owned());
            Ok(())
        }
    }

    fn found(path: &str, text: &str, through_lists: bool) -> Vec<String> {
        let mut all = All(Vec::new());
        let _ = Path::new(path).find(text.as_bytes(), through_lists, &mut all);
        all.0
    }

    #[test]
    fn a_dot_steps_into_an_object_and_nothing_else() {
        let text = r#"{"a": {"b": 1, "c": {"d": [2]}}, "a.b": 3, "l": [{"b": 4}, {"b": 5}], "": {"": 6}, "n": null}"#;
        for (path, wanted) in [
            ("a.b", &["1"][..]),
            ("a.c.d", &["[2]"]),
            ("a.b.x", &[]),
            ("l.b", &[]),
            ("n.x", &[]),
            ("a..b", &[]),
            (".a", &[]),
            ("a.", &[]),
            ("x", &[]),
        ] {
            assert_eq!(found(path, text, false), wanted, "{path}");
        }
        assert_eq!(found("l.b", text, true), ["4", "5"]);
        assert_eq!(found("a.b", r#"{"a": {"b": 1}, "a": {"b": 2, "c"#, false), ["1", "2"], "before a mistake");
    }

    #[test]
    fn a_member_is_put_where_it_was_taken_from() {
        let whole = json!({"data": {"object": {"id": 1}, "kept": 2}, "meta": {"page": {"next": "x"}}});
        for path in ["data.object", "data.object.id", "data.kept", "meta.page.next", "meta", "data"] {
            let mut members = whole.as_object().expect("it is one").clone();
            let path = Path::new(path);
            let taken = path.take_from(&mut members).expect("it is there");
            assert_eq!(path.in_members(&members), None);
            assert_eq!(path.take_from(&mut members), None);
            path.put_into(&mut members, taken);
            assert_eq!(Value::Object(members), whole, "{path}");
        }
        let mut members = Map::new();
        members.insert("a".to_owned(), json!(1));
        Path::new("a.b").put_into(&mut members, json!(2));
        assert_eq!(Value::Object(members), json!({"a": {"b": 2}}));
    }

    #[test]
    fn prefixes_are_the_objects_on_the_way() {
        let prefixes: Vec<&str> = Path::new("a.b.c").prefixes().map(Path::as_str).collect();
        assert_eq!(prefixes, ["a", "a.b", "a.b.c"]);
        assert_eq!(Path::new("a.b").split_first(), ("a", Some(Path::new("b"))));
        assert!(Path::new("a").is_single() && !Path::new("a.b").is_single());
    }
}
