//! The reasons why a request cannot be decoded.

use std::fmt;

/// The reason why a request cannot be decoded: all parameters that are missing or do not match their types.
///
/// Neither its text nor its `Debug` contains a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    problems: Vec<DecodeProblem>,
    omitted: usize,
}

/// The maximum number of problems that a [`DecodeError`] keeps, because the sender determines how many there are.
pub const MAX_PROBLEMS: usize = 100;

/// A parameter that is missing or does not match its type, or a request that cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeProblem {
    /// The path of the parameter, as `card.number` or `transfer[0].amount`; empty for the request as a whole. A name that
    /// does not look like one is shown as `(not shown)`.
    pub field: String,
    /// What kind of problem it is.
    pub kind: DecodeErrorKind,
    /// What was expected; never contains a value.
    pub message: String,
}

/// The kind of a [`DecodeProblem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// A required parameter is missing.
    Missing,
    /// The value of a parameter does not match its type.
    Invalid,
    /// The query or the body cannot be read: invalid percent-encoding, JSON or multipart.
    Malformed,
    /// The body has too many bytes, values or levels.
    TooLarge,
    /// The body has a media type that is not understood.
    ContentType,
}

impl DecodeError {
    /// Creates an error of at least one problem; `omitted` are not among them.
    pub(super) fn of(problems: Vec<DecodeProblem>, omitted: usize) -> Self {
        Self { problems, omitted }
    }

    /// Creates an error about the request as a whole.
    pub(super) fn whole(kind: DecodeErrorKind, message: impl Into<String>) -> Self {
        Self::at(kind, "", message)
    }

    /// Creates an error about one parameter.
    pub(super) fn at(kind: DecodeErrorKind, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::of(vec![DecodeProblem { field: field.into(), kind, message: message.into() }], 0)
    }

    /// Returns the problems, at least one and at most [`MAX_PROBLEMS`]: those of values in the order of the request, then
    /// the missing parameters.
    pub fn problems(&self) -> &[DecodeProblem] {
        &self.problems
    }

    /// Returns the number of further problems, which are not kept.
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl fmt::Display for DecodeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() { f.write_str(&self.message) } else { write!(f, "`{}`: {}", self.field, self.message) }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{problem}")?;
        }
        match self.omitted {
            0 => Ok(()),
            1 => f.write_str("; and 1 more problem"),
            more => write!(f, "; and {more} more problems"),
        }
    }
}

impl std::error::Error for DecodeError {}
