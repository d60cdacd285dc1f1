//! Objects that are one of several variants, identified by a member.

use std::fmt;

use serde::ser::{Error as _, Serializer};
use serde_json::{Error, Map, Value};

use crate::json;
use crate::json::recovery;
use crate::json::step::ASIDE_NAME;
use crate::object::{self, Blank, Failed, Fill, Members, ReadFields, ReadObject, Shape, received};
use crate::redact::{shown_name, shown_names};
use crate::sent_union::{Tagging, serialize_members};

/// An object whose variant this version does not know: all of its members, as received.
///
/// A union in responses, made with [`tagged_union!`](crate::tagged_union), contains it after reading an object with an
/// unknown tag or none. Such an object is serialised as received, even if its common fields were changed. In a request,
/// a caller creates it from the tag and the members with the function `other` of the union.
///
/// `Debug` shows the tag and the names of the members, whose content is not described.
#[derive(Clone, PartialEq)]
pub struct UnknownVariant {
    pub(crate) tag: Value,
    pub(crate) members: Map<String, Value>,
}

impl UnknownVariant {
    /// Returns the tag, or `None` if there is none or it is not a string.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_str()
    }

    /// Returns all members of the object, including the tag and the common ones.
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
    /// How the variant is identified.
    const TAGGING: Tagging;

    /// The tags of the variants that this version knows.
    const TAGS: &'static [&'static str];

    /// Decodes the variant that `tag` names from its own members, or returns `None` if this version does not know it.
    fn read(tag: &str, own: &Map<String, Value>) -> Option<Result<Self, Error>>;

    /// Returns the tag and the own members of a known variant; all members of an unknown one.
    fn write(&self) -> Result<Map<String, Value>, Error>;

    fn is_known(&self) -> bool;

    /// Returns the tag in wire format.
    fn tag_value(&self) -> Value;

    fn unrecognized(object: UnknownVariant) -> Self;

    /// Makes up a variant, for tests of decoding.
    #[cfg(all(feature = "server", feature = "testing"))]
    fn made(random: &mut crate::server::Random) -> Self;
}

/// Makes up a variant.
#[cfg(all(feature = "server", feature = "testing"))]
#[doc(hidden)]
pub fn variant_made<V: UnionVariant>(random: &mut crate::server::Random) -> V {
    V::made(random)
}

/// A union: the common fields, and a variant. Implemented by [`tagged_union!`](crate::tagged_union).
#[doc(hidden)]
pub trait TaggedUnion: Blank + ReadFields {
    type Variant: UnionVariant;

    /// The names of the common fields.
    const COMMON: &'static Shape;

    /// Writes the common fields.
    fn write_common(&self) -> Result<Value, Error>;

    fn variant(&self) -> &Self::Variant;

    fn variant_mut(&mut self) -> &mut Self::Variant;
}

/// Returns the initial variant of a union whose tag is not read yet.
#[doc(hidden)]
pub fn variant_to_identify<K: UnionVariant>() -> K {
    K::unrecognized(UnknownVariant { tag: Value::Null, members: Map::new() })
}

/// Reads all members of a union that consists only of its variants.
///
/// # Errors
///
/// Returns why they do not match.
#[doc(hidden)]
pub fn fill_variants<V: UnionVariant>(variants: &mut V, source: &mut dyn Members<'_>) -> Result<(), Failed> {
    let members = members(source)?;
    let tag = V::TAGGING.tag_in(&members, V::TAGS, &[]);
    let told = told(V::TAGGING, &tag);
    let read = |members| read_variants::<V>(tag, members);
    *variants = received::union(told.as_deref(), members, read, |read| read.as_ref().is_ok_and(V::is_known))
        .map_err(|error| Failed::said(json::why(&error)))?;
    Ok(())
}

/// Decodes a union that consists only of its variants.
pub(crate) fn read_variants<V: UnionVariant>(tag: Value, members: Map<String, Value>) -> Result<V, Error> {
    let known = read_known(&tag, &members)?;
    Ok(known.unwrap_or_else(|| V::unrecognized(UnknownVariant { tag, members })))
}

/// Decodes a variant that this version knows.
fn read_known<V: UnionVariant>(tag: &Value, members: &Map<String, Value>) -> Result<Option<V>, Error> {
    let Some(tag) = tag.as_str() else { return Ok(None) };
    let Some(own) = V::TAGGING.own_in(tag, members) else { return Ok(None) };
    if V::TAGGING == Tagging::Member {
        let read = received::within(tag, || V::read(tag, &own).transpose());
        return read.inspect_err(|_| recovery::fails_inside(tag));
    }
    V::read(tag, &own).transpose()
}

/// Reads all members of a union.
///
/// # Errors
///
/// Returns why they do not match.
#[doc(hidden)]
pub fn fill_union<U: TaggedUnion>(union: &mut U, source: &mut dyn Members<'_>) -> Result<(), Failed> {
    let members = members(source)?;
    let tag = U::Variant::TAGGING.tag_in(&members, U::Variant::TAGS, U::COMMON.names);
    let told = told(U::Variant::TAGGING, &tag);
    let is_known = |read: &Result<U, Error>| read.as_ref().is_ok_and(|union| union.variant().is_known());
    *union = received::union(told.as_deref(), members, |members| read::<U>(tag, members), is_known)
        .map_err(|error| Failed::said(json::why(&error)))?;
    Ok(())
}

/// Returns the member that names the variant.
fn told(tagging: Tagging, tag: &Value) -> Option<String> {
    match tagging {
        Tagging::Inside(name) => Some(name.to_owned()),
        Tagging::Member => tag.as_str().map(str::to_owned),
        Tagging::Beside => None,
    }
}

/// Returns all members, to be read in our own order.
fn members(source: &mut dyn Members<'_>) -> Result<Map<String, Value>, Failed> {
    let mut members = Map::new();
    while let Some(name) = source.next_name()? {
        let value = source.whole()?.unwrap_or_default();
        // With two tags, either could be meant. Structs reject it too.
        if members.contains_key(&*name) {
            return Err(Failed::duplicate(shown_name(&name).to_owned()));
        }
        members.insert(name.into_owned(), value);
    }
    Ok(members)
}

/// The common fields of a union.
struct Common<'u> {
    fields: &'u mut dyn ReadFields,
    shape: &'static Shape,
}

impl Fill for Common<'_> {
    fn fill(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        object::fill(self.fields, self.shape, members)
    }
}

/// Reads the common fields; the variant is not read yet.
fn read_common<U: TaggedUnion>(members: &Map<String, Value>) -> Result<U, Error> {
    let mut union = U::blank();
    object::read_from_map(members, &mut Common { fields: &mut union, shape: U::COMMON })?;
    Ok(union)
}

/// Returns the error of reading them from a text.
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

/// Decodes a union whose tag is known.
pub(crate) fn read<U: TaggedUnion>(tag: Value, mut members: Map<String, Value>) -> Result<U, Error> {
    // Unreadable members belong to the union as a whole.
    let unreadable = members.remove(ASIDE_NAME);
    if let Some(variant) = read_known(&tag, &members)? {
        members.extend(unreadable.map(|unreadable| (ASIDE_NAME.to_owned(), unreadable)));
        let mut union =
            read_common::<U>(&members).inspect_err(|_| recovery::locate(&members, misfit_of_common::<U>))?;
        *union.variant_mut() = variant;
        return Ok(union);
    }
    restore(&mut members, unreadable);
    // A new variant may even differ in the common fields.
    let mut union = received::tried(|| read_common::<U>(&members)).unwrap_or_else(|_| U::blank());
    *union.variant_mut() = U::Variant::unrecognized(UnknownVariant { tag, members });
    Ok(union)
}

/// Puts set-aside members back, unless there is another of the name by now.
fn restore(members: &mut Map<String, Value>, apart: Option<Value>) {
    let Some(Value::Object(apart)) = apart else { return };
    for (name, value) in apart {
        members.entry(name).or_insert(value);
    }
}

/// Decodes the own members of a variant.
#[doc(hidden)]
pub fn read_variant<T: ReadObject>(members: &Map<String, Value>) -> Result<T, Error> {
    let mut own = T::blank();
    object::read_from_map(members, &mut own)
        .inspect_err(|_| recovery::locate(members, |text| object::read_from_slice(text, &mut T::blank()).err()))?;
    Ok(own)
}

/// Implements reading and writing of an object that is one of several variants, identified by a member, and that may
/// get more variants.
///
/// The types are declared by hand (or by the generator): a struct with the common fields and the variant in `variant`,
/// read by [`read_fields!`](crate::read_fields); an enum whose variants each contain a struct of their own (boxed, if
/// it is large), with `Unrecognized(UnknownVariant)` as the last; and the function that writes the fields. None of the
/// fields can be required, because future variants may lack them:
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
///     /// The variant, identified by `type`.
///     pub variant: ProofVariant,
/// }
///
/// /// The variants of a [`Proof`].
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
/// payspec_core::read_fields!(Proof { "day" = day: text } { variant: payspec_core::__private::variant_to_identify() });
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

/// Implements the methods of a union's variants, however the union is sent.
#[doc(hidden)]
#[macro_export]
macro_rules! union_variants {
    ($variants:ident, $other:ident, $tagging:expr, { $($variant:ident($own:ty) = $tag:literal),* }) => {
        #[allow(deprecated)]
        impl $variants {
            /// Returns the tag on the wire, or `None` if the object has none or it is not a string.
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

            $crate::__if_made! {
                fn made(random: &mut $crate::server::Random) -> Self {
                    let makers: &[fn(&mut $crate::server::Random) -> Self] = &[
                        $(|random| Self::from(<$own as $crate::__private::object::Blank>::made(random)),)*
                    ];
                    random.variant(makers)
                }
            }
        }
    };
}
