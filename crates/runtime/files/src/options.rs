//! Options that override the description.

use crate::format::{AmountUnit, Separator};

/// How to read a file that differs from its description.
///
/// ```
/// use payspec_files::{AmountUnit, DecimalMark, Encoding, ReadOptions};
///
/// let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Comma)).encoding(Encoding::Windows1252);
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct ReadOptions {
    pub(crate) separator: Option<Separator>,
    pub(crate) amounts: Option<AmountUnit>,
    pub(crate) encoding: Encoding,
    pub(crate) row_limit: usize,
}

/// The character encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, which spreadsheets write in western Europe; it includes Latin-1. A file that starts with the UTF-8
    /// byte order mark is still read as UTF-8, because its characters would otherwise be garbled.
    Windows1252,
}

/// The default limit of a row: several hundred times the longest one to be expected.
const ROW_LIMIT: usize = 1 << 20;

impl ReadOptions {
    /// Creates the default options: UTF-8, rows of up to 1 MiB, and the separator detected from the header.
    pub fn new() -> Self {
        Self { separator: None, amounts: None, encoding: Encoding::Utf8, row_limit: ROW_LIMIT }
    }

    /// Sets the separator, if it cannot be detected from the header.
    pub fn separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets the unit of all amounts in the file. Required if the description only infers it: such a file is otherwise
    /// rejected before its first row.
    ///
    /// A wrong unit is wrong by a factor of a hundred: check some amounts of the file first, preferably fees. In a file
    /// that is read in [`AmountUnit::Minor`], an amount with decimals ends the reading, because the previous rows are
    /// then wrong as well. A file in [`AmountUnit::Major`] may have amounts without decimals: `100` is then 100.00.
    pub fn amounts(mut self, unit: AmountUnit) -> Self {
        self.amounts = Some(unit);
        self
    }

    /// Sets the character encoding.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets the maximum length of a row in bytes, which bounds the memory that a file can use.
    pub fn row_limit(mut self, bytes: usize) -> Self {
        self.row_limit = bytes;
        self
    }
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// How to write a file that differs from its description.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct WriteOptions {
    pub(crate) separator: Option<Separator>,
    pub(crate) waived: Vec<String>,
}

impl WriteOptions {
    /// Creates the default options, which follow the description.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the separator.
    pub fn separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Waives a rule, by the name in its violation. A value that the file cannot represent is still rejected, such as
    /// an amount in decimals whose currency is not known.
    pub fn waive_rule(mut self, name: impl Into<String>) -> Self {
        self.waived.push(name.into());
        self
    }
}
