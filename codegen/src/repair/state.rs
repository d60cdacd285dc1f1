//! The state of a file while its mistakes are explained.

use std::ops::Range;

use super::Repair;
use super::edits::Edits;
use super::leave_out::{self, Part};
use crate::parse::LeftOut;
use crate::source::{FileId, Span};

/// A text with the changes that were found so far.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The text with the changes.
    pub(super) text: String,
    /// Its unreadable parts.
    pub(super) parts: Vec<Part>,
    /// The changes, each relative to the result of the previous one.
    changes: Vec<Edits>,
}

impl State {
    pub(super) fn new(text: String) -> Self {
        Self { text, parts: Vec::new(), changes: Vec::new() }
    }

    /// Returns the text without its unreadable parts, except for one.
    pub(super) fn readable(&self, with: Option<usize>) -> String {
        let others = self.parts.iter().enumerate().filter(|(at, _)| Some(*at) != with);
        leave_out::without(&self.text, &others.map(|(_, part)| part.range.clone()).collect::<Vec<_>>())
    }

    /// Returns a span in the original text.
    pub(super) fn place(&self, span: Span) -> Span {
        self.changes.iter().rev().fold(span, |span, edits| edits.span_before(span))
    }

    /// Returns the state after a change, which makes `part` readable if there is one.
    pub(super) fn with(&self, repair: &Repair, part: Option<usize>) -> Self {
        let edits = &repair.edits;
        let others = self.parts.iter().enumerate().filter(|(at, _)| Some(*at) != part);
        let moved = |range: &Range<usize>| edits.after(range.start)..edits.after(range.end);
        let parts = others
            .map(|(_, other)| Part {
                range: moved(&other.range),
                found: other.found.clone().moved(|span| edits.span_after(span)),
            })
            .collect();
        let changes = self.changes.iter().chain([edits]).cloned().collect();
        Self { text: edits.applied(&self.text), parts, changes }
    }

    /// Returns `true` if anything is changed.
    pub(super) fn is_moved(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Returns `true` if anything is changed or left out.
    pub(super) fn is_changed(&self) -> bool {
        !self.parts.is_empty() || !self.changes.is_empty()
    }

    /// Returns the parts left out of the file.
    pub(super) fn left_out(&self, file: FileId, with: Option<usize>) -> Vec<LeftOut> {
        let others = self.parts.iter().enumerate().filter(|(at, _)| Some(*at) != with);
        let left_out = |range: &Range<usize>| LeftOut {
            span: super::span(file, range),
            text: self.text.get(range.clone()).unwrap_or_default().to_owned(),
        };
        others.map(|(_, part)| left_out(&part.range)).collect()
    }
}
