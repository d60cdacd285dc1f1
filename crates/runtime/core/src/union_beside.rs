//! Unions whose variant is identified by a sibling of the field that contains them: `method` next to `details`.
//!
//! The enclosing object reads and writes both members; a caller only sees the union, so the two cannot contradict each
//! other.

use serde::Serialize;
use serde_json::{Error, Map, Value};

use crate::major::MemberError;
use crate::object::received;
use crate::sent_union::Members;
use crate::tagged::{self, TaggedUnion, UnionVariant, UnknownVariant};
use crate::{EncodeForm, Form, json, view};

/// A union that is identified by a sibling member. Implemented by `union_beside!`.
#[doc(hidden)]
pub trait UnionBeside: Sized + Serialize {
    /// Decodes it, given its tag.
    ///
    /// # Errors
    ///
    /// Returns why its members do not match.
    fn read(tag: Value, members: Map<String, Value>) -> Result<Self, Error>;

    /// Returns the tag.
    fn tag_value(&self) -> Value;

    /// Returns its members.
    ///
    /// # Errors
    ///
    /// Returns an error if they cannot be written as JSON.
    fn members(&self) -> Result<Map<String, Value>, Error>;
}

/// Returns the tag of an unknown variant, as received.
#[doc(hidden)]
pub fn tag_of_other(other: &UnknownVariant) -> Value {
    other.tag.clone()
}

#[doc(hidden)]
pub fn read_union<U: TaggedUnion>(tag: Value, members: Map<String, Value>) -> Result<U, Error> {
    tagged::read(tag, members)
}

#[doc(hidden)]
pub fn read_variants<V: UnionVariant>(tag: Value, members: Map<String, Value>) -> Result<V, Error> {
    tagged::read_variants(tag, members)
}

#[doc(hidden)]
pub fn write_union<U: TaggedUnion>(union: &U) -> Result<Map<String, Value>, Error> {
    tagged::write(union)
}

#[doc(hidden)]
pub fn write_variants<V: UnionVariant>(variants: &V) -> Result<Map<String, Value>, Error> {
    variants.write()
}

/// Decodes the union in the member `name`, if either of the two members is present.
///
/// # Errors
///
/// Returns what was expected of the member.
#[doc(hidden)]
pub fn read_beside<U: UnionBeside>(
    name: &'static str,
    tag: Option<Value>,
    members: Option<Value>,
) -> Result<Option<U>, MemberError> {
    let fails = |why: &'static str| MemberError { name, why: why.into() };
    let members = match members {
        None if tag.is_none() => return Ok(None),
        None => Map::new(),
        Some(Value::Object(members)) => members,
        Some(Value::Array(items)) if items.is_empty() => Map::new(),
        Some(Value::String(text)) if text.is_empty() => Map::new(),
        Some(_) => return Err(fails("expected an object")),
    };
    let read = received::within(name, || U::read(tag.unwrap_or_default(), members));
    read.map(Some).map_err(|error| {
        if received::is_request() {
            return MemberError { name, why: json::why(&error).into_owned().into() };
        }
        fails("expected the members of the variant that its tag names")
    })
}

/// Decodes a required union.
///
/// # Errors
///
/// Returns what was expected of the member.
#[doc(hidden)]
pub fn required_beside<U: UnionBeside>(
    name: &'static str,
    tag: Option<Value>,
    members: Option<Value>,
) -> Result<U, MemberError> {
    read_beside(name, tag, members)?.ok_or(MemberError { name, why: "expected an object, found nothing".into() })
}

/// Returns the two members of a union, as JSON: its tag, and its own members, if there are any.
pub(crate) fn both<U: UnionBeside>(union: &U) -> Result<(Value, Option<Members>), Error> {
    let members = Members(union.members()?);
    // Rules see the variant in its members.
    let is_shown = view::is_for_rules() || !members.0.is_empty();
    Ok((union.tag_value(), is_shown.then_some(members)))
}

impl Form {
    /// Writes a union and, next to it, its tag.
    #[doc(hidden)]
    pub fn beside<U: UnionBeside + EncodeForm>(&mut self, tag: &str, name: &str, union: Option<&U>) -> &mut Self {
        self.tag_of(tag, union);
        self.object(name, union)
    }

    /// Writes a union as JSON and, next to it, its tag.
    #[doc(hidden)]
    pub fn json_beside<U: UnionBeside>(&mut self, tag: &str, name: &str, union: Option<&U>) -> &mut Self {
        self.tag_of(tag, union);
        self.json(name, union)
    }

    fn tag_of(&mut self, name: &str, union: Option<&impl UnionBeside>) {
        if let Some(Value::String(tag)) = union.map(UnionBeside::tag_value) {
            self.field(name, &tag);
        }
    }
}

/// Implements a union that is identified by a sibling member: one in responses (`union`), or one that consists only of
/// its variants (`variants`).
#[doc(hidden)]
#[macro_export]
macro_rules! union_beside {
    ($union:ident, union) => {
        $crate::union_beside!($union, read_union, write_union, |of| &of.variant);
    };
    ($union:ident, variants) => {
        $crate::union_beside!($union, read_variants, write_variants, |of| of);
    };
    ($union:ident, $read:ident, $write:ident, |$of:ident| $variants:expr) => {
        impl $crate::__private::UnionBeside for $union {
            fn read(
                tag: $crate::__private::Json,
                members: $crate::__private::Members,
            ) -> $crate::__private::core::result::Result<Self, $crate::__private::JsonError> {
                $crate::__private::$read(tag, members)
            }

            fn tag_value(&self) -> $crate::__private::Json {
                let $of = self;
                $crate::__private::UnionVariant::tag_value($variants)
            }

            fn members(
                &self,
            ) -> $crate::__private::core::result::Result<$crate::__private::Members, $crate::__private::JsonError> {
                $crate::__private::$write(self)
            }
        }
    };
}
