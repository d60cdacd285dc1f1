//! Changes of a text, and where a place of the changed text stood before.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Span;

/// A part of a text and what takes its place.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// What is replaced, in the text as it is.
    pub(super) part: Range<usize>,
    /// The new text.
    pub(super) text: Cow<'static, str>,
}

impl Edit {
    /// Creates an insertion at a position.
    pub(super) fn insertion(at: usize, text: impl Into<Cow<'static, str>>) -> Self {
        Self { part: at..at, text: text.into() }
    }
}

/// Changes of one text, in the order of their places. They do not overlap.
#[derive(Debug, Clone)]
pub(super) struct Edits {
    edits: Vec<Edit>,
    /// The position of each new text in the changed text.
    starts: Vec<usize>,
}

impl Edits {
    pub(super) fn new(edits: Vec<Edit>) -> Self {
        let (mut start, mut copied) = (0, 0);
        let mut starts = Vec::with_capacity(edits.len());
        for edit in &edits {
            start += edit.part.start.saturating_sub(copied);
            starts.push(start);
            start += edit.text.len();
            copied = edit.part.end;
        }
        Self { edits, starts }
    }

    /// Returns the changed text.
    pub(super) fn applied(&self, text: &str) -> String {
        self.applied_to(text, 0..text.len())
    }

    /// Returns a part of the text that contains all changes, with the changes made.
    fn applied_to(&self, text: &str, part: Range<usize>) -> String {
        let mut changed = String::with_capacity(part.len());
        let mut copied = part.start;
        for edit in &self.edits {
            changed.push_str(text.get(copied..edit.part.start).unwrap_or_default());
            changed.push_str(&edit.text);
            copied = edit.part.end;
        }
        changed.push_str(text.get(copied..part.end).unwrap_or_default());
        changed
    }

    /// Returns the changes as one: the smallest part of the text that contains them all, and its replacement.
    pub(super) fn joined(&self, text: &str) -> (Range<usize>, String) {
        let first = self.edits.first().map_or(0, |edit| edit.part.start);
        let last = self.edits.last().map_or(first, |edit| edit.part.end);
        let is_alone = self.edits.len() == 1;
        // Of several lines the last is shown to its end.
        let end = if is_alone { last } else { last + text[last..].find('\n').unwrap_or(text.len() - last) };
        (first..end, self.applied_to(text, first..end))
    }

    /// Returns `true` if nothing is changed.
    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Returns the number of changes.
    pub(super) fn count(&self) -> usize {
        self.edits.len()
    }

    /// Returns the original position of a position in the changed text.
    pub(super) fn before(&self, at: usize) -> usize {
        let Some(last) = self.starts.partition_point(|start| *start <= at).checked_sub(1) else { return at };
        let (edit, start) = (&self.edits[last], self.starts[last]);
        match at - start {
            inside if inside < edit.text.len() => (edit.part.start + inside).min(edit.part.end),
            behind => edit.part.end + (behind - edit.text.len()),
        }
    }

    /// The same for a span.
    pub(super) fn span_before(&self, span: Span) -> Span {
        let at = |place: u32| u32::try_from(self.before(place as usize)).unwrap_or(u32::MAX);
        Span { start: at(span.start), end: at(span.end), ..span }
    }

    /// Returns the span in the changed text of an original span.
    pub(super) fn span_after(&self, span: Span) -> Span {
        let at = |place: u32| u32::try_from(self.after(place as usize)).unwrap_or(u32::MAX);
        Span { start: at(span.start), end: at(span.end), ..span }
    }

    /// Returns the position in the changed text of an original position outside of all replaced parts.
    pub(super) fn after(&self, at: usize) -> usize {
        let Some(last) = self.edits.partition_point(|edit| edit.part.end <= at).checked_sub(1) else { return at };
        let (edit, start) = (&self.edits[last], self.starts[last]);
        start + edit.text.len() + (at - edit.part.end)
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Edits};

    #[test]
    fn places_are_those_of_the_same_letters() {
        let text = "abcdefgh";
        let edits = Edits::new(vec![
            Edit { part: 0..1, text: "".into() },
            Edit::insertion(3, "XX"),
            Edit { part: 5..6, text: "YYY".into() },
        ]);
        let changed = edits.applied(text);
        assert_eq!(changed, "bcXXdeYYYgh");
        for (at, letter) in text.char_indices().filter(|(at, _)| ![0, 5].contains(at)) {
            let after = changed.find(letter).expect("the letter is kept");
            assert_eq!((edits.before(after), edits.after(at)), (at, after), "{letter}");
        }
        assert_eq!(edits.before(2), 3, "an insertion is at its position");
        assert_eq!(edits.joined(text), (0..8, changed));
    }
}
