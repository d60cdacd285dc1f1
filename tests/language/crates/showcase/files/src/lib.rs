//! Unofficial: the files of the portal of Showcase Parcels.
//!
//! Generated from `spec/showcase`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_files::{
    AmountUnit, CsvReader, CsvWriter, DecimalMark, Encoding, FileError, FileErrorKind, FileRow, Header, JsonReader,
    JsonWriter, Problem, ReadError, ReadOptions, RowError, Separator, WriteError, WriteOptions,
};
pub use showcase_model as model;
