//! Parse errors: the position, what was expected, and what was probably intended.

use std::fmt;

/// A position in the text of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
    /// The offset in bytes from the start of the text.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl Position {
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { offset, line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The text is not a valid rule.
///
/// `Display` is one line with the position, what was expected, what was found and, if there is a suggestion, what to
/// write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseError {
    /// The position of the error.
    pub position: Position,
    /// What was expected there.
    pub expected: &'static str,
    /// What was found there, in quotes and limited to 60 characters, or "the end".
    pub found: String,
    /// A suggestion, if there is one.
    pub help: Option<String>,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.position, self.expected, self.found)?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ParseError {}

/// The maximum length of a quoted text, in characters.
const LONGEST_QUOTE: usize = 60;

/// Quotes a piece of text in a message, limited in length.
pub(super) fn quote(written: &str) -> String {
    match written.char_indices().nth(LONGEST_QUOTE) {
        None => written.to_owned(),
        Some((end, _)) => format!("{}…", &written[..end]),
    }
}

/// The maximum length of a name to compare, since comparing takes time and memory in proportion to the product of the
/// lengths.
const LONGEST_NAME: usize = 64;

/// Returns the candidate that was probably intended.
pub(super) fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST_NAME {
        return None;
    }
    let written = written.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().max(written.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
