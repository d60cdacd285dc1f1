//! What is wrong with a file or a row. No text here ever holds the value of a cell.

use std::fmt;
use std::io;

use payspec_core::Violations;

use crate::format::FileFormat;

/// Why there is no row.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// This row is wrong; the next ones are still read.
    Row(RowError),
    /// The file cannot be read any further. **Nothing after this place has been seen.**
    File(FileError),
}

impl ReadError {
    /// Returns `true` if reading ended here, so that rows may be missing.
    pub fn is_end(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Returns the line it is about, counted from 1.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Row(row) => Some(row.line),
            Self::File(file) => file.line,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => row.fmt(f),
            Self::File(file) => file.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Row(_) => None,
            Self::File(file) => file.source(),
        }
    }
}

/// Everything that is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    pub(crate) line: u64,
    pub(crate) row: u64,
    pub(crate) problems: Vec<Problem>,
}

impl RowError {
    /// Returns the line that the row begins in, counted from 1 as editors do.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns which row it is, counted from 1; a header does not count.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Returns what is wrong: at least one thing.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} (row {})", self.line, self.row)?;
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{} {problem}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

impl std::error::Error for RowError {}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) column: Option<&'static str>,
    pub(crate) number: Option<usize>,
    pub(crate) message: String,
}

impl Problem {
    /// Returns the column's name in the description, or `None` for the row as a whole.
    pub fn column(&self) -> Option<&'static str> {
        self.column
    }

    /// Returns which cell of the line it is, counted from 1; `None` in JSON, where members have no order.
    pub fn number(&self) -> Option<usize> {
        self.number
    }

    /// Returns what is wrong and how to mend it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.column) {
            (Some(number), Some(column)) => write!(f, "column {number} `{column}`: ")?,
            (_, Some(column)) => write!(f, "`{column}`: ")?,
            (Some(number), None) => write!(f, "column {number}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

/// Why a file cannot be read, or not any further.
#[derive(Debug)]
pub struct FileError {
    pub(crate) kind: FileErrorKind,
    pub(crate) line: Option<u64>,
    pub(crate) message: String,
    pub(crate) source: Option<io::Error>,
}

/// Kinds of [`FileError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileErrorKind {
    /// The bytes could not be fetched.
    Io,
    /// It is no text in an encoding that is read here.
    Encoding,
    /// The first line does not name the columns that are needed.
    Header,
    /// A row is longer than the limit.
    RowTooLong,
    /// A text in quotation marks does not end before the file does.
    Quotation,
    /// It is no list of objects in JSON, or ends before the list does.
    Json,
    /// It is not known in which unit amounts are written, or an amount shows that they are in another one: the amounts
    /// of **all** rows are wrong then, those before this place included.
    Amounts,
}

impl FileError {
    pub(crate) fn new(kind: FileErrorKind, line: Option<u64>, message: impl Into<String>) -> Self {
        Self { kind, line, message: message.into(), source: None }
    }

    pub(crate) fn io(line: u64, source: io::Error) -> Self {
        let message = "the file could not be read any further".to_owned();
        Self { kind: FileErrorKind::Io, line: Some(line), message, source: Some(source) }
    }

    pub(crate) fn too_long(line: u64, limit: usize) -> Self {
        let message = format!(
            "the row that begins here is longer than {limit} bytes; look for a quotation mark that is never closed, \
             or raise `ReadOptions::row_limit`"
        );
        Self::new(FileErrorKind::RowTooLong, Some(line), message)
    }

    /// Returns the error for a file whose amounts nobody knows how to read.
    pub(crate) fn no_unit(format: &FileFormat) -> Self {
        let message = format!(
            "no document says whether amounts of `{}` are whole numbers of the smallest unit (1250) or have decimals \
             (12.50), and a guess could be wrong by a factor of a hundred; look at some amounts of the file and set the \
             unit with `ReadOptions::amounts`",
            format.name
        );
        Self::new(FileErrorKind::Amounts, None, message)
    }

    /// Returns the error for an amount with decimals among amounts in the smallest unit.
    pub(crate) fn other_unit(line: u64, column: &str) -> Self {
        let message = format!(
            "an amount in `{column}` has decimals, but the file is read in whole numbers of the smallest unit; either \
             all amounts are in the larger unit, and those of the rows before were misread: discard them and set the \
             unit with `ReadOptions::amounts`; or this row is wrong"
        );
        Self::new(FileErrorKind::Amounts, Some(line), message)
    }

    pub(crate) fn never_closed(line: u64) -> Self {
        let message = "a quotation mark in the row that begins here is never closed, so that the rest of the file is one \
                       text; close it, or double it where it is part of the text";
        Self::new(FileErrorKind::Quotation, Some(line), message)
    }

    /// Returns what kind of error it is.
    pub fn kind(&self) -> FileErrorKind {
        self.kind
    }

    /// Returns the line it is about, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.line
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source as _)
    }
}

/// Why a row was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The row breaks rules. Nothing of it was written, and other rows can follow.
    Refused {
        /// Which row it would have been, counted from 1.
        row: u64,
        /// The rules, with the columns they are about.
        violations: Violations,
    },
    /// The bytes could not be written. The file is incomplete.
    Io(io::Error),
}

impl WriteError {
    /// Returns the rules that the row breaks.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Refused { violations, .. } => Some(violations),
            Self::Io(_) => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { row, violations } => write!(f, "row {row} was not written: {violations}"),
            Self::Io(_) => f.write_str("the file could not be written and is incomplete"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Refused { violations, .. } => Some(violations),
            Self::Io(source) => Some(source),
        }
    }
}

impl From<io::Error> for WriteError {
    fn from(source: io::Error) -> Self {
        Self::Io(source)
    }
}

/// Returns a name from a file as it may be shown: a file without header has values where names are expected.
pub(crate) fn shown(name: &str) -> &str {
    const LONGEST: usize = 64;
    const LONGEST_NUMBER: usize = 4;
    let mut digits = 0;
    let no_long_number = name.bytes().all(|byte| {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        digits <= LONGEST_NUMBER
    });
    let usual = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let is_name = !name.is_empty() && name.len() <= LONGEST && no_long_number && name.bytes().all(usual);
    if is_name { name } else { "(not shown)" }
}
