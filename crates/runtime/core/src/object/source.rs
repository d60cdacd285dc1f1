//! Values that can be read once, from any source.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use super::failed::Failed;
use super::shape::Shape;
use crate::scalar::Scalar;

/// The next value: that of a member, or the next item of a list. `None` at the end of a list.
pub trait Source<'de> {
    /// Reads a scalar; for a list or an object, only its kind.
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed>;

    /// Reads any value and passes it to a visitor. Returns `false` if there is none.
    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed>;

    /// Reads any JSON.
    fn json(&mut self) -> Result<Option<Value>, Failed>;

    /// Reads any JSON that is the sender's own data: a text of a form is a string there, whatever it contains.
    fn data(&mut self) -> Result<Option<Value>, Failed> {
        self.json()
    }

    /// Reads a member of a union, which is read again once its variant is known.
    fn whole(&mut self) -> Result<Option<Value>, Failed> {
        self.json()
    }

    /// Returns `true` if the value is an empty text of a form.
    #[cfg(feature = "server")]
    fn is_empty_text(&self) -> bool {
        false
    }

    /// Reads a file, which only requests have.
    #[cfg(feature = "server")]
    fn blob(&mut self) -> Result<Option<crate::Blob>, Failed> {
        self.skip().map(|_| None)
    }

    /// Reads the text of any JSON, if the source has it.
    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed>;

    /// Skips a value. Returns `false` if there is none.
    fn skip(&mut self) -> Result<bool, Failed>;
}

/// The members of an object: after each name, its value must be read.
pub trait Members<'de>: Source<'de> {
    /// Returns the next member, as the index of its name: the outer `None` at the end, the inner one for a name that
    /// the shape lacks. `expected` is the index to try first.
    fn next_field(&mut self, shape: &Shape, expected: usize) -> Result<Option<Option<usize>>, Failed>;

    /// Returns the name of the next member.
    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, Failed>;
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// Values that are a single text.
    Texts,
    /// Objects, or any JSON.
    Objects,
}

/// Receives the value of a source.
pub trait Visit<'de> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed>;

    /// Returns what a list is of if one is expected, so that a single text of a form is its items.
    fn wants_list(&self) -> Option<Items> {
        None
    }

    /// Visits a list. Must read all items.
    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed>;

    /// Visits an object. Must read all members.
    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed>;
}
