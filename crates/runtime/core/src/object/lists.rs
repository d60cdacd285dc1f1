//! Lists sent as objects, and empty items.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use super::ReadObject;
use super::failed::Failed;
use super::fields::{Data, Place, is_nothing, roughly, unexpected};
use super::shape::{Fill, Shape};
use super::source::{Items, Members, Source, Visit};
use crate::json::step::ASIDE_NAME;
use crate::scalar::{FromScalar, Scalar};
use crate::{DateTime, Metadata, UnixTime, lenient};

#[cold]
pub(super) fn missing() -> Failed {
    Failed::said("expected a list, found nothing")
}

macro_rules! lists {
    ($($(#[$docs:meta])* $list:ident, $items:ident of $ty:ty $(, $of:ident: $bound:ident)? => $collect:expr;)*) => {
        $(
            $(#[$docs])*
            pub fn $list$(<$of: $bound>)?(source: &mut dyn Source<'_>, to: &mut Option<Vec<$ty>>) -> Result<(), Failed> {
                source.visit(&mut ListAt(&mut $collect(to))).map(drop)
            }

            /// Same for a required list.
            pub fn $items$(<$of: $bound>)?(source: &mut dyn Source<'_>, to: &mut Vec<$ty>) -> Result<(), Failed> {
                let mut items = None;
                $list(source, &mut items)?;
                *to = items.ok_or_else(missing)?;
                Ok(())
            }
        )*
    };
}

lists! {
    /// Reads a list of objects; `null` and `""` are `None`.
    ///
    /// Items that are `null` or `""` are dropped. An empty object is an empty list. An object whose first key is a
    /// number is a sparse PHP list: its values are the items. Any other object is a list with one item.
    list, items of T, T: ReadObject => Objects;

    /// Reads a list of strings in the forms of [`list`]; `""` is an item.
    text_list, texts of String => scalars(lenient::text_of);

    /// Reads a list of integers in the forms of [`list`].
    integer_list, integers of i64 => scalars(|scalar| lenient::integer_of(&scalar));

    /// Reads a list of booleans in the forms of [`list`].
    boolean_list, booleans of bool => scalars(|scalar| lenient::boolean_of(&scalar));

    /// Reads a list of non-string values in the forms of [`list`].
    value_list, values of T, T: FromScalar => scalars(unless_nothing);

    /// Reads a list of values in the forms of [`list`]; `""` is an item.
    text_value_list, text_values of T, T: FromScalar => scalars(unless_null);

    /// Reads a list of numeric times (seconds) in the forms of [`list`].
    unix_seconds_list, unix_seconds_items of DateTime => scalars(|scalar| time_unless_nothing(scalar, UnixTime::Seconds));

    /// Same in milliseconds.
    unix_milliseconds_list, unix_milliseconds_items of DateTime => scalars(|scalar| time_unless_nothing(scalar, UnixTime::Milliseconds));

    /// Reads a list of additional data in the forms of [`list`].
    metadata_list, metadata_items of Metadata => Maps;

    /// Reads a list of any JSON in the forms of [`list`]; `""` is an item.
    json_list, json_items of Value => Values;
}

pub(super) fn unless_nothing<T: FromScalar>(scalar: Scalar<'_>) -> Result<Option<T>, String> {
    super::fields::of_value(scalar)
}

fn time_unless_nothing(scalar: Scalar<'_>, unix: UnixTime) -> Result<Option<DateTime>, String> {
    if is_nothing(&scalar) { Ok(None) } else { unix.of_scalar(scalar).map(Some) }
}

pub(super) fn unless_null<T: FromScalar>(scalar: Scalar<'_>) -> Result<Option<T>, String> {
    if matches!(scalar, Scalar::Null) { Ok(None) } else { T::from_scalar(scalar).map(Some) }
}

/// The destination of items.
trait Collect {
    /// What its items are.
    fn are(&self) -> Items {
        Items::Objects
    }

    /// Called if there is a list.
    fn start(&mut self);

    /// Reads the next item; returns `false` at the end.
    fn item(&mut self, source: &mut dyn Source<'_>) -> Result<bool, Failed>;

    /// Reads an object as the only item.
    fn only(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed>;
}

/// A list in any of its forms.
struct ListAt<'t>(&'t mut dyn Collect);

impl<'de> Visit<'de> for ListAt<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if is_nothing(&scalar) {
            return Ok(());
        }
        Err(Failed::said(format!("expected a list, found {}", roughly(&scalar))))
    }

    fn wants_list(&self) -> Option<Items> {
        Some(self.0.are())
    }

    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed> {
        self.0.start();
        while self.0.item(items)? {}
        Ok(())
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        self.0.start();
        let Some(first) = members.next_name()? else { return Ok(()) };
        if first == ASIDE_NAME {
            // Part of it was set aside, which a list cannot represent: the whole list is set aside.
            return Err(Failed::said("expected a list, found something that does not match"));
        }
        let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return self.0.only(&mut FirstName { first: Some(first), rest: members });
        }
        self.0.item(members)?;
        while members.next_name()?.is_some() {
            self.0.item(members)?;
        }
        Ok(())
    }
}

struct Objects<'t, T>(&'t mut Option<Vec<T>>);

impl<T: ReadObject> Place for Objects<'_, T> {
    fn put(&mut self) -> &mut dyn Fill {
        let items = self.0.get_or_insert_default();
        let last = items.len();
        items.push(T::blank());
        &mut items[last]
    }
}

impl<T: ReadObject> Collect for Objects<'_, T> {
    fn start(&mut self) {
        *self.0 = Some(Vec::new());
    }

    fn item(&mut self, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        source.visit(&mut Item(self))
    }

    fn only(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        self.put().fill(members)
    }
}

/// An item that is an object or empty.
pub(super) struct Item<'t>(pub(super) &'t mut dyn Place);

impl<'de> Visit<'de> for Item<'_> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed> {
        if is_nothing(&scalar) { Ok(()) } else { Err(unexpected("an object", &scalar)) }
    }

    fn list(&mut self, _: &mut dyn Source<'de>) -> Result<(), Failed> {
        Err(unexpected("an object", &Scalar::List))
    }

    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed> {
        self.0.put().fill(members)
    }
}

/// Converts a scalar to an item; `None` skips it.
type Of<T> = fn(Scalar<'_>) -> Result<Option<T>, String>;

struct Scalars<'t, T> {
    to: &'t mut Option<Vec<T>>,
    of: Of<T>,
}

fn scalars<T>(of: Of<T>) -> impl for<'t> Fn(&'t mut Option<Vec<T>>) -> Scalars<'t, T> {
    move |to| Scalars { to, of }
}

impl<T> Scalars<'_, T> {
    fn add(&mut self, scalar: Scalar<'_>) -> Result<(), Failed> {
        self.to.get_or_insert_default().extend((self.of)(scalar).map_err(Failed::said)?);
        Ok(())
    }
}

impl<T> Collect for Scalars<'_, T> {
    fn are(&self) -> Items {
        Items::Texts
    }

    fn start(&mut self) {
        *self.to = Some(Vec::new());
    }

    fn item(&mut self, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        let Some(scalar) = source.scalar()? else { return Ok(false) };
        self.add(scalar).map(|()| true)
    }

    fn only(&mut self, _: &mut dyn Members<'_>) -> Result<(), Failed> {
        self.add(Scalar::Object)
    }
}

struct Maps<'t>(&'t mut Option<Vec<Metadata>>);

impl Collect for Maps<'_> {
    fn start(&mut self) {
        *self.0 = Some(Vec::new());
    }

    fn item(&mut self, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        let mut item = None;
        let is_there = source.visit(&mut Data(&mut item))?;
        self.0.get_or_insert_default().extend(item);
        Ok(is_there)
    }

    fn only(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        let mut item = None;
        Data(&mut item).object(members)?;
        self.0.get_or_insert_default().extend(item);
        Ok(())
    }
}

struct Values<'t>(&'t mut Option<Vec<Value>>);

impl Collect for Values<'_> {
    fn start(&mut self) {
        *self.0 = Some(Vec::new());
    }

    fn item(&mut self, source: &mut dyn Source<'_>) -> Result<bool, Failed> {
        let Some(item) = source.json()? else { return Ok(false) };
        if !item.is_null() {
            self.0.get_or_insert_default().push(item);
        }
        Ok(true)
    }

    fn only(&mut self, members: &mut dyn Members<'_>) -> Result<(), Failed> {
        let mut item = serde_json::Map::new();
        while let Some(name) = members.next_name()? {
            item.insert(name.into_owned(), members.json()?.unwrap_or_default());
        }
        self.0.get_or_insert_default().push(Value::Object(item));
        Ok(())
    }
}

/// The members of an object whose first name was read to determine its form.
struct FirstName<'m, 'de> {
    first: Option<Cow<'de, str>>,
    rest: &'m mut dyn Members<'de>,
}

impl<'de> Source<'de> for FirstName<'_, 'de> {
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed> {
        self.rest.scalar()
    }

    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed> {
        self.rest.visit(visitor)
    }

    fn json(&mut self) -> Result<Option<Value>, Failed> {
        self.rest.json()
    }

    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed> {
        self.rest.raw()
    }

    fn skip(&mut self) -> Result<bool, Failed> {
        self.rest.skip()
    }
}

impl<'de> Members<'de> for FirstName<'_, 'de> {
    fn next_field(&mut self, shape: &Shape, expected: usize) -> Result<Option<Option<usize>>, Failed> {
        match self.first.take() {
            Some(name) => Ok(Some(shape.field(&name, expected))),
            None => self.rest.next_field(shape, expected),
        }
    }

    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, Failed> {
        match self.first.take() {
            Some(name) => Ok(Some(name)),
            None => self.rest.next_name(),
        }
    }
}
