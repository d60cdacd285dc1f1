//! Lists sent as objects, and objects sent as empty lists.

use std::fmt;
use std::marker::PhantomData;

use super::item::Item;
use crate::json::by_name::ByName;
use crate::json::step::ASIDE_NAME;
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// Reads a list; `null` and `""` are `None`.
///
/// `null` items are dropped, as is `""` if the items are not strings. An empty object is an empty list. An object whose
/// first key is a number is a sparse PHP list: its values are the items. Any other object is a list with one item.
pub fn list<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ListVisitor(PhantomData))
}

/// Reads a required list, in the same forms; `null` and `""` are errors.
pub fn items<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    list(deserializer)?.ok_or_else(missing)
}

pub(super) fn missing<E: Error>() -> E {
    E::custom("expected a list, found nothing")
}

/// Reads an object; `null`, `""` and an empty list are `None`.
pub fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(ObjectVisitor(PhantomData))
}

/// Reads a required object; a list is an error, whatever its items.
pub fn required_object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(ByName(deserializer))
}

/// Reads an object into a box; `null`, `""` and an empty list are `None`.
pub fn boxed<'de, D, T>(deserializer: D) -> Result<Option<Box<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_any(BoxedVisitor(PhantomData))
}

/// The visitors' errors for scalars; serde's own messages would quote the value.
macro_rules! refuse_scalars {
    ($expected:literal) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str($expected)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
            Err(E::custom(concat!("expected ", $expected, ", found a boolean")))
        }

        fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
            Err(E::custom(concat!("expected ", $expected, ", found a number")))
        }

        fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
            Err(E::custom(concat!("expected ", $expected, ", found a number")))
        }

        fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
            Err(E::custom(concat!("expected ", $expected, ", found a number")))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            if text.is_empty() { Ok(None) } else { Err(E::custom(concat!("expected ", $expected, ", found text"))) }
        }
    };
}

pub(super) use refuse_scalars;

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    refuse_scalars!("a list");

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while source.next_element_seed(Item(&mut items))?.is_some() {}
        Ok(Some(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some(first) = map.next_key::<String>()? else {
            return Ok(Some(Vec::new()));
        };
        if first == ASIDE_NAME {
            // Part of it was set aside, which a list cannot represent: the whole list is set aside.
            return Err(A::Error::custom("expected a list, found something that does not match"));
        }
        let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            let whole = FirstKey { first: Some(first), rest: map };
            return Ok(Some(vec![T::deserialize(MapAccessDeserializer::new(whole))?]));
        }
        let mut items = Vec::new();
        map.next_value_seed(Item(&mut items))?;
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Item(&mut items))?;
        }
        Ok(Some(items))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Option<T>;

    refuse_scalars!("an object");

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        if source.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::custom("expected an object, found a list that is not empty"));
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// Boxes at once: otherwise each stack frame below would hold a large object.
struct BoxedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for BoxedVisitor<T> {
    type Value = Option<Box<T>>;

    refuse_scalars!("an object");

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<Self::Value, A::Error> {
        // A list is not accepted as an object, except that an empty one is `None`.
        ObjectVisitor::<T>(PhantomData).visit_seq(source).map(|none| none.map(Box::new))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|object| Some(Box::new(object)))
    }
}

/// A map whose first key was read to determine what it is.
struct FirstKey<A> {
    first: Option<String>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FirstKey<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        match self.first.take() {
            Some(key) => {
                let key: StringDeserializer<Self::Error> = key.into_deserializer();
                seed.deserialize(key).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        self.rest.next_value_seed(seed)
    }
}
