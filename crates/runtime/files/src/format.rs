//! A file format as constant data of a generated crate.

use payspec_core::Rule;
pub use payspec_core::vocabulary::{DecimalMark, Separator};

/// A file that a portal exports or imports.
#[derive(Debug)]
pub struct FileFormat {
    /// The name in the description, for messages.
    pub name: &'static str,
    /// The separator that a CSV writer uses. Readers detect it from the header.
    pub separator: Separator,
    /// How amounts are written.
    pub amounts: Amounts,
    /// The columns, in the order in which they are written.
    pub columns: &'static [Column],
    /// The rules for a row. Amounts count in minor units here, whatever unit the file uses.
    pub rules: &'static [Rule],
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// The name in the header, and of the member in JSON.
    pub name: &'static str,
    /// Alternative names.
    pub also: &'static [&'static str],
    /// The type of its cells.
    pub kind: Kind,
    /// Whether every row must have it.
    pub required: bool,
}

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// An integer.
    Integer,
    /// One of two words.
    Boolean {
        /// The word for true.
        yes: &'static str,
        /// The word for false.
        no: &'static str,
    },
    /// An amount.
    Amount {
        /// The column of its currency.
        currency: Option<usize>,
    },
    /// A date or a point in time; kept as written, whatever its format.
    Date,
    /// An identifier.
    Id,
    /// An enum value or table code; unknown ones are kept.
    Word,
}

/// How a file writes amounts.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// The unit, and with it the notation.
    pub unit: AmountUnit,
    /// Whether the unit is inferred. If so, such a file is only read when the caller sets the unit.
    pub is_inferred: bool,
    /// The number of decimals of an amount in major units.
    pub decimals: Decimals,
}

/// The unit of amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountUnit {
    /// Integers in the currency's smallest unit: `1250` is 12.50 euros.
    Minor,
    /// Numbers with decimals: `12.50`.
    Major(DecimalMark),
}

/// The number of decimals of an amount.
#[derive(Debug, Clone, Copy)]
pub enum Decimals {
    /// A fixed number.
    Fixed(u8),
    /// That of its currency; `None` for a currency whose decimals are not known.
    OfCurrency(fn(&str) -> Option<u8>),
}

impl FileFormat {
    /// Returns the column that a name in a file refers to, ignoring surrounding spaces and case.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let is = |known: &&str| known.eq_ignore_ascii_case(name);
        self.columns.iter().position(|column| is(&column.name) || column.also.iter().any(is))
    }
}
