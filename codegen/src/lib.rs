//! The payspec generator.
//!
//! ```text
//! load     spec/<api>/**/*.yaml -> sources           the only reader
//! parse    text -> raw, with the position of every key and value
//! check    raw -> diagnostics                         every diagnostic has a code and a paragraph
//! lower    raw -> ir::Api                             names, references, boxing decided once
//! emit     &ir -> outputs                             targets, each a pure function
//! print    items -> text
//! sync     text vs disk                               write what changed, or compare
//! ```
//!
//! No stage panics on a spec, whatever it holds: what is wrong with it becomes a [`diag::Diagnostic`].
//! The crate depends on no generated crate, does no I/O outside `load` and `sync`, and is never published.

mod cache;
pub mod check;
pub mod diag;
pub mod diff;
pub mod emit;
pub mod import;
pub mod ir;
pub mod load;
pub mod lower;
pub mod markdown;
pub mod names;
pub mod parse;
pub mod print;
pub mod raw;
pub(crate) mod reading;
pub mod regions;
pub(crate) mod repair;
pub mod report;
pub(crate) mod resolve;
pub mod run;
pub mod samples;
pub mod schema;
pub mod source;
pub mod symbols;
pub mod sync;
pub mod target;
pub(crate) mod threads;
pub mod timings;
pub mod types;
