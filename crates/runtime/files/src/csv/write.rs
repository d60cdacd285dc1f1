//! Rows become separated values.

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
/// Each row is checked before anything of it is written: a row that breaks a rule is refused, and others can follow.
/// Call [`finish`](Self::finish) at the end; only then it is certain that all bytes went out.
///
/// Texts always stand in quotation marks; numbers, amounts and the two words of yes and no do not.
///
/// Such files are opened in spreadsheets before they are sent, so two rules refuse what a spreadsheet would make something
/// else of. Nothing is ever put before a text to defuse it: that would change what the payer reads. Whoever wants the text
/// as it is waives the rule ([`WriteOptions::waive_rule`]).
///
/// - `formula`: a text that would be run. It begins with `=`, `+`, `-` or `@` (or a wide form of one: `＝＋－＠`), blanks and
///   quotation marks before it not counted, or with a tab, a carriage return or a line feed; or what follows a line break
///   or another separator in it begins so.
/// - `separator`: a text with a separator that is not the one of this file: a comma or a tab where cells stand between
///   semicolons. A spreadsheet with other settings splits there, in spite of the quotation marks, and moves what follows
///   into other cells. Waive it where the file is not opened in one; `formula` holds all the same.
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
    /// The bytes could not be written.
    pub fn new(output: W) -> Result<Self, WriteError> {
        Self::with(WriteOptions::new(), output)
    }

    /// The same in another form.
    ///
    /// # Errors
    ///
    /// The bytes could not be written.
    pub fn with(options: WriteOptions, output: W) -> Result<Self, WriteError> {
        let separator = options.separator.unwrap_or(T::FORMAT.separator);
        // Which cells stand in quotation marks is decided here.
        let mut csv = csv::WriterBuilder::new();
        let mut csv = csv.delimiter(separator.as_byte()).quote_style(QuoteStyle::Never).from_writer(output);
        csv.write_record(T::FORMAT.columns.iter().map(|column| column.name)).map_err(io::Error::from)?;
        Ok(Self { csv, separator, out: Out::new(options), rows: PhantomData })
    }

    /// Checks a row and writes it.
    ///
    /// # Errors
    ///
    /// The row breaks a rule, and nothing of it was written. Or the bytes could not be written, and the file is
    /// incomplete.
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

    /// Returns how many rows were written.
    pub fn rows(&self) -> u64 {
        self.out.rows()
    }

    /// Sends what is left and gives the output back.
    ///
    /// # Errors
    ///
    /// The bytes could not be written.
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
