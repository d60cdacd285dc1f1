//! The parts of a rule. What these types hold can be printed and read again.

use std::fmt;

use super::lexer;
use crate::number::Number;

/// Which payments or events a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// One attribute is compared.
    Comparison(Comparison),
    /// Both hold.
    And(Box<Condition>, Box<Condition>),
    /// One of them holds, or both.
    Or(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// Both conditions.
    #[must_use]
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self::And(Box::new(self), Box::new(other.into()))
    }

    /// One of the two conditions, or both.
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

/// An attribute and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What is looked at.
    pub attribute: Attribute,
    /// What it must be.
    pub test: Test,
}

/// What an attribute must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It stands in this relation to a value.
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
    /// As it is written.
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

    /// Returns `true` if it asks which of two is greater: only numbers can be asked that.
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
    /// When the name is not letters, digits, `_` and `.`, starting with a letter or `_`.
    pub fn new(name: &str) -> Result<Self, InvalidPart> {
        if lexer::is_name(name) { Ok(Self(name.into())) } else { Err(InvalidPart::Attribute) }
    }

    /// Returns the name, without `#`.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// What an attribute is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number: whole, or with decimals. Amounts are whole numbers of cents.
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
    /// As for [`Text::new`].
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
    /// When it holds `'` or a control character: the document does not say how such a text is written.
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
    /// When it is empty.
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
    /// A name that is none.
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
                "the name of an attribute is letters, digits, `_` and `.`, and starts with a letter or `_`"
            }
            Self::Text => "a text of a rule holds no single quote and no control character",
            Self::List => "a list of a rule has one value or more",
        })
    }
}

impl std::error::Error for InvalidPart {}
