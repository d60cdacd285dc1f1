//! The CSV writer.

use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

use csv::QuoteStyle;

use crate::error::WriteError;
use crate::format::Separator;
use crate::options::WriteOptions;
use crate::out::Out;
use crate::row::FileRow;
use crate::spreadsheet;

/// Writes a CSV file row by row, in UTF-8 without a byte order mark.
///
/// Each row is validated before any of it is written: a row that violates a rule is rejected, and further rows can
/// follow. Call [`finish`](Self::finish) at the end, which flushes the output and returns its error.
///
/// Texts are always quoted; numbers, amounts and booleans are not.
///
/// Such files are often opened in spreadsheets before they are sent, so two rules reject what a spreadsheet would
/// misinterpret. Texts are never escaped with a prefix, because that would change what the payer reads. To write a text
/// as is, waive the rule ([`WriteOptions::waive_rule`]).
///
/// - `formula`: a text that would be run as a formula. It starts with `=`, `+`, `-` or `@` (or a full-width form:
///   `＝＋－＠`), ignoring leading spaces and quotation marks, or with a tab, a carriage return or a line feed; or the part
///   after a line break or another separator in it starts like that.
/// - `separator`: a text that contains a separator other than that of this file: a comma or a tab if cells are
///   separated by semicolons. A spreadsheet with other settings splits there despite the quotation marks, and moves the
///   rest into other cells. Waive it if the file is not opened in one; `formula` still applies.
pub struct CsvWriter<T, W: Write> {
    csv: csv::Writer<W>,
    separator: Separator,
    out: Out,
    rows: PhantomData<fn(&T)>,
}

impl<T: FileRow, W: Write> CsvWriter<T, W> {
    /// Writes the header.
    ///
    /// # Errors
    ///
    /// Returns an error if the output cannot be written.
    pub fn new(output: W) -> Result<Self, WriteError> {
        Self::with(WriteOptions::new(), output)
    }

    /// Writes the header with other options.
    ///
    /// # Errors
    ///
    /// Returns an error if the output cannot be written.
    pub fn with(options: WriteOptions, output: W) -> Result<Self, WriteError> {
        let separator = options.separator.unwrap_or(T::FORMAT.separator);
        // This decides which cells are quoted.
        let mut csv = csv::WriterBuilder::new();
        let mut csv = csv.delimiter(separator.as_byte()).quote_style(QuoteStyle::Never).from_writer(output);
        csv.write_record(T::FORMAT.columns.iter().map(|column| column.name)).map_err(io::Error::from)?;
        Ok(Self { csv, separator, out: Out::new(options), rows: PhantomData })
    }

    /// Validates a row and writes it.
    ///
    /// # Errors
    ///
    /// Returns an error if the row violates a rule, in which case nothing of it is written, or if the output cannot be
    /// written, in which case the file is incomplete.
    pub fn write(&mut self, row: &T) -> Result<(), WriteError> {
        let values = row.values();
        let texts = self.out.texts::<T>(&values, Some(self.separator))?;
        for (column, text) in T::FORMAT.columns.iter().zip(&texts) {
            let cell = text.as_deref().map(|text| spreadsheet::cell(column, self.separator, text));
            self.csv.write_field(cell.as_deref().unwrap_or_default()).map_err(io::Error::from)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(io::Error::from)?;
        self.out.written();
        Ok(())
    }

    /// Returns the number of rows written.
    pub fn rows(&self) -> u64 {
        self.out.rows()
    }

    /// Flushes the output and returns it.
    ///
    /// # Errors
    ///
    /// Returns an error if the output cannot be written.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.csv.flush()?;
        self.csv.into_inner().map_err(|error| WriteError::Io(error.into_error()))
    }
}

impl<T: FileRow, W: Write> fmt::Debug for CsvWriter<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CsvWriter")
            .field("format", &T::FORMAT.name)
            .field("rows", &self.out.rows())
            .finish_non_exhaustive()
    }
}
