//! Conversion of a row's cells to values.

use std::borrow::Cow;

use payspec_core::{Amount, AmountError, DateTime};

use crate::error::{FileError, Problem, ReadError, RowError};
use crate::format::{AmountUnit, Amounts, Column, DecimalMark, Decimals, FileFormat, Kind};

/// A cell as written in the file.
#[derive(Debug, Clone)]
pub(crate) enum Cell<'a> {
    /// An empty cell.
    Empty,
    /// A text.
    Text(Cow<'a, str>),
    /// An unreadable cell, and what it contains.
    Unreadable(&'static str),
}

impl Cell<'_> {
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Unreadable(_) => false,
        }
    }
}

/// The cells of one row, by the columns of its format, and the problems found in them.
#[derive(Debug)]
pub struct Cells<'a> {
    format: &'static FileFormat,
    amounts: AmountUnit,
    /// One per column of the format.
    row: Vec<Cell<'a>>,
    /// The position of each column in the file, counted from 1.
    numbers: &'a [Option<usize>],
    /// Each with the column of the format that it concerns.
    problems: Vec<(usize, Problem)>,
    /// The column of an amount in a different unit from the one the file is read in.
    other_unit: Option<usize>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(
        format: &'static FileFormat,
        amounts: Option<AmountUnit>,
        row: Vec<Cell<'a>>,
        numbers: &'a [Option<usize>],
    ) -> Self {
        Self {
            format,
            amounts: amounts.unwrap_or(format.amounts.unit),
            row,
            numbers,
            problems: Vec::new(),
            other_unit: None,
        }
    }

    /// Creates the row, or returns all of its problems.
    pub(crate) fn into_row<T>(
        mut self,
        line: u64,
        row: u64,
        make: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, ReadError> {
        for index in 0..self.format.columns.len() {
            if self.format.columns[index].required && self.row.get(index).is_none_or(Cell::is_blank) {
                self.report(index, "is empty, but required");
            }
        }
        let value = make(&mut self);
        if let Some(column) = self.other_unit.and_then(|column| self.format.columns.get(column)) {
            return Err(ReadError::File(FileError::other_unit(line, column.name)));
        }
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => {
                self.problems.sort_by_key(|(column, _)| *column);
                let problems = self.problems.into_iter().map(|(_, problem)| problem).collect();
                Err(ReadError::Row(RowError { line, row, problems }))
            }
        }
    }

    /// Returns a text as written.
    pub fn text(&mut self, column: usize) -> Option<String> {
        self.raw(column).map(Cow::into_owned)
    }

    /// Returns an integer.
    pub fn integer(&mut self, column: usize) -> Option<i64> {
        let text = self.trimmed(column)?;
        let number = text.parse().ok().filter(|_| !text.starts_with('+'));
        self.or_report(column, number, "expected an integer, found another text")
    }

    /// Returns a boolean: one of the two words of the column, or `true` or `false` in any case.
    pub fn boolean(&mut self, column: usize) -> Option<bool> {
        let text = self.trimmed(column)?;
        let (yes, no) = match self.format.columns.get(column)?.kind {
            Kind::Boolean { yes, no } => (yes, no),
            _ => ("true", "false"),
        };
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        let boolean = match () {
            () if is(yes) || is("true") => Some(true),
            () if is(no) || is("false") => Some(false),
            () => None,
        };
        self.or_report(column, boolean, format!("expected `{yes}` or `{no}`, found another text"))
    }

    /// Returns an amount in minor units, whatever unit the file uses.
    pub fn amount(&mut self, column: usize) -> Option<Amount> {
        let text = self.trimmed(column)?;
        let amount = match self.amounts {
            AmountUnit::Minor if has_decimals(&text) => {
                self.other_unit.get_or_insert(column);
                return None;
            }
            AmountUnit::Minor => Amount::from_decimal(&text, 0).map_err(minor_problem),
            AmountUnit::Major(mark) => match self.decimals(column) {
                Ok(decimals) => major(&text, mark, decimals),
                Err(message) => Err(message),
            },
        };
        match amount {
            Ok(amount) => Some(amount),
            Err(message) => {
                self.report(column, message);
                None
            }
        }
    }

    /// Returns a date in any format; `DateTime::parsed` returns whether it can be parsed.
    pub fn date(&mut self, column: usize) -> Option<DateTime> {
        self.trimmed(column).map(|text| DateTime::from(&*text))
    }

    /// Returns an identifier.
    pub fn id<T: for<'t> From<&'t str>>(&mut self, column: usize) -> Option<T> {
        self.trimmed(column).map(|text| T::from(&text))
    }

    /// Returns an enum value or table code. If it is only known in upper or lower case, that spelling is used; if it is
    /// unknown, it is kept as written.
    pub fn word<T: for<'t> From<&'t str>>(&mut self, column: usize, is_known: fn(&T) -> bool) -> Option<T> {
        let text = self.trimmed(column)?;
        let as_written = T::from(&text);
        if is_known(&as_written) {
            return Some(as_written);
        }
        let others = [text.to_ascii_uppercase(), text.to_ascii_lowercase()];
        Some(others.iter().map(|text| T::from(text)).find(is_known).unwrap_or(as_written))
    }

    /// Returns the text of a non-blank cell.
    fn raw(&mut self, column: usize) -> Option<Cow<'a, str>> {
        match self.row.get(column)?.clone() {
            cell if cell.is_blank() => None,
            Cell::Empty => None,
            Cell::Text(text) => Some(text),
            Cell::Unreadable(why) => {
                self.report(column, why);
                None
            }
        }
    }

    fn trimmed(&mut self, column: usize) -> Option<Cow<'a, str>> {
        self.raw(column).map(|text| match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// Returns the number of decimals of amounts in a column.
    fn decimals(&self, column: usize) -> Result<u8, String> {
        let currency = match self.format.columns.get(column).map(|column| column.kind) {
            Some(Kind::Amount { currency: Some(currency) }) => Some(currency),
            _ => None,
        };
        let code = currency.and_then(|currency| match self.row.get(currency)? {
            Cell::Text(text) => Some(text.trim().to_ascii_uppercase()),
            Cell::Empty | Cell::Unreadable(_) => None,
        });
        decimals_of(&self.format.amounts, code.as_deref()).ok_or_else(|| {
            let named =
                currency.and_then(|currency| self.format.columns.get(currency)).map_or("", |column| column.name);
            format!("has decimals, but `{named}` does not contain a currency whose decimals are known")
        })
    }

    fn or_report<V>(&mut self, column: usize, value: Option<V>, message: impl Into<String>) -> Option<V> {
        if value.is_none() {
            self.report(column, message);
        }
        value
    }

    fn report(&mut self, column: usize, message: impl Into<String>) {
        let name = self.format.columns.get(column).map(|column: &Column| column.name);
        let number = self.numbers.get(column).copied().flatten();
        self.problems.push((column, Problem { column: name, number, message: message.into() }));
    }
}

/// Returns the number of decimals of amounts in a currency.
pub(crate) fn decimals_of(amounts: &Amounts, currency: Option<&str>) -> Option<u8> {
    match amounts.decimals {
        Decimals::Fixed(decimals) => Some(decimals),
        Decimals::OfCurrency(decimals) => decimals(currency?),
    }
}

fn minor_problem(error: AmountError) -> String {
    match error {
        AmountError::OutOfRange => "the amount is too large",
        _ => "expected an amount in the smallest unit of its currency, digits only, found another text",
    }
    .to_owned()
}

/// Returns `true` if a text has a decimal mark of either kind between digits: `1500.00`, `1500,00`, `1 500,00 EUR`.
fn has_decimals(text: &str) -> bool {
    let is_mark = |three: &[u8]| matches!(three, [before, b'.' | b',', after] if before.is_ascii_digit() && after.is_ascii_digit());
    text.as_bytes().windows(3).any(is_mark)
}

/// Parses a number with decimals exactly. Surplus zeros after the currency's decimals are ignored.
fn major(text: &str, mark: DecimalMark, decimals: u8) -> Result<Amount, String> {
    let wrong = || {
        let hint = if has_decimals(text) {
            "; if this file uses the other decimal mark, set it with \
             `ReadOptions::amounts`"
        } else {
            ""
        };
        format!("expected an amount such as 12{}50, found another text{hint}", mark.as_char())
    };
    let (whole, fraction) = match text.split_once(mark.as_char()) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    // The other mark would be mistaken for this one.
    if whole.contains(['.', ',']) || fraction.contains(['.', ',']) || (fraction.is_empty() && text.len() > whole.len())
    {
        return Err(wrong());
    }
    let places = usize::from(decimals);
    let (kept, surplus) = fraction.split_at_checked(places).unwrap_or((fraction, ""));
    if surplus.bytes().any(|digit| digit != b'0') {
        let digits = surplus.bytes().all(|digit| digit.is_ascii_digit());
        return Err(if digits {
            format!("has more decimals than its currency, which has {decimals}")
        } else {
            wrong()
        });
    }
    let text = if kept.is_empty() { whole.to_owned() } else { format!("{whole}.{kept}") };
    Amount::from_decimal(&text, decimals).map_err(|error| match error {
        AmountError::OutOfRange => "the amount is too large".to_owned(),
        _ => wrong(),
    })
}
