//! Errors of reading a form body.

use std::fmt;

use crate::redact::parameter_name;

/// The reason why a form body cannot be parsed, and where. The message never contains a value.
///
/// The name is shown only if it looks like one: a client that posts JSON as a form puts its whole body where a name is
/// expected, and that must not reach a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    kind: FormErrorKind,
    place: String,
}

/// The kind of a form error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormErrorKind {
    /// A `%` that is not followed by two hexadecimal digits.
    InvalidPercent,
    /// The decoded bytes are not UTF-8.
    InvalidUtf8,
    /// A name with unbalanced brackets, or with nothing before them.
    MalformedName,
    /// A field that takes one value was given more than once.
    Repeated,
    /// A name was used in two shapes, such as `a=1&a[b]=2`.
    ConflictingShapes,
    /// A name with more than [`FormTree::MAX_DEPTH`](crate::FormTree::MAX_DEPTH) levels.
    TooDeep,
    /// More than [`FormTree::MAX_PAIRS`](crate::FormTree::MAX_PAIRS) pairs.
    TooManyPairs,
}

impl FormError {
    /// Creates an error at a pair, counted from one.
    pub(super) fn at(kind: FormErrorKind, name: &str, number: usize) -> Self {
        let place = match parameter_name(name) {
            Some(name) => format!("`{name}`"),
            None => format!("pair {number}"),
        };
        Self { kind, place }
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> FormErrorKind {
        self.kind
    }

    /// Returns the field as written on the wire, in backticks, or the number of the pair (`pair 3`) if its name is not
    /// safe to print.
    pub fn place(&self) -> &str {
        &self.place
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            FormErrorKind::InvalidPercent => "a % is not followed by two hexadecimal digits",
            FormErrorKind::InvalidUtf8 => "the text is not UTF-8",
            FormErrorKind::MalformedName => "the brackets in the name are unbalanced, or nothing precedes them",
            FormErrorKind::Repeated => "given more than once, but it takes one value",
            FormErrorKind::ConflictingShapes => "used with conflicting shapes (value, list or object)",
            FormErrorKind::TooDeep => "the name is nested too deeply",
            FormErrorKind::TooManyPairs => "the form has too many fields",
        };
        write!(f, "{}: {what}", self.place)
    }
}

impl std::error::Error for FormError {}
