//! Finds the cause of problems if one change of the text explains them.
//!
//! One mistake can cause many problems: a line at another column is often valid YAML with another meaning, and none
//! of it is valid in the language; a missing brace makes a file unreadable. So changes of the text near a problem are
//! tried. A change that resolves other problems is their cause: it is reported instead of them, and the file is read
//! with it, so that its other mistakes are reported too. If no change makes a file readable, the smallest part that
//! prevents it is left out, and the rest is checked. The number of attempts is bounded, and a valid spec needs none.

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
    /// The message.
    cause: Diagnostic,
    /// Where the change must not cause a problem: it would replace this mistake with another one.
    at: Range<usize>,
}

impl Repair {
    /// Makes no change: a part may have become readable.
    fn none(part: &Part) -> Self {
        Self { edits: Edits::new(Vec::new()), cause: part.found.clone(), at: 0..0 }
    }
}

/// The files of a run as they are read: with the changes that were found, and without unreadable parts.
#[derive(Default)]
pub(crate) struct Texts {
    pub(crate) sources: Sources,
    pub(crate) left_out: HashMap<FileId, Vec<LeftOut>>,
}

fn span(file: FileId, range: &Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}
