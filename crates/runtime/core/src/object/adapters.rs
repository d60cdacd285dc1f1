//! Any serde `Deserializer` as a source. Independent of the object's type, so it is compiled once per kind of source.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::ReadObject;
use super::failed::Failed;
use super::shape::{Fill, Shape};
use super::source::{Members, Source, Visit};
use crate::json::recovery;
use crate::scalar::{Scalar, ScalarVisitor};

/// Reads an object from any source.
pub fn deserialize_object<'de, T: ReadObject, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut object = T::blank();
    deserializer.deserialize_map(Filler(&mut object))?;
    Ok(object)
}

/// Fills an object from a JSON text.
///
/// # Errors
///
/// Returns where and why the text does not match.
pub fn read_from_slice(text: &[u8], object: &mut dyn Fill) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    reader.deserialize_map(Filler(object))?;
    reader.end()
}

/// Fills an object from a text that is known to be UTF-8. No recovery follows, so the location of a failure is not
/// recorded.
///
/// # Errors
///
/// Returns where and why the text does not match.
pub fn read_from_str(text: &str, object: &mut dyn Fill) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = reader.deserialize_map(Filler(object)).and_then(|()| reader.end());
    read.inspect_err(|_| recovery::forget_inside())
}

/// Fills an object from the members of a JSON object.
///
/// # Errors
///
/// Returns why they do not match.
pub fn read_from_map(members: &Map<String, Value>, object: &mut dyn Fill) -> Result<(), serde_json::Error> {
    #[cfg(feature = "server")]
    if super::received::is_request() {
        return crate::server::source::fill_from_map(members, object).map_err(|failed| failed.into_error(None));
    }
    members.deserialize_map(Filler(object))
}

/// Fills an object from a map.
struct Filler<'o>(&'o mut dyn Fill);

impl<'de> Visitor<'de> for Filler<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut members = MapMembers { map, error: None };
        self.0.fill(&mut members).map_err(|failed| failed.into_error(members.error))
    }
}

/// The members of a map.
struct MapMembers<'de, A: MapAccess<'de>> {
    map: A,
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> MapMembers<'de, A> {
    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failed> {
        self.map.next_value_seed(seed).map_err(|error| keep(&mut self.error, error))
    }
}

/// Stores an error to return when the source becomes a deserializer again.
#[cold]
fn keep<E>(place: &mut Option<E>, error: E) -> Failed {
    *place = Some(error);
    Failed::at_source()
}

impl<'de, A: MapAccess<'de>> Source<'de> for MapMembers<'de, A> {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.value(AsScalar).map(Some)
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        self.value(Shown(visitor)).map(|()| true)
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        self.map.next_value().map(Some).map_err(|error| keep(&mut self.error, error))
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        self.map.next_value().map(Some).map_err(|error| keep(&mut self.error, error))
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        self.map.next_value::<IgnoredAny>().map(|_| true).map_err(|error| keep(&mut self.error, error))
    }
}

impl<'de, A: MapAccess<'de>> Members<'de> for MapMembers<'de, A> {
    fn next_field(&mut self, shape: &Shape, expected: usize) -> Result<Option<Option<usize>>, Failed> {
        self.map.next_key_seed(Field { shape, expected }).map_err(|error| keep(&mut self.error, error))
    }

    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, Failed> {
        self.map.next_key_seed(Name).map_err(|error| keep(&mut self.error, error))
    }
}

/// The items of a sequence.
struct SeqItems<'de, A: SeqAccess<'de>> {
    items: A,
    error: Option<A::Error>,
}

impl<'de, A: SeqAccess<'de>> SeqItems<'de, A> {
    fn item<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failed> {
        self.items.next_element_seed(seed).map_err(|error| keep(&mut self.error, error))
    }
}

impl<'de, A: SeqAccess<'de>> Source<'de> for SeqItems<'de, A> {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.item(AsScalar)
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        self.item(Shown(visitor)).map(|item| item.is_some())
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        self.items.next_element().map_err(|error| keep(&mut self.error, error))
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        self.items.next_element().map_err(|error| keep(&mut self.error, error))
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        let item = self.items.next_element::<IgnoredAny>().map_err(|error| keep(&mut self.error, error))?;
        Ok(item.is_some())
    }
}

/// A scalar.
struct AsScalar;

impl<'de> DeserializeSeed<'de> for AsScalar {
    type Value = Scalar<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar<'de>, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// Looks up the index of a field by its name.
struct Field<'s> {
    shape: &'s Shape,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Field<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Field<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.shape.field(name, self.expected))
    }
}

/// A member name.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Any value, passed to one of our visitors.
struct Shown<'v, 'de>(&'v mut dyn Visit<'de>);

impl<'de> DeserializeSeed<'de> for Shown<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Shown<'_, 'de> {
    fn scalar<E: Error>(self, scalar: Scalar<'de>) -> Result<(), E> {
        self.0.scalar(scalar).map_err(|failed| failed.into_error(None))
    }
}

macro_rules! scalars {
    ($($visit:ident($ty:ty);)*) => {
        $(
            fn $visit<E: Error>(self, value: $ty) -> Result<(), E> {
                self.scalar(ScalarVisitor.$visit(value)?)
            }
        )*
    };
}

impl<'de> Visitor<'de> for Shown<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_i128(i128);
        visit_u128(u128);
        visit_f64(f64);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<(), A::Error> {
        let mut items = SeqItems { items, error: None };
        self.0.list(&mut items).map_err(|failed| failed.into_error(items.error))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let mut members = MapMembers { map, error: None };
        self.0.object(&mut members).map_err(|failed| failed.into_error(members.error))
    }
}
