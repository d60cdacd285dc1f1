//! What a caller knows better than the description.

use crate::format::{AmountUnit, Separator};

/// How to read a file, where it is not as its description says.
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

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252, which spreadsheets of western Europe write; it covers Latin-1. A file that begins with the byte order
    /// mark of UTF-8 is read as UTF-8 all the same: with this encoding its letters would become others.
    Windows1252,
}

/// A row may be so long unless a caller says otherwise: some hundred times the longest one to be expected.
const ROW_LIMIT: usize = 1 << 20;

impl ReadOptions {
    /// As the description says: UTF-8, rows of up to 1 MiB, the separator found out by the header.
    pub fn new() -> Self {
        Self { separator: None, amounts: None, encoding: Encoding::Utf8, row_limit: ROW_LIMIT }
    }

    /// What stands between cells, when the header does not tell.
    pub fn separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets the unit that all amounts of the file are written in. Needed where the description only guesses it: such a
    /// file is refused before its first row otherwise.
    ///
    /// To say it wrong is to be wrong by a factor of a hundred: look at amounts of a file first, best at fees. In a file
    /// that is read in [`AmountUnit::Minor`], an amount with decimals ends the reading, because then the rows before it
    /// have been misread too. A file in [`AmountUnit::Major`] may have amounts without decimals: `100` is 100.00 there.
    pub fn amounts(mut self, unit: AmountUnit) -> Self {
        self.amounts = Some(unit);
        self
    }

    /// How letters are written.
    pub fn encoding(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// The longest row in bytes that is taken for one: what bounds the memory that a file can claim.
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

/// How to write a file, where it is not as its description says.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct WriteOptions {
    pub(crate) separator: Option<Separator>,
    pub(crate) waived: Vec<String>,
}

impl WriteOptions {
    /// As the description says.
    pub fn new() -> Self {
        Self::default()
    }

    /// What to put between cells.
    pub fn separator(mut self, separator: Separator) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Does without a rule, by the name that its refusal gives. A value that the file has no text for stays refused, such
    /// as an amount in decimals whose currency is not known.
    pub fn waive_rule(mut self, name: impl Into<String>) -> Self {
        self.waived.push(name.into());
        self
    }
}
