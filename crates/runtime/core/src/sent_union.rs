//! Unions in requests: an object that is one of several variants.
//!
//! Rules see every union in the same form, however it is sent: the variant is a member named like its tag, as in
//! `{"source": {"card": {"number": "4000"}}}`. So a rule about `source.card.number` applies to cards only, and not to
//! other variants. A variant counts as given even if all its members are blank.

use std::borrow::Cow;

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Error, Map, Value};

use crate::json::step::ASIDE_NAME;
use crate::tagged::{UnionVariant, UnknownVariant};
use crate::{EncodeForm, Form, json, view};

/// A member that rules see in each variant, so that the variant counts as given. No API uses the name, and no path
/// leads to it.
const GIVEN: &str = "\u{0}given";

/// How the variant of a union is identified.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tagging {
    /// By a member of the object with this name.
    Inside(&'static str),
    /// By a member of the enclosing object, which reads and writes it.
    Beside,
    /// By the name of the only member, which contains the variant.
    Member,
}

impl Tagging {
    /// Returns the tag of a received object; `null` if there is none. `known` are the tags of variants, and `common`
    /// the names of members that are never tags.
    pub(crate) fn tag_in(self, members: &Map<String, Value>, known: &[&str], common: &[&str]) -> Value {
        let named = |is_meant: &dyn Fn(&str) -> bool| {
            let mut named = members.iter().filter(|(name, value)| !value.is_null() && is_meant(name));
            named.next().filter(|_| named.next().is_none()).map(|(name, _)| Value::from(name.as_str()))
        };
        match self {
            Self::Inside(name) => members.get(name).cloned().unwrap_or_default(),
            Self::Beside => Value::Null,
            Self::Member if members.iter().any(|(name, value)| !value.is_null() && known.contains(&&**name)) => {
                named(&|name| known.contains(&name)).unwrap_or_default()
            }
            Self::Member => named(&|name| name != ASIDE_NAME && !common.contains(&name)).unwrap_or_default(),
        }
    }

    /// Returns the own members of a variant with this tag, or `None` if something else is in their place.
    pub(crate) fn own_in<'m>(self, tag: &str, members: &'m Map<String, Value>) -> Option<Cow<'m, Map<String, Value>>> {
        match self {
            Self::Inside(_) | Self::Beside => Some(Cow::Borrowed(members)),
            Self::Member => match members.get(tag)? {
                Value::Object(own) => Some(Cow::Borrowed(own)),
                Value::Array(items) if items.is_empty() => Some(Cow::Owned(Map::new())),
                _ => None,
            },
        }
    }

    /// Returns the members of a variant in wire format.
    fn told(self, tag: &str, mut own: Map<String, Value>) -> Map<String, Value> {
        match self {
            Self::Inside(name) => drop(own.insert(name.to_owned(), Value::from(tag))),
            Self::Beside => {}
            Self::Member => return Map::from_iter([(tag.to_owned(), Value::Object(own))]),
        }
        own
    }

    /// Returns the members of a variant in wire format, or as rules see them.
    fn written(self, tag: &str, mut own: Map<String, Value>) -> Map<String, Value> {
        if !view::is_for_rules() {
            return self.told(tag, own);
        }
        own.insert(GIVEN.to_owned(), Value::from(tag));
        Map::from_iter([(tag.to_owned(), Value::Object(own))])
    }
}

impl UnknownVariant {
    /// Returns its members without the tag.
    fn own(&self, tagging: Tagging) -> Map<String, Value> {
        let mut own = self.members.clone();
        match tagging {
            Tagging::Inside(name) => drop(own.remove(name)),
            Tagging::Beside => {}
            Tagging::Member => {
                let inner = self.tag().and_then(|tag| own.remove(tag));
                return inner.and_then(|inner| inner.as_object().cloned()).unwrap_or_default();
            }
        }
        own
    }
}

/// Creates a variant that the description lacks from its tag and other members.
#[doc(hidden)]
pub fn made_variant<V: UnionVariant>(tag: String, own: Map<String, Value>) -> UnknownVariant {
    UnknownVariant { members: V::TAGGING.told(&tag, own), tag: Value::from(tag) }
}

/// Returns the members of a variant, including its tag.
///
/// # Errors
///
/// Returns an error if they cannot be written as JSON.
#[doc(hidden)]
pub fn variant_members(tagging: Tagging, tag: &str, own: &impl Serialize) -> Result<Map<String, Value>, Error> {
    Ok(tagging.written(tag, json::object(own)?))
}

/// Returns the members of a variant that is not described.
#[doc(hidden)]
pub fn other_members(tagging: Tagging, other: &UnknownVariant) -> Map<String, Value> {
    match other.tag() {
        Some(tag) if view::is_for_rules() => tagging.written(tag, other.own(tagging)),
        _ => other.members.clone(),
    }
}

/// Writes a union that consists only of its variants.
///
/// # Errors
///
/// Returns the serializer's errors.
#[doc(hidden)]
pub fn serialize_variants<V: UnionVariant, S: Serializer>(variants: &V, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_members(variants.write().map_err(S::Error::custom)?, serializer)
}

/// Writes members, and wipes them from memory.
///
/// # Errors
///
/// Returns the serializer's errors.
pub(crate) fn serialize_members<S: Serializer>(members: Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    Members(members).serialize(serializer)
}

/// Members that are wiped from memory on drop.
pub(crate) struct Members(pub(crate) Map<String, Value>);

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Drop for Members {
    fn drop(&mut self) {
        self.0.values_mut().for_each(json::wipe);
    }
}

/// Writes a variant into a form.
#[doc(hidden)]
pub fn encode_variant(tagging: Tagging, tag: &str, own: &dyn EncodeForm, form: &mut Form) {
    if view::is_for_rules() {
        form.object(tag, Some(&Seen { tag, own }));
        return;
    }
    match tagging {
        Tagging::Inside(name) => {
            form.field(name, tag);
            own.encode_form(form);
        }
        Tagging::Beside => own.encode_form(form),
        Tagging::Member => {
            let before = form.pairs().len();
            form.object(tag, Some(own));
            if form.pairs().len() == before {
                form.nothing_of(tag);
            }
        }
    }
}

/// A variant as rules see it.
struct Seen<'a> {
    tag: &'a str,
    own: &'a dyn EncodeForm,
}

impl EncodeForm for Seen<'_> {
    fn encode_form(&self, form: &mut Form) {
        self.own.encode_form(form);
        form.field(GIVEN, self.tag);
    }
}

/// Writes a variant that is not described into a form.
#[doc(hidden)]
pub fn encode_other(tagging: Tagging, other: &UnknownVariant, form: &mut Form) {
    let own = InForm(other.own(tagging));
    match other.tag() {
        Some(tag) => encode_variant(tagging, tag, &own, form),
        None => own.encode_form(form),
    }
}

/// Writes JSON into a form like described fields: objects nest, lists of plain values repeat, and other lists have each
/// item as JSON.
struct InForm(Map<String, Value>);

impl EncodeForm for InForm {
    fn encode_form(&self, form: &mut Form) {
        for (name, value) in &self.0 {
            match value {
                Value::Null => {}
                Value::String(text) => drop(form.field(name, text)),
                Value::Bool(boolean) => drop(form.field(name, boolean)),
                Value::Number(number) => drop(form.field(name, &number.to_string())),
                Value::Object(members) => drop(form.object(name, Some(&Self(members.clone())))),
                Value::Array(items) => items.iter().for_each(|item| match item {
                    Value::String(text) => drop(form.list(name, Some(&[text]))),
                    other => drop(form.json_list(name, Some(&[other]))),
                }),
            }
        }
    }
}

impl Drop for InForm {
    fn drop(&mut self) {
        self.0.values_mut().for_each(json::wipe);
    }
}

/// Implements the variants of a union in requests: their form encoding and, if the union consists only of the enum, its
/// JSON encoding and constructors.
///
/// The types are declared by hand (or by the generator): an enum whose variants each contain a struct of their own
/// (boxed, if it is large), with `Other(UnknownVariant)` as the last.
///
/// ```
/// use payspec_core::{EncodeForm, Form, UnknownVariant};
///
/// /// The means of payment.
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub enum Source {
///     /// A card.
///     Card(SourceCard),
///     /// A variant that is not described.
///     Other(UnknownVariant),
/// }
///
/// /// A card.
/// #[derive(Debug, Clone, PartialEq, serde::Serialize)]
/// pub struct SourceCard {
///     number: String,
/// }
/// payspec_core::read_object!(SourceCard { "number" = number: required_text } required "number");
///
/// impl EncodeForm for SourceCard {
///     fn encode_form(&self, form: &mut Form) {
///         form.field("number", &self.number);
///     }
/// }
///
/// payspec_core::sent_union!(Source, Inside("type"), { Card(SourceCard) = "card" });
///
/// let card = Source::from(SourceCard { number: "4000".to_owned() });
/// assert_eq!(serde_json::to_value(&card).unwrap(), serde_json::json!({"type": "card", "number": "4000"}));
/// let mut form = Form::new();
/// form.object("source", Some(&card));
/// assert_eq!(form.get("source[type]"), Some("card"));
///
/// let read: Source = serde_json::from_str(r#"{"number":"4000","type":"card"}"#).unwrap();
/// assert_eq!(read, card);
///
/// let shells = Source::other("shells", [("count".to_owned(), 12.into())]);
/// assert_eq!(serde_json::to_value(&shells).unwrap(), serde_json::json!({"type": "shells", "count": 12}));
/// assert_eq!(format!("{shells:?}"), r#"Other(UnknownVariant { tag: Some("shells"), members: ["count", "type"], .. })"#);
/// ```
#[macro_export]
macro_rules! sent_union {
    ($union:ident, $tagging:expr, { $($variant:ident($own:ty) = $tag:literal),* $(,)? }) => {
        $crate::union_in_form!($union, Other, { $($variant = $tag),* });

        $crate::union_variants!($union, Other, $tagging, { $($variant($own) = $tag),* });

        #[allow(deprecated)]
        impl $union {
            /// Creates a variant that the description lacks, from its tag and its members as JSON, which are sent as
            /// is.
            #[must_use]
            pub fn other(
                tag: impl $crate::__private::core::convert::Into<$crate::__private::std::string::String>,
                members: impl $crate::__private::core::iter::IntoIterator<
                    Item = ($crate::__private::std::string::String, $crate::__private::Json),
                >,
            ) -> Self {
                Self::Other($crate::__private::made_variant::<Self>(tag.into(), members.into_iter().collect()))
            }
        }

        impl $crate::__private::object::Blank for $union {
            fn blank() -> Self {
                $crate::__private::variant_to_identify()
            }

            $crate::__if_made! {
                fn made(random: &mut $crate::server::Random) -> Self {
                    $crate::__private::variant_made(random)
                }
            }
        }

        impl $crate::__private::object::Fill for $union {
            fn fill(
                &mut self,
                members: &mut dyn $crate::__private::object::Members<'_>,
            ) -> $crate::__private::core::result::Result<(), $crate::__private::object::Failed> {
                $crate::__private::fill_variants(self, members)
            }
        }

        impl $crate::__private::serde::Serialize for $union {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize_variants(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $union {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::object::deserialize_object(deserializer)
            }
        }
    };
}

/// Implements form encoding for the variants of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! union_in_form {
    ($variants:ident, $other:ident, { $($variant:ident = $tag:literal),* }) => {
        #[allow(deprecated)]
        impl $crate::EncodeForm for $variants {
            fn encode_form(&self, form: &mut $crate::Form) {
                let tagging = <Self as $crate::__private::UnionVariant>::TAGGING;
                match self {
                    $(Self::$variant(own) => $crate::__private::encode_variant(tagging, $tag, own, form),)*
                    Self::$other(other) => $crate::__private::encode_other(tagging, other, form),
                }
            }
        }
    };
}

/// Implements constructors for a union that responses also contain.
#[doc(hidden)]
#[macro_export]
macro_rules! union_of_both_ways {
    ($union:ident, $variants:ident, $other:ident, { $($own:ty),* }) => {
        impl $union {
            /// Creates a variant that the description lacks, from its tag and its members as JSON, which are sent as
            /// is.
            #[must_use]
            pub fn other(
                tag: impl $crate::__private::core::convert::Into<$crate::__private::std::string::String>,
                members: impl $crate::__private::core::iter::IntoIterator<
                    Item = ($crate::__private::std::string::String, $crate::__private::Json),
                >,
            ) -> Self {
                let members = members.into_iter().collect();
                Self::new($variants::$other($crate::__private::made_variant::<$variants>(tag.into(), members)))
            }
        }

        $(
            #[allow(deprecated)]
            impl $crate::__private::core::convert::From<$own> for $union {
                fn from(own: $own) -> Self {
                    Self::new(own)
                }
            }
        )*
    };
}
