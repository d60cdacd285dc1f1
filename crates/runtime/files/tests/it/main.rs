//! What readers and writers of files promise.

mod amounts;
mod csv_read;
mod damaged;
mod entry;
mod json_read;
mod round_trip;
mod streaming;
mod writing;
