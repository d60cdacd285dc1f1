//! A file format as constant data: what a generated crate says of each file.

use payspec_core::Rule;
pub use payspec_core::vocabulary::{DecimalMark, Separator};

/// A file that a portal exports or imports.
#[derive(Debug)]
pub struct FileFormat {
    /// The name in the spec, for messages.
    pub name: &'static str,
    /// What a CSV writer puts between cells. Readers find out by the header.
    pub separator: Separator,
    /// How amounts are written.
    pub amounts: Amounts,
    /// The columns in the order they are written.
    pub columns: &'static [Column],
    /// What a row must keep. Amounts count in minor units here, whatever the file writes.
    pub rules: &'static [Rule],
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// The name in the header, and of the member in JSON.
    pub name: &'static str,
    /// Other spellings of the name, read like it.
    pub also: &'static [&'static str],
    /// What its cells hold.
    pub kind: Kind,
    /// Every row has it.
    pub required: bool,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// One of two words.
    Boolean {
        /// The word for true.
        yes: &'static str,
        /// The word for false.
        no: &'static str,
    },
    /// Money.
    Amount {
        /// The column that holds its currency.
        currency: Option<usize>,
    },
    /// A date or a point in time; kept as it is written, whatever its form.
    Date,
    /// An identifier.
    Id,
    /// A word of an enum or a code of a table; unknown ones are kept.
    Word,
}

/// How a file writes its amounts.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// The unit, and with it the look.
    pub unit: AmountUnit,
    /// The unit is a guess of the description. Such a file is only read when the caller says the unit.
    pub is_inferred: bool,
    /// How many decimals an amount has when it is written in major units.
    pub decimals: Decimals,
}

/// The unit that amounts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountUnit {
    /// Whole numbers of the currency's smallest unit: `1250` is 12.50 euros.
    Minor,
    /// Numbers with decimals: `12.50`.
    Major(DecimalMark),
}

/// How many decimals an amount has.
#[derive(Debug, Clone, Copy)]
pub enum Decimals {
    /// Always so many.
    Fixed(u8),
    /// As many as its currency has; `None` for a currency whose decimals are not known.
    OfCurrency(fn(&str) -> Option<u8>),
}

impl FileFormat {
    /// Returns the column that a name in a file means; blanks around it and the case of its letters do not count.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let is = |known: &&str| known.eq_ignore_ascii_case(name);
        self.columns.iter().position(|column| is(&column.name) || column.also.iter().any(is))
    }
}
