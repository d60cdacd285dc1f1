//! The JSON reader.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;

use super::elements::Elements;
use super::members::Members;
use crate::cells::{Cell, Cells};
use crate::error::{FileError, Problem, ReadError, RowError, shown};
use crate::format::Kind;
use crate::options::ReadOptions;
use crate::row::FileRow;

/// The maximum number of unknown names that are kept.
const MAX_UNKNOWN: usize = 64;

/// Reads the rows of a JSON file, a list of objects, one at a time; at most one row is in memory.
///
/// Members are named like the columns. A value may be a string, a number or a boolean, whatever the column; numbers are
/// read by their digits, so nothing is rounded. A faulty object is a [`ReadError::Row`], and reading continues with the
/// next one; a list that is not closed ends with a [`ReadError::File`]. The same applies to an amount that shows that
/// the file uses a different unit, in which case the rows before it are wrong as well
/// ([`FileErrorKind::Amounts`](crate::FileErrorKind::Amounts)). If the description only infers the unit and
/// [`ReadOptions::amounts`] does not set it, that error is the only item.
pub struct JsonReader<T, R> {
    items: Elements<R>,
    options: ReadOptions,
    unknown: Vec<String>,
    row: u64,
    line: u64,
    ended: bool,
    rows: PhantomData<fn() -> T>,
}

impl<T: FileRow, R: Read> JsonReader<T, R> {
    /// Creates a reader. Nothing is read yet.
    pub fn new(input: R) -> Self {
        Self::with(ReadOptions::new(), input)
    }

    /// Creates a reader for a file that differs from its description. JSON is always UTF-8 and needs no separator.
    pub fn with(options: ReadOptions, input: R) -> Self {
        let items = Elements::new(input, options.row_limit);
        Self { items, options, unknown: Vec::new(), row: 0, line: 1, ended: false, rows: PhantomData }
    }

    /// Returns the names of members that are not described and were ignored, so far.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Returns the line in which the last row started, counted from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the number of rows so far, including faulty ones.
    pub fn row(&self) -> u64 {
        self.row
    }
}

impl<T: FileRow, R: Read> Iterator for JsonReader<T, R> {
    type Item = Result<T, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        if self.row == 0 && self.options.amounts.is_none() && T::FORMAT.amounts.is_inferred {
            let has_amounts = T::FORMAT.columns.iter().any(|column| matches!(column.kind, Kind::Amount { .. }));
            if has_amounts {
                self.ended = true;
                return Some(Err(ReadError::File(FileError::no_unit(T::FORMAT))));
            }
        }
        match self.items.next() {
            Ok(Some((line, item))) => {
                (self.line, self.row) = (line, self.row + 1);
                let place = Place { line, row: self.row };
                let row = convert(item, place, &self.options, &mut self.unknown);
                self.ended = row.as_ref().is_err_and(ReadError::is_end);
                Some(row)
            }
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                Some(Err(ReadError::File(error)))
            }
        }
    }
}

/// The position of a row.
#[derive(Clone, Copy)]
struct Place {
    line: u64,
    row: u64,
}

fn convert<T: FileRow>(
    item: &[u8],
    place: Place,
    options: &ReadOptions,
    unknown: &mut Vec<String>,
) -> Result<T, ReadError> {
    let wrong = |column: Option<&'static str>, message: &str| {
        let problem = Problem { column, number: None, message: message.to_owned() };
        ReadError::Row(RowError { line: place.line, row: place.row, problems: vec![problem] })
    };
    let Some(Members(members)) = Members::read(item) else {
        return Err(wrong(None, "expected an object in JSON, `{\"name\": value}`, found something else"));
    };
    let columns = T::FORMAT.columns;
    let mut cells = vec![Cell::Empty; columns.len()];
    let mut given = vec![false; columns.len()];
    for (name, cell) in members {
        match T::FORMAT.position(&name) {
            Some(column) if given[column] => return Err(wrong(Some(columns[column].name), "is repeated")),
            Some(column) => (cells[column], given[column]) = (cell, true),
            None if unknown.len() < MAX_UNKNOWN && !unknown.iter().any(|known| known == shown(&name)) => {
                unknown.push(shown(&name).to_owned());
            }
            None => {}
        }
    }
    Cells::new(T::FORMAT, options.amounts, cells, &[]).into_row(place.line, place.row, T::from_cells)
}

impl<T: FileRow, R> fmt::Debug for JsonReader<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonReader")
            .field("format", &T::FORMAT.name)
            .field("line", &self.line)
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}
