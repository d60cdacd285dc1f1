//! From an operation and its options to a finished request. No I/O: invalid calls are rejected here.

pub(crate) mod expected;
pub(crate) mod headers;
pub(crate) mod path;

mod build;
mod multipart;
mod options;
mod prepare;
mod wrap;

pub(crate) use self::options::CallOptions;
pub(crate) use self::prepare::{Prepared, given, prepare, warnings};
