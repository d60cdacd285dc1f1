//! The JSON writer.

use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

use crate::error::WriteError;
use crate::options::WriteOptions;
use crate::out::Out;
use crate::row::FileRow;

/// Writes a JSON file row by row: a list of objects whose members are named like the columns.
///
/// All values are strings, as in CSV, so an amount keeps its decimals; absent values are omitted. Each row is validated
/// before any of it is written. Call [`finish`](Self::finish) at the end, which closes the list.
pub struct JsonWriter<T, W> {
    output: W,
    out: Out,
    rows: PhantomData<fn(&T)>,
}

impl<T: FileRow, W: Write> JsonWriter<T, W> {
    /// Creates a writer. Nothing is written yet.
    pub fn new(output: W) -> Self {
        Self::with(WriteOptions::new(), output)
    }

    /// Creates a writer with other options.
    pub fn with(options: WriteOptions, output: W) -> Self {
        Self { output, out: Out::new(options), rows: PhantomData }
    }

    /// Validates a row and writes it.
    ///
    /// # Errors
    ///
    /// Returns an error if the row violates a rule, in which case nothing of it is written, or if the output cannot be
    /// written, in which case the file is incomplete.
    pub fn write(&mut self, row: &T) -> Result<(), WriteError> {
        let values = row.values();
        let texts = self.out.texts::<T>(&values, None)?;
        let mut text = if self.out.rows() == 0 { "[\n".to_owned() } else { ",\n".to_owned() };
        let members = T::FORMAT.columns.iter().zip(texts).filter_map(|(column, text)| Some((column.name, text?)));
        for (index, (name, value)) in members.enumerate() {
            text.push_str(if index == 0 { "  { " } else { ", " });
            text.push_str(&quoted(name)?);
            text.push_str(": ");
            text.push_str(&quoted(&value)?);
        }
        text.push_str(if text.len() > 2 { " }" } else { "  {}" });
        self.output.write_all(text.as_bytes())?;
        self.out.written();
        Ok(())
    }

    /// Returns the number of rows written.
    pub fn rows(&self) -> u64 {
        self.out.rows()
    }

    /// Closes the list and returns the output.
    ///
    /// # Errors
    ///
    /// Returns an error if the output cannot be written.
    pub fn finish(mut self) -> Result<W, WriteError> {
        self.output.write_all(if self.out.rows() == 0 { b"[]\n" } else { b"\n]\n" })?;
        self.output.flush()?;
        Ok(self.output)
    }
}

fn quoted(text: &str) -> io::Result<String> {
    serde_json::to_string(text).map_err(io::Error::from)
}

impl<T: FileRow, W> fmt::Debug for JsonWriter<T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonWriter")
            .field("format", &T::FORMAT.name)
            .field("rows", &self.out.rows())
            .finish_non_exhaustive()
    }
}
