//! Why a form body cannot be read.

use std::fmt;

use crate::redact::parameter_name;

/// Why a form body cannot be read, and where. The message never contains a value.
///
/// The name is shown only if it looks like one: a client that posts JSON as a form puts its whole body
/// where a name is expected, and that must not reach a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    kind: FormErrorKind,
    place: String,
}

/// What is wrong with a form body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormErrorKind {
    /// A `%` that is not followed by two hexadecimal digits.
    InvalidPercent,
    /// Bytes that are not UTF-8 after decoding.
    InvalidUtf8,
    /// A name whose brackets do not match, or that has nothing before them.
    MalformedName,
    /// A field that takes one value was given twice.
    Repeated,
    /// A name was used in two shapes, such as `a=1&a[b]=2`.
    ConflictingShapes,
    /// A name with more than [`FormTree::MAX_DEPTH`](crate::FormTree::MAX_DEPTH) levels.
    TooDeep,
    /// More than [`FormTree::MAX_PAIRS`](crate::FormTree::MAX_PAIRS) pairs.
    TooManyPairs,
}

impl FormError {
    /// An error at the pair with this number, counted from one.
    pub(super) fn at(kind: FormErrorKind, name: &str, number: usize) -> Self {
        let place = match parameter_name(name) {
            Some(name) => format!("`{name}`"),
            None => format!("pair {number}"),
        };
        Self { kind, place }
    }

    /// What is wrong.
    pub fn kind(&self) -> FormErrorKind {
        self.kind
    }

    /// The field as written on the wire, in backticks, or the number of the pair (`pair 3`) when its name
    /// is not fit to be shown.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FormErrorKind::InvalidPercent => "a % is not followed by two hexadecimal digits",
            FormErrorKind::InvalidUtf8 => "the text is not UTF-8",
            FormErrorKind::MalformedName => "the brackets of the name do not match",
            FormErrorKind::Repeated => "given more than once, but it takes one value",
            FormErrorKind::ConflictingShapes => "used in two shapes (a value, a list or an object)",
            FormErrorKind::TooDeep => "the name has too many levels of brackets",
            FormErrorKind::TooManyPairs => "the form has too many pairs",
        };
        write!(f, "{}: {what}", self.place)
    }
}

impl std::error::Error for FormError {}
