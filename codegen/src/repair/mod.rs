//! The cause of what was found, where one change of text explains it.
//!
//! One mistake may make much else wrong: a line at another column is often YAML all the same, with another meaning, and
//! nothing of it fits; a missing brace makes a file unreadable. So where something is wrong, changes of the text near it are
//! tried. A change that makes other findings go away is their cause: it is told instead of them, and the file is read with
//! it, so that its other mistakes are told too. Where nothing makes a file readable, the smallest part that keeps it from
//! being read is left out, and the rest is checked. The number of attempts is bounded, and a right spec makes none.

mod breaks;
mod candidates;
mod columns;
mod edits;
mod joined;
mod keys;
mod leave_out;
mod lines;
mod order;
mod patches;
mod search;
mod signs;
mod state;
mod tabs;
mod trial;

use std::collections::HashMap;
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::parse::LeftOut;
use crate::source::{FileId, Sources, Span};
use edits::Edits;
use leave_out::Part;

pub(crate) use search::Search;

/// A change of a text, and the mistake that it corrects.
#[derive(Debug, Clone)]
struct Repair {
    edits: Edits,
    /// What is told.
    cause: Diagnostic,
    /// Where nothing may be found once it is made: it would be another mistake in the place of this one.
    at: Range<usize>,
}

impl Repair {
    /// No change: a part may be readable by now.
    fn none(part: &Part) -> Self {
        Self { edits: Edits::new(Vec::new()), cause: part.found.clone(), at: 0..0 }
    }
}

/// The files of a run as they are read: with the changes that were found, and without what cannot be read.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) sources: Sources,
    pub(crate) left_out: HashMap<FileId, Vec<LeftOut>>,
}

fn span(file: FileId, range: &Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}
