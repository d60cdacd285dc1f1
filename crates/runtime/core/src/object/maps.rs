//! Objects with any keys and values of one type.

use std::collections::HashSet;

use serde_json::Value;

use super::ReadObject;
use super::failed::Failed;
use super::fields::{Place, is_nothing, roughly};
use super::lists::{Item, unless_nothing, unless_null};
use super::shape::Fill;
use super::source::{Members, Source, Visit};
use crate::json::step::ASIDE_NAME;
use crate::scalar::{FromScalar, Scalar};
use crate::{Map, lenient};

#[cold]
fn missing() -> Failed {
    Failed::said("expected an object, found nothing")
}

macro_rules! maps {
    ($($(#[$docs:meta])* $map:ident, $required:ident of $ty:ty $(, $of:ident: $bound:ident)? => $entries:expr;)*) => {
        $(
            $(#[$docs])*
            pub fn $map$(<$of: $bound>)?(source: &mut dyn Source<'_>, to: &mut Option<Map<$ty>>) -> Result<(), Failed> {
                let mut found = None;
                source.visit(&mut MapAt(&mut $entries(&mut found)))?;
                *to = found.map(Map::of);
                Ok(())
            }

            /// Same for a required map.
            pub fn $required$(<$of: $bound>)?(source: &mut dyn Source<'_>, to: &mut Map<$ty>) -> Result<(), Failed> {
                let mut map = None;
                $map(source, &mut map)?;
                *to = map.ok_or_else(missing)?;
                Ok(())
            }
        )*
    };
}

maps! {
    /// Reads a map of objects; `null` and `""` are `None`, and `[]` is an empty map.
    ///
    /// Entries that are `null` or `""` are dropped. A repeated key makes the map unreadable. The items of a list get
    /// the keys `0`, `1` and so on, as PHP writes such a map.
    object_map, required_object_map of T, T: ReadObject => objects;

    /// Reads a map of strings in the forms of [`object_map`]; `""` is an entry.
    text_map, required_text_map of String => scalars(lenient::text_of);

    /// Reads a map of integers in the forms of [`object_map`].
    integer_map, required_integer_map of i64 => scalars(|scalar| lenient::integer_of(&scalar));

    /// Reads a map of booleans in the forms of [`object_map`].
    boolean_map, required_boolean_map of bool => scalars(|scalar| lenient::boolean_of(&scalar));

    /// Reads a map of non-string values in the forms of [`object_map`].
    value_map, required_value_map of T, T: FromScalar => scalars(unless_nothing);

    /// Reads a map of values in the forms of [`object_map`]; `""` is an entry.
    text_value_map, required_text_value_map of T, T: FromScalar => scalars(unless_null);

    /// Reads a map of any JSON in the forms of [`object_map`]; `""` is an entry.
    json_map, required_json_map of Value => Values;
}

/// The destination of entries.
trait Entries {
    /// Called if there is a map.
    fn start(&mut self);

    /// Reads the next entry; returns `false` at the end.
    fn entry(&mut self, key: String, source: &mut dyn Source<'_>) -> Result<bool, Failed>;
}

/// A map in any of its forms.
struct MapAt<'t>(&'t mut dyn Entries);

impl<'de> Visit<'de> for MapAt<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if is_nothing(&scalar) {
            return Ok(());
        }
        Err(Failed::said(format!("expected an object, found {}", roughly(&scalar))))
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        self.0.start();
        let mut index = 0_usize;
        while self.0.entry(index.to_string(), items)? {
            index += 1;
        }
        Ok(())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        self.0.start();
        let mut keys = HashSet::new();
        while let Some(key) = members.next_name()? {
            if key == ASIDE_NAME {
                // Part of it was set aside, which a map cannot represent: the whole map is set aside.
                return Err(Failed::said("expected an object, found a value in it that does not match"));
            }
            let key = key.into_owned();
            if !keys.insert(key.clone()) {
                return Err(Failed::said("expected each key of the object once, found one twice"));
            }
            self.0.entry(key, members)?;
        }
        Ok(())
    }
}

type Found<T> = Option<Vec<(String, T)>>;

struct Objects<'t, T> {
    to: &'t mut Found<T>,
    key: String,
}

fn objects<T>(to: &mut Found<T>) -> Objects<'_, T> {
    Objects { to, key: String::new() }
}

impl<T: ReadObject> Place for Objects<'_, T> {
    fn put(&mut self) -> &mut dyn Fill {
        let entries = self.to.get_or_insert_default();
        let last = entries.len();
        entries.push((std::mem::take(&mut self.key), T::blank()));
        &mut entries[last].1
    }
}

impl<T: ReadObject> Entries for Objects<'_, T> {
    fn start(&mut self) {
        *self.to = Some(Vec::new());
    }

    fn entry(&mut self, key: String, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        self.key = key;
        source.visit(&mut Item(self))
    }
}

struct Scalars<'t, T> {
    to: &'t mut Found<T>,
    of: fn(Scalar<'_>) -> Result<Option<T>, String>,
}

fn scalars<T>(of: fn(Scalar<'_>) -> Result<Option<T>, String>) -> impl for<'t> Fn(&'t mut Found<T>) -> Scalars<'t, T> {
    move |to| Scalars { to, of }
}

impl<T> Entries for Scalars<'_, T> {
    fn start(&mut self) {
        *self.to = Some(Vec::new());
    }

    fn entry(&mut self, key: String, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        let Some(scalar) = source.scalar()? else { return Ok(false) };
        let value = (self.of)(scalar).map_err(Failed::said)?;
        self.to.get_or_insert_default().extend(value.map(|value| (key, value)));
        Ok(true)
    }
}

struct Values<'t>(&'t mut Found<Value>);

impl Entries for Values<'_> {
    fn start(&mut self) {
        *self.0 = Some(Vec::new());
    }

    fn entry(&mut self, key: String, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        let Some(value) = source.json()? else { return Ok(false) };
        if !value.is_null() {
            self.0.get_or_insert_default().push((key, value));
        }
        Ok(true)
    }
}
