//! Reads and writes the files that a payment portal exports and imports, row by row, in CSV and JSON.
//!
//! What a file holds is generated from a description: a type for its rows that implements [`FileRow`], with its
//! [`FileFormat`] as data. This crate does the rest, once for all of them: it streams, so that a file of a gigabyte
//! takes the memory of one row, and it goes on after a row that is wrong.
//!
//! | to | use |
//! | --- | --- |
//! | read | [`CsvReader`], [`JsonReader`]: iterators of `Result<row, ReadError>` |
//! | write | [`CsvWriter`], [`JsonWriter`]: every row is checked before it is written, in CSV also for what spreadsheets run or split |
//! | read a file that is not as described | [`ReadOptions`] |
//!
//! # What the crate promises
//!
//! - A wrong row is told by line, row and column, with everything that is wrong with it at once, and the rest is still
//!   read. When the rest **cannot** be read, the last item says so: see [`ReadError::is_end`].
//! - Amounts are exact. They are whole numbers of minor units in Rust, whatever the file writes. A file has one unit:
//!   the described one, or what the caller says. It is never guessed row by row.
//! - No error holds the value of a cell: exports are full of names and addresses.
//! - Memory is bounded by the longest row, and that by [`ReadOptions::row_limit`].
//! - No HTTP, no async, no files opened: give it anything that implements [`Read`](std::io::Read) or
//!   [`Write`](std::io::Write).
//!
//! It depends on `payspec-core`, csv, serde and serde\_json.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod cells;
mod csv;
mod encoding;
mod error;
mod format;
mod json;
mod options;
mod out;
mod row;
mod source;
mod spreadsheet;

pub use cells::Cells;
pub use csv::{CsvReader, CsvWriter, Header};
pub use error::{FileError, FileErrorKind, Problem, ReadError, RowError, WriteError};
pub use format::{AmountUnit, Amounts, Column, DecimalMark, Decimals, FileFormat, Kind, Separator};
pub use json::{JsonReader, JsonWriter};
pub use options::{Encoding, ReadOptions, WriteOptions};
pub use row::FileRow;
