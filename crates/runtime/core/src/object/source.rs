//! Values that can be read once, whatever they come from.

use std::borrow::Cow;

use serde_json::Value;
use serde_json::value::RawValue;

use super::failed::Failed;
use super::shape::Shape;
use crate::scalar::Scalar;

/// Where the next value comes from: the value of a member, or the items of a list. Of a list that has ended there is none.
pub trait Source<'de> {
    /// Reads a scalar; of a list or an object, only that it is one.
    fn scalar(&mut self) -> Result<Option<Scalar<'de>>, Failed>;

    /// Reads anything and shows it to a visitor. Returns whether there was something.
    fn visit(&mut self, visitor: &mut dyn Visit<'de>) -> Result<bool, Failed>;

    /// Reads any JSON.
    fn json(&mut self) -> Result<Option<Value>, Failed>;

    /// Reads the text of any JSON, where the source is one.
    fn raw(&mut self) -> Result<Option<Box<RawValue>>, Failed>;

    /// Reads a value and forgets it. Returns whether there was one.
    fn skip(&mut self) -> Result<bool, Failed>;
}

/// The members of an object: after each name, its value is to be read as from a source.
pub trait Members<'de>: Source<'de> {
    /// Returns the next member, as the number of its name: the outer `None` at the end, the inner one for a name that
    /// the shape does not have. `expected` is the name that is looked at first.
    fn next_field(&mut self, shape: &Shape, expected: usize) -> Result<Option<Option<usize>>, Failed>;

    /// Returns the name of the next member.
    fn next_name(&mut self) -> Result<Option<Cow<'de, str>>, Failed>;
}

/// Is shown what a source has.
pub trait Visit<'de> {
    fn scalar(&mut self, scalar: Scalar<'de>) -> Result<(), Failed>;

    /// Returns each item is read from the source until it has none; all of them have to be read.
    fn list(&mut self, items: &mut dyn Source<'de>) -> Result<(), Failed>;

    /// Returns all members have to be read.
    fn object(&mut self, members: &mut dyn Members<'de>) -> Result<(), Failed>;
}
