//! The parts of a rule. All values of these types can be printed and parsed again.

use std::fmt;

use super::lexer;
use crate::number::Number;

/// The condition of a rule on payments or events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// A comparison of an attribute.
    Comparison(Comparison),
    /// Both conditions hold.
    And(Box<Condition>, Box<Condition>),
    /// At least one of the conditions holds.
    Or(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// Combines two conditions, both of which must hold.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self::And(Box::new(self), Box::new(other.into()))
    }

    /// Combines two conditions, at least one of which must hold.
    #[must_use]
    pub fn or(self, other: impl Into<Self>) -> Self {
        Self::Or(Box::new(self), Box::new(other.into()))
    }
}

impl From<Comparison> for Condition {
    fn from(comparison: Comparison) -> Self {
        Self::Comparison(comparison)
    }
}

/// An attribute and its test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The attribute.
    pub attribute: Attribute,
    /// The test.
    pub test: Test,
}

/// The test of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It has this relation to a value.
    Is(Operator, Value),
    /// It is one of the values.
    In(List),
    /// It is none of the values.
    NotIn(List),
}

/// A relation between an attribute and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Operator {
    /// Returns the operator as written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// Returns `true` if it compares by size, which only numbers support.
    pub const fn orders(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }
}

/// The name of an attribute, without its `#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute(Box<str>);

impl Attribute {
    /// Creates an attribute.
    ///
    /// # Errors
    ///
    /// Returns an error unless the name consists of letters, digits, `_` and `.`, starting with a letter or `_`.
    pub fn new(name: &str) -> Result<Self, InvalidPart> {
        if lexer::is_name(name) { Ok(Self(name.into())) } else { Err(InvalidPart::Attribute) }
    }

    /// Returns the name, without `#`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// A value that an attribute is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number, with or without decimals. Amounts are integers in cents.
    Number(Number),
    /// A text.
    Text(Text),
    /// `true` or `false`.
    Boolean(bool),
}

impl Value {
    /// Creates a text.
    ///
    /// # Errors
    ///
    /// Same as [`Text::new`].
    pub fn text(text: &str) -> Result<Self, InvalidPart> {
        Text::new(text).map(Self::Text)
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// A text of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text(Box<str>);

impl Text {
    /// Creates a text.
    ///
    /// # Errors
    ///
    /// Returns an error if it contains `'` or a control character: how to write such a text is not documented.
    pub fn new(text: &str) -> Result<Self, InvalidPart> {
        if text.contains(|c: char| c == '\'' || c.is_control()) {
            Err(InvalidPart::Text)
        } else {
            Ok(Self(text.into()))
        }
    }

    /// Returns the text, without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The values of `in` and `not in`: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List(Vec<Value>);

impl List {
    /// Creates a list.
    ///
    /// # Errors
    ///
    /// Returns an error if it is empty.
    pub fn new(values: impl IntoIterator<Item = Value>) -> Result<Self, InvalidPart> {
        let values: Vec<Value> = values.into_iter().collect();
        if values.is_empty() { Err(InvalidPart::List) } else { Ok(Self(values)) }
    }

    /// Returns the values.
    pub fn values(&self) -> &[Value] {
        &self.0
    }
}

/// A part that cannot be written in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidPart {
    /// An invalid name.
    Attribute,
    /// A text with a quote or a control character.
    Text,
    /// An empty list.
    List,
}

impl fmt::Display for InvalidPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Attribute => {
                "an attribute name consists of letters, digits, `_` and `.`, and starts with a letter or `_`"
            }
            Self::Text => "a text of a rule cannot contain single quotes or control characters",
            Self::List => "a list of a rule needs at least one value",
        })
    }
}

impl std::error::Error for InvalidPart {}
