//! What serde asks a tree for: the items of a list, the entries of a mapping, a word, a position.

use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::error::Error;
use super::node::{Entry, Node};
use super::reader::Reader;
use crate::source::Span;

/// A word of a closed list.
pub(super) struct Word(pub(super) &'static str);

impl<'de> EnumAccess<'de> for Word {
    type Error = Error;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Word {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value, Error> {
        Err(Error::custom("words of the spec language carry no value"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("words of the spec language carry no value"))
    }
    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("words of the spec language carry no value"))
    }
}

/// The items of a list.
pub(super) struct List<'a> {
    items: std::slice::Iter<'a, Node>,
    whole: Reader<'a>,
}

impl<'a> List<'a> {
    pub(super) fn new(items: &'a [Node], whole: Reader<'a>) -> Self {
        Self { items: items.iter(), whole }
    }
}

impl<'de> SeqAccess<'de> for List<'_> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.items.next() else { return Ok(None) };
        let reader = self.whole.item(node);
        reader.settle(seed.deserialize(reader)).inspect_err(|_| reader.lose(false, false)).map(Some)
    }
}

/// The entries of a mapping.
pub(super) struct Map<'a> {
    entries: std::vec::IntoIter<(&'a str, &'a Entry)>,
    value: Option<(&'a str, &'a Entry)>,
    whole: Reader<'a>,
}

impl<'a> Map<'a> {
    pub(super) fn new(entries: Vec<(&'a str, &'a Entry)>, whole: Reader<'a>) -> Self {
        Self { entries: entries.into_iter(), value: None, whole }
    }
}

impl<'de> MapAccess<'de> for Map<'_> {
    type Error = Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, entry)) = self.entries.next() else { return Ok(None) };
        self.value = Some((key, entry));
        seed.deserialize(Key { text: key, span: entry.key_span }).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, entry) = self.value.take().ok_or_else(|| Error::custom("a value is read after its key"))?;
        let reader = self.whole.entry(key, entry);
        reader.settle(seed.deserialize(reader)).inspect_err(|_| self.whole.lose_entry(entry, Some(key)))
    }
}

/// A key, which is text.
struct Key<'a> {
    text: &'a str,
    span: Span,
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text)
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_seq(Spanned::new(self.span, self))
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple map struct enum identifier ignored_any
    }
}

/// What [`Sp`](super::spanned::Sp) reads: file, start, end, then the value.
pub(super) struct Spanned<D> {
    span: Span,
    next: u8,
    value: Option<D>,
}

impl<D> Spanned<D> {
    pub(super) fn new(span: Span, value: D) -> Self {
        Self { span, next: 0, value: Some(value) }
    }
}

impl<'de, D: Deserializer<'de, Error = Error>> SeqAccess<'de> for Spanned<D> {
    type Error = Error;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let part = match self.next {
            0 => self.span.file.0,
            1 => self.span.start,
            2 => self.span.end,
            _ => return self.value.take().map(|value| seed.deserialize(value)).transpose(),
        };
        self.next += 1;
        let part: U32Deserializer<Error> = part.into_deserializer();
        seed.deserialize(part).map(Some)
    }
}
