//! Reads and writes the files that a payment portal exports and imports, row by row, in CSV and JSON.
//!
//! The content of a file is generated from a description: a type for its rows that implements [`FileRow`], with its
//! [`FileFormat`] as data. This crate contains the part that is the same for all files: it streams, so that a file of a
//! gigabyte takes the memory of one row, and it continues after a faulty row.
//!
//! | to | use |
//! | --- | --- |
//! | read | [`CsvReader`], [`JsonReader`]: iterators of `Result<row, ReadError>` |
//! | write | [`CsvWriter`], [`JsonWriter`]: every row is validated before it is written; CSV also for what spreadsheets would run or split |
//! | read a file that differs from its description | [`ReadOptions`] |
//!
//! # What the crate promises
//!
//! - A faulty row is reported with line, row and column, and all of its problems at once, and reading continues. If the
//!   rest **cannot** be read, the last item says so: see [`ReadError::is_end`].
//! - Amounts are exact: integers in minor units in Rust, whatever unit the file uses. A file has one unit: the
//!   described one, or the one that the caller sets. It is never guessed per row.
//! - No error contains the value of a cell: exports contain many names and addresses.
//! - Memory is bounded by the longest row, which is limited by [`ReadOptions::row_limit`].
//! - No HTTP, no async, no opening of files: pass anything that implements [`Read`](std::io::Read) or
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
