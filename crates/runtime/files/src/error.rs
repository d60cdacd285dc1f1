//! Errors of files and rows. Their texts never contain the value of a cell.

use std::fmt;
use std::io;

use payspec_core::Violations;

use crate::format::FileFormat;

/// The reason why there is no row.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// This row is faulty; reading continues with the next one.
    Row(RowError),
    /// The file cannot be read any further. **Nothing after this position has been read.**
    File(FileError),
}

impl ReadError {
    /// Returns `true` if reading ended here, so that rows may be missing.
    pub fn is_end(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// Returns the line that it concerns, counted from 1.
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

/// All problems of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    pub(crate) line: u64,
    pub(crate) row: u64,
    pub(crate) problems: Vec<Problem>,
}

impl RowError {
    /// Returns the line in which the row starts, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the number of the row, counted from 1; a header does not count.
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Returns the problems: at least one.
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

/// A problem of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) column: Option<&'static str>,
    pub(crate) number: Option<usize>,
    pub(crate) message: String,
}

impl Problem {
    /// Returns the column's name in the description, or `None` if it concerns the whole row.
    pub fn column(&self) -> Option<&'static str> {
        self.column
    }

    /// Returns the position of the cell in the line, counted from 1; `None` in JSON, where members have no order.
    pub fn number(&self) -> Option<usize> {
        self.number
    }

    /// Returns what is wrong and how to fix it.
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

/// The reason why a file cannot be read, or not any further.
#[derive(Debug)]
pub struct FileError {
    pub(crate) kind: FileErrorKind,
    pub(crate) line: Option<u64>,
    pub(crate) message: String,
    pub(crate) source: Option<io::Error>,
}

/// The kind of a [`FileError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileErrorKind {
    /// The input could not be read.
    Io,
    /// It is not text in a supported encoding.
    Encoding,
    /// The header lacks required columns.
    Header,
    /// A row is longer than the limit.
    RowTooLong,
    /// A quoted text is not closed before the end of the file.
    Quotation,
    /// It is not a JSON list of objects, or it ends before the list does.
    Json,
    /// The unit of amounts is unknown, or an amount shows that it is a different one: the amounts of **all** rows are
    /// then wrong, including those before this position.
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
            "the row that starts here is longer than {limit} bytes; check for an unclosed quotation mark, \
             or raise `ReadOptions::row_limit`"
        );
        Self::new(FileErrorKind::RowTooLong, Some(line), message)
    }

    /// Creates the error for a file whose unit of amounts is unknown.
    pub(crate) fn no_unit(format: &FileFormat) -> Self {
        let message = format!(
            "it is not documented whether amounts of `{}` are in the smallest unit (1250) or have decimals \
             (12.50), and a guess could be wrong by a factor of a hundred; check some amounts of the file and set the \
             unit with `ReadOptions::amounts`",
            format.name
        );
        Self::new(FileErrorKind::Amounts, None, message)
    }

    /// Creates the error for an amount with decimals among amounts in the smallest unit.
    pub(crate) fn other_unit(line: u64, column: &str) -> Self {
        let message = format!(
            "an amount in `{column}` has decimals, but the file is read in the smallest unit; either \
             all amounts are in the major unit, and those of the previous rows are wrong: discard them and set the \
             unit with `ReadOptions::amounts`; or this row is faulty"
        );
        Self::new(FileErrorKind::Amounts, Some(line), message)
    }

    pub(crate) fn never_closed(line: u64) -> Self {
        let message = "a quotation mark in the row that starts here is never closed, so the rest of the file is one \
                       text; close it, or double it if it is part of the text";
        Self::new(FileErrorKind::Quotation, Some(line), message)
    }

    /// Returns the kind of error.
    pub fn kind(&self) -> FileErrorKind {
        self.kind
    }

    /// Returns the line that it concerns, counted from 1.
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

/// The reason why a row was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The row violates rules. Nothing of it was written, and further rows can follow.
    Refused {
        /// The number that the row would have had, counted from 1.
        row: u64,
        /// The violations, with the columns concerned.
        violations: Violations,
    },
    /// The output could not be written. The file is incomplete.
    Io(io::Error),
}

impl WriteError {
    /// Returns the violations of the row.
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

/// Returns a name from a file if it is safe to print: a file without a header has values in place of names.
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
