//! Objects that are one of several variants, told by one of their members.

use std::fmt;

use serde::ser::{Error as _, Serializer};
use serde_json::{Error, Map, Value};

use crate::json;
use crate::json::recovery;
use crate::json::step::ASIDE_NAME;
use crate::object::{self, Blank, Failed, Fill, Members, ReadFields, ReadObject, Shape};
use crate::redact::{shown_name, shown_names};
use crate::sent_union::{Tagging, serialize_members};

/// An object whose variant this version does not know: all of its members, as they came.
///
/// A union of responses, made with [`tagged_union!`](crate::tagged_union), holds it after reading an object whose tag none of
/// its variants has, or that has no tag. Such an object is written back as it came, whatever was done to the fields beside
/// it. In a request a caller names the tag and gives the members, with the function `other` of the union.
///
/// `Debug` shows the tag and the names of the members: nobody described what they hold.
#[derive(Clone, PartialEq)]
pub struct UnknownVariant {
    pub(crate) tag: Value,
    pub(crate) members: Map<String, Value>,
}

impl UnknownVariant {
    /// Returns what the tag says, or `None` when there is none, or it is no text.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_str()
    }

    /// Returns all members of the object, the tag and those that every variant has among them.
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }
}

impl fmt::Debug for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = shown_names(self.members.keys().map(String::as_str));
        f.debug_struct("UnknownVariant")
            .field("tag", &self.tag().map(shown_name))
            .field("members", &names)
            .finish_non_exhaustive()
    }
}

/// The variants of a union. Implemented by [`tagged_union!`](crate::tagged_union).
#[doc(hidden)]
pub trait UnionVariant: Sized {
    /// What tells the variant.
    const TAGGING: Tagging;

    /// The tags of the variants that this version knows.
    const TAGS: &'static [&'static str];

    /// Reads the variant that `tag` names from its own members; `None` when this version does not know it.
    fn read(tag: &str, own: &Map<String, Value>) -> Option<Result<Self, Error>>;

    /// Returns the tag and the own members of a variant that this version knows; all members of another.
    fn write(&self) -> Result<Map<String, Value>, Error>;

    fn is_known(&self) -> bool;

    /// Returns what tells the variant, as it travels.
    fn tag_value(&self) -> Value;

    fn unrecognized(object: UnknownVariant) -> Self;
}

/// A union: the fields that all variants have, and a variant. Implemented by [`tagged_union!`](crate::tagged_union).
#[doc(hidden)]
pub trait TaggedUnion: Blank + ReadFields {
    type Variant: UnionVariant;

    /// What the fields are called that all variants have.
    const COMMON: &'static Shape;

    /// Writes the fields that all variants have.
    fn write_common(&self) -> Result<Value, Error>;

    fn variant(&self) -> &Self::Variant;

    fn variant_mut(&mut self) -> &mut Self::Variant;
}

/// Returns the variant of a union whose variant is still to be told.
#[doc(hidden)]
pub fn variant_to_be_told<K: UnionVariant>() -> K {
    K::unrecognized(UnknownVariant { tag: Value::Null, members: Map::new() })
}

/// Reads all members of a union that is nothing but its variants.
///
/// # Errors
///
/// Why they do not fit.
#[doc(hidden)]
pub fn fill_variants<V: UnionVariant>(variants: &mut V, source: &mut dyn Members<'_>) -> Result<(), Failed> {
    let members = members(source)?;
    let tag = V::TAGGING.tag_in(&members, V::TAGS, &[]);
    *variants = read_variants(tag, members).map_err(|error| Failed::said(json::why(&error)))?;
    Ok(())
}

/// Reads a union that is nothing but its variants.
pub(crate) fn read_variants<V: UnionVariant>(tag: Value, members: Map<String, Value>) -> Result<V, Error> {
    let known = read_known(&tag, &members)?;
    Ok(known.unwrap_or_else(|| V::unrecognized(UnknownVariant { tag, members })))
}

/// Reads a variant that this version knows.
fn read_known<V: UnionVariant>(tag: &Value, members: &Map<String, Value>) -> Result<Option<V>, Error> {
    let Some(tag) = tag.as_str() else { return Ok(None) };
    let Some(own) = V::TAGGING.own_in(tag, members) else { return Ok(None) };
    let read = V::read(tag, &own).transpose();
    if V::TAGGING == Tagging::Member {
        return read.inspect_err(|_| recovery::fails_inside(tag));
    }
    read
}

/// Reads all members of a union.
///
/// # Errors
///
/// Why they do not fit.
#[doc(hidden)]
pub fn fill_union<U: TaggedUnion>(union: &mut U, source: &mut dyn Members<'_>) -> Result<(), Failed> {
    let members = members(source)?;
    let tag = U::Variant::TAGGING.tag_in(&members, U::Variant::TAGS, U::COMMON.names);
    *union = read(tag, members).map_err(|error| Failed::said(json::why(&error)))?;
    Ok(())
}

/// Returns all members, to be read in an order of our own.
fn members(source: &mut dyn Members<'_>) -> Result<Map<String, Value>, Failed> {
    let mut members = Map::new();
    while let Some(name) = source.next_name()? {
        let value = source.json()?.unwrap_or_default();
        // Of two tags, either could be meant. Structs refuse it too.
        if members.contains_key(&*name) {
            return Err(Failed::duplicate(shown_name(&name).to_owned()));
        }
        members.insert(name.into_owned(), value);
    }
    Ok(members)
}

/// The fields of a union that all variants have.
struct Common<'u> {
    fields: &'u mut dyn ReadFields,
    shape: &'static Shape,
}

impl Fill for Common<'_> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        object::fill(self.fields, self.shape, members)
    }
}

/// Reads the fields that all variants have; the variant is still to be told.
fn read_common<U: TaggedUnion>(members: &Map<String, Value>) -> Result<U, Error> {
    let mut union = U::blank();
    object::read_from_map(members, &mut Common { fields: &mut union, shape: U::COMMON })?;
    Ok(union)
}

/// Returns how reading them from a text fails.
fn misfit_of_common<U: TaggedUnion>(text: &[u8]) -> Option<Error> {
    object::read_from_slice(text, &mut Common { fields: &mut U::blank(), shape: U::COMMON }).err()
}

#[doc(hidden)]
pub fn serialize_union<U: TaggedUnion, S: Serializer>(union: &U, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_members(write(union).map_err(S::Error::custom)?, serializer)
}

pub(crate) fn write<U: TaggedUnion>(union: &U) -> Result<Map<String, Value>, Error> {
    let own = union.variant().write()?;
    if !union.variant().is_known() {
        return Ok(own);
    }
    let mut members = json::object(&union.write_common()?)?;
    let unreadable = members.remove(ASIDE_NAME);
    members.extend(own);
    restore(&mut members, unreadable);
    Ok(members)
}

/// Reads a union, once it is known what tells its variant.
pub(crate) fn read<U: TaggedUnion>(tag: Value, mut members: Map<String, Value>) -> Result<U, Error> {
    // What could not be read belongs to the union as a whole.
    let unreadable = members.remove(ASIDE_NAME);
    if let Some(variant) = read_known(&tag, &members)? {
        members.extend(unreadable.map(|unreadable| (ASIDE_NAME.to_owned(), unreadable)));
        let mut union =
            read_common::<U>(&members).inspect_err(|_| recovery::locate(&members, misfit_of_common::<U>))?;
        *union.variant_mut() = variant;
        return Ok(union);
    }
    restore(&mut members, unreadable);
    // A variant that is new may even have another idea of what all variants have in common.
    let mut union = read_common::<U>(&members).unwrap_or_else(|_| U::blank());
    *union.variant_mut() = U::Variant::unrecognized(UnknownVariant { tag, members });
    Ok(union)
}

/// Puts members back that were set apart, unless there is another of the name by now.
fn restore(members: &mut Map<String, Value>, apart: Option<Value>) {
    let Some(Value::Object(apart)) = apart else { return };
    for (name, value) in apart {
        members.entry(name).or_insert(value);
    }
}

/// Reads the own members of a variant.
#[doc(hidden)]
pub fn read_variant<T: ReadObject>(members: &Map<String, Value>) -> Result<T, Error> {
    let mut own = T::blank();
    object::read_from_map(members, &mut own)
        .inspect_err(|_| recovery::locate(members, |text| object::read_from_slice(text, &mut T::blank()).err()))?;
    Ok(own)
}

/// Completes an object that is one of several variants, told by a member, of which there may be more.
///
/// The types are written out by hand (or by the generator): a struct with the fields that every variant has and
/// the variant in `variant`, read by [`read_fields!`](crate::read_fields); an enum whose variants each hold a struct of their
/// own (boxed, if it is large), the last one being `Unrecognized(UnknownVariant)`; and the function that writes the fields.
/// None of the fields can be required, for nobody knows what the variants of tomorrow have:
///
/// ```
/// use payspec_core::UnknownVariant;
///
/// /// A proof of identity.
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub struct Proof {
///     /// When it was given.
///     pub day: Option<String>,
///     /// What it is, told by `type`.
///     pub variant: ProofVariant,
/// }
///
/// /// What a [`Proof`] can be.
/// #[derive(Debug, Clone, PartialEq)]
/// #[non_exhaustive]
/// pub enum ProofVariant {
///     /// A passport.
///     Passport(ProofPassport),
///     /// A variant that this version does not know; it keeps all members.
///     Unrecognized(UnknownVariant),
/// }
///
/// /// A passport.
/// #[derive(Debug, Clone, PartialEq, serde::Serialize)]
/// pub struct ProofPassport {
///     number: Option<String>,
/// }
/// payspec_core::read_object!(ProofPassport { "number" = number: text });
///
/// payspec_core::read_fields!(Proof { "day" = day: text } { variant: payspec_core::__private::variant_to_be_told() });
///
/// const _: () = {
///     #[derive(serde::Serialize)]
///     #[serde(remote = "Proof")]
///     struct Common {
///         #[serde(skip_serializing_if = "Option::is_none")]
///         day: Option<String>,
///         #[serde(skip)]
///         variant: ProofVariant,
///     }
///     payspec_core::tagged_union!(Proof, Common::serialize, ProofVariant, Inside("type"), { Passport(ProofPassport) = "passport" });
/// };
///
/// let proof: Proof = serde_json::from_str(r#"{"type":"passport","day":"2024-01-05","number":"X1"}"#).unwrap();
/// assert_eq!((proof.day.as_deref(), proof.variant.tag()), (Some("2024-01-05"), Some("passport")));
///
/// let text = r#"{"day":null,"retina":[1,2],"type":"scan"}"#;
/// let new: Proof = serde_json::from_str(text).unwrap();
/// assert!(!new.variant.is_known());
/// assert_eq!(serde_json::to_string(&new).unwrap(), text);
/// ```
///
/// The macro adds `Serialize` and `Deserialize` to the union, and to the enum of its variants `tag`, `is_known` and
/// `From` of each variant.
#[macro_export]
macro_rules! tagged_union {
    ($union:ident, $common:path, $enumeration:ident, $tagging:expr, {
        $($variant:ident($own:ty) = $tag:literal),* $(,)?
    }) => {
        $crate::union_variants!($enumeration, Unrecognized, $tagging, { $($variant($own) = $tag),* });

        impl $crate::__private::TaggedUnion for $union {
            type Variant = $enumeration;

            const COMMON: &'static $crate::__private::object::Shape = Self::SHAPE;

            fn write_common(
                &self,
            ) -> $crate::__private::core::result::Result<$crate::__private::Json, $crate::__private::JsonError> {
                $common(self, $crate::__private::JsonWriter)
            }

            fn variant(&self) -> &$enumeration {
                &self.variant
            }

            fn variant_mut(&mut self) -> &mut $enumeration {
                &mut self.variant
            }
        }

        impl $crate::__private::serde::Serialize for $union {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serialize_union(self, serializer)
            }
        }

        impl $crate::__private::object::Fill for $union {
            fn fill(
                &mut self,
                members: &mut dyn $crate::__private::object::Members<'_>,
            ) -> $crate::__private::core::result::Result<(), $crate::__private::object::Failed> {
                $crate::__private::fill_union(self, members)
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

/// What the enum of a union's variants has, whichever way the union travels.
#[doc(hidden)]
#[macro_export]
macro_rules! union_variants {
    ($variants:ident, $other:ident, $tagging:expr, { $($variant:ident($own:ty) = $tag:literal),* }) => {
        #[allow(deprecated)]
        impl $variants {
            /// Returns what tells the variant on the wire, or `None` when the object has nothing there, or no text.
            #[must_use]
            pub fn tag(&self) -> $crate::__private::core::option::Option<&str> {
                match self {
                    $(Self::$variant(_) => $crate::__private::core::option::Option::Some($tag),)*
                    Self::$other(object) => object.tag(),
                }
            }

            /// Returns `true` if this version knows the variant.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !$crate::__private::core::matches!(self, Self::$other(_))
            }
        }

        $(
            #[allow(deprecated)]
            impl $crate::__private::core::convert::From<$own> for $variants {
                fn from(own: $own) -> Self {
                    Self::$variant(own.into())
                }
            }
        )*

        #[allow(deprecated)]
        impl $crate::__private::UnionVariant for $variants {
            const TAGS: &'static [&'static str] = &[$($tag),*];

            const TAGGING: $crate::__private::Tagging = {
                #[allow(unused_imports)]
                use $crate::__private::Tagging::*;
                $tagging
            };

            fn read(
                tag: &str,
                members: &$crate::__private::Members,
            ) -> $crate::__private::core::option::Option<
                $crate::__private::core::result::Result<Self, $crate::__private::JsonError>,
            > {
                match tag {
                    $($tag => $crate::__private::core::option::Option::Some(
                        $crate::__private::read_variant::<$own>(members).map(Self::from),
                    ),)*
                    _ => $crate::__private::core::option::Option::None,
                }
            }

            fn write(
                &self,
            ) -> $crate::__private::core::result::Result<$crate::__private::Members, $crate::__private::JsonError> {
                match self {
                    $(Self::$variant(own) => $crate::__private::variant_members(Self::TAGGING, $tag, own),)*
                    Self::$other(object) => {
                        $crate::__private::core::result::Result::Ok(
                            $crate::__private::other_members(Self::TAGGING, object),
                        )
                    }
                }
            }

            fn is_known(&self) -> bool {
                self.is_known()
            }

            fn tag_value(&self) -> $crate::__private::Json {
                match self {
                    $(Self::$variant(_) => $crate::__private::Json::from($tag),)*
                    Self::$other(object) => $crate::__private::tag_of_other(object),
                }
            }

            fn unrecognized(object: $crate::UnknownVariant) -> Self {
                Self::$other(object)
            }
        }
    };
}
