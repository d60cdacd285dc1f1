//! The CSV reader.

use std::fmt;
use std::io::Read;
use std::marker::PhantomData;

use csv::ByteRecord;

use super::header::{self, Header};
use crate::cells::{Cell, Cells};
use crate::encoding;
use crate::error::{FileError, FileErrorKind, Problem, ReadError, RowError};
use crate::format::{Column, Kind};
use crate::options::{Encoding, ReadOptions};
use crate::row::FileRow;
use crate::source::{Source, first_line};

/// Reads the rows of a CSV file one at a time; at most one row is in memory.
///
/// A faulty row is a [`ReadError::Row`], and reading continues with the next one. Lines with only blank cells are
/// skipped. The first line is the header, from which the separator (`;`, `,` or a tab) is detected. Line endings of all
/// systems, a byte order mark, and quoted texts with any content are supported.
///
/// If the end of a file turns out to be damaged, the rows before it are valid, and the last item is a
/// [`ReadError::File`]. The same applies to an amount that shows that the file uses a different unit, in which case the
/// rows before it are wrong as well ([`FileErrorKind::Amounts`]).
pub struct CsvReader<T, R> {
    csv: csv::Reader<Source<R>>,
    record: ByteRecord,
    options: ReadOptions,
    has_mark: bool,
    header: Header,
    row: u64,
    line: u64,
    ended: bool,
    rows: PhantomData<fn() -> T>,
}

impl<T: FileRow, R: Read> CsvReader<T, R> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// Returns an error if the file is empty or not text, or if the header lacks required columns. Also returns an
    /// error if the file has amounts whose unit the description only infers: use [`with`](Self::with) and
    /// [`ReadOptions::amounts`].
    pub fn new(input: R) -> Result<Self, FileError> {
        Self::with(ReadOptions::new(), input)
    }

    /// Reads the header of a file that differs from its description.
    ///
    /// # Errors
    ///
    /// Same as [`new`](Self::new).
    pub fn with(mut options: ReadOptions, input: R) -> Result<Self, FileError> {
        let mut source = Source::new(input, options.row_limit);
        let bytes = source.look().map_err(|error| FileError::io(1, error))?;
        is_text(bytes)?;
        let line = first_line(bytes).unwrap_or(bytes);
        if line.trim_ascii().is_empty() {
            return Err(FileError::new(
                FileErrorKind::Header,
                None,
                "the file is empty; it must at least have a header",
            ));
        }
        let separator = match options.separator {
            Some(separator) => separator,
            None => header::separator(T::FORMAT, line)
                .ok_or_else(|| FileError::new(FileErrorKind::Header, Some(1), header::no_header(T::FORMAT)))?,
        };
        let has_mark = source.has_mark;
        if has_mark {
            options.encoding = Encoding::Utf8;
        }
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(separator.as_byte())
            .has_headers(false)
            .flexible(true)
            .from_reader(source);
        let mut record = ByteRecord::new();
        let (_, line) = next(&mut csv, &mut record, options.row_limit)?;
        let header = Header::read(T::FORMAT, &record, separator, options.encoding, line)?;
        let has_amounts = |(column, number): (&Column, &Option<usize>)| {
            number.is_some() && matches!(column.kind, Kind::Amount { .. })
        };
        if options.amounts.is_none()
            && T::FORMAT.amounts.is_inferred
            && T::FORMAT.columns.iter().zip(&header.numbers).any(has_amounts)
        {
            return Err(FileError::no_unit(T::FORMAT));
        }
        Ok(Self { csv, record, options, has_mark, header, row: 0, line, ended: false, rows: PhantomData })
    }

    /// Returns the header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the line in which the last row started, counted from 1; before the first row, that of the header.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the number of rows so far, including faulty ones.
    pub fn row(&self) -> u64 {
        self.row
    }

    fn convert(&self) -> Result<T, ReadError> {
        let (found, expected) = (self.record.len(), self.header.width);
        if found != expected {
            let message = format!(
                "has {found} cells, but the header has {expected}; a text that contains a separator or a line break \
                 must be quoted"
            );
            let problem = Problem { column: None, number: None, message };
            return Err(ReadError::Row(RowError { line: self.line, row: self.row, problems: vec![problem] }));
        }
        let cell = |number: &Option<usize>| {
            let bytes = number.and_then(|number| self.record.get(number - 1));
            bytes.map_or(Cell::Empty, |bytes| encoding::cell(bytes, self.options.encoding, self.has_mark))
        };
        let cells = self.header.numbers.iter().map(cell).collect();
        let cells = Cells::new(T::FORMAT, self.options.amounts, cells, &self.header.numbers);
        cells.into_row(self.line, self.row, T::from_cells)
    }
}

/// Rejects other kinds of files.
fn is_text(bytes: &[u8]) -> Result<(), FileError> {
    let fail = |message: &str| Err(FileError::new(FileErrorKind::Encoding, None, message));
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return fail("the file is in UTF-16; save it as CSV in UTF-8");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return fail("the file is a spreadsheet workbook; export it as CSV or JSON");
    }
    Ok(())
}

/// Reads the next record: whether there is one, and its line.
fn next<R: Read>(
    csv: &mut csv::Reader<Source<R>>,
    record: &mut ByteRecord,
    limit: usize,
) -> Result<(bool, u64), FileError> {
    let begin = csv.position().byte();
    let read = csv.read_byte_record(record);
    let line = csv.get_mut().row_at(begin);
    match read {
        // A record can end with a chunk that was consumed completely.
        Ok(true) if record.as_slice().len() > limit => Err(FileError::too_long(line, limit)),
        Ok(true) if csv.get_ref().is_over() => Err(FileError::never_closed(line)),
        Ok(there) => Ok((there, line)),
        Err(_) if csv.get_ref().too_long => Err(FileError::too_long(line, limit)),
        Err(error) => Err(match error.into_kind() {
            csv::ErrorKind::Io(source) => FileError::io(line, source),
            _ => FileError::new(FileErrorKind::Io, Some(line), "the line is not CSV"),
        }),
    }
}

impl<T: FileRow, R: Read> Iterator for CsvReader<T, R> {
    type Item = Result<T, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        loop {
            match next(&mut self.csv, &mut self.record, self.options.row_limit) {
                Ok((true, _)) if self.record.iter().all(|cell| cell.trim_ascii().is_empty()) => {}
                Ok((true, line)) => {
                    (self.line, self.row) = (line, self.row + 1);
                    let row = self.convert();
                    self.ended = row.as_ref().is_err_and(ReadError::is_end);
                    return Some(row);
                }
                Ok((false, _)) => {
                    self.ended = true;
                    return None;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(ReadError::File(error)));
                }
            }
        }
    }
}

impl<T: FileRow, R> fmt::Debug for CsvReader<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvReader")
            .field("format", &T::FORMAT.name)
            .field("line", &self.line)
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}
