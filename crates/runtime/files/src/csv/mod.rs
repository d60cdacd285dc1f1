//! CSV.

mod header;
mod read;
mod write;

pub use header::Header;
pub use read::CsvReader;
pub use write::CsvWriter;
