//! Second stage: YAML text becomes [`raw`](crate::raw) documents.
//!
//! Two steps. [`node`] reads the text into a tree that knows the position of every key and value, and rejects
//! what the spec language has no use for (anchors, tags, several documents). [`reader`] is a serde deserializer
//! over that tree which, unlike a usual one, does not stop at the first mistake: it reports it with its
//! position and goes on, so that one run shows everything there is to fix.

mod access;
mod clean;
mod entries;
mod error;
mod hints;
mod in_text;
mod invisible;
mod left_out;
mod letters;
mod lost;
pub(crate) mod markup;
pub mod named;
pub mod node;
pub(crate) mod path;
pub mod prose;
pub mod reader;
pub mod spanned;
mod syntax;
pub(crate) mod text;

pub(crate) use clean::Clean;
pub(crate) use entries::ASKED;
pub(crate) use left_out::{LeftOut, free_keys, is_yaml, rest};
pub(crate) use reader::EITHER;
pub(crate) use syntax::{WITHOUT_COLON, in_quotes};

use crate::diag::Sink;
use crate::raw::{Document, behaviours};
use crate::source::{FileId, Sources};

/// Reads one file. Problems go to the sink; `None` when nothing usable was left.
pub fn document(sources: &Sources, file: FileId, sink: &Sink) -> Option<Document> {
    rest(sources, file, &[], sink)
}

/// Reads the table of a sandbox. Problems go to the sink; `None` when nothing usable was left.
pub(crate) fn behaviours(sources: &Sources, file: FileId, sink: &Sink) -> Option<behaviours::Document> {
    reader::read(&node::read(sources, file, sink)?, &[], sink)
}
