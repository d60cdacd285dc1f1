//! The lines of a text and the structure within them.

use std::collections::BTreeMap;
use std::ops::Range;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) start: usize,
    pub(super) column: usize,
    /// The column after the dash of a list item; that of the line if there is no dash.
    pub(super) inner: usize,
    /// The text of the line.
    pub(super) content: &'a str,
}

impl<'a> Line<'a> {
    fn read(start: usize, line: &'a str) -> Option<Self> {
        let content = line.trim_start_matches(' ');
        let column = line.len() - content.len();
        let item = content.strip_prefix("- ").map_or(content, |item| item.trim_start_matches(' '));
        let says = !content.trim().is_empty() && !content.starts_with('#');
        says.then(|| Self { start, column, inner: line.len() - item.len(), content: item.trim_end() })
    }

    pub(super) fn is_item(&self) -> bool {
        self.inner > self.column
    }

    /// Returns `true` if nothing follows the key.
    pub(super) fn is_bare(&self) -> bool {
        let said = self.content.split(" #").next().unwrap_or_default();
        said.trim_end().ends_with(':')
    }

    /// Returns `true` if the value is on the line of the key, or can only continue as text.
    pub(super) fn has_value(&self) -> bool {
        !self.is_bare() && !self.is_item() && !self.content.ends_with(['|', '>'])
    }

    /// Returns `true` if the line looks like a key with a value.
    pub(super) fn is_entry(&self) -> bool {
        self.is_bare() || self.content.contains(": ")
    }

    /// Returns the key without quotation marks, or the first letters if the line has no key.
    pub(super) fn key(&self) -> Range<usize> {
        let is_key = !self.content.starts_with(['{', '[']);
        let written = self.content.split(": ").next().filter(|_| is_key).unwrap_or(self.content);
        let key = written.trim_end_matches(':').trim_matches(['"', '\'']);
        let at = self.content.find(key).unwrap_or_default();
        let start = self.start + self.inner + at;
        start..start + key.len()
    }
}

/// The lines of a text.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) all: Vec<Line<'a>>,
    /// How many columns a block is usually indented below its parent.
    pub(super) step: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut start = 0;
        let starts = text.split_inclusive('\n').map(|line| {
            start += line.len();
            (start - line.len(), line.trim_end_matches(['\n', '\r']))
        });
        let all: Vec<_> = starts.filter_map(|(start, line)| Line::read(start, line)).collect();
        let deeper = |pair: &[Line<'_>]| pair[1].column.checked_sub(pair[0].column).filter(|step| *step > 0);
        let mut counts = BTreeMap::from([(2, 1)]);
        all.windows(2).filter_map(deeper).for_each(|step| *counts.entry(step).or_default() += 1);
        let step = counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(2, |(step, _)| step);
        Self { text, all, step }
    }

    /// Returns the lines that may have caused a problem at a position: its own, its neighbours, and the first and
    /// last lines of the blocks around it.
    pub(super) fn near(&self, place: u32) -> Vec<usize> {
        let Some(at) = self.at(place) else { return Vec::new() };
        let column = self.all[at].column;
        let parent = self.parent(at);
        let end = self.all[at..].iter().position(|line| line.column < column).map(|below| at + below);
        let above = at.checked_sub(1);
        let first = parent.map_or(0, |parent| parent + 1);
        let near = [Some(at), above, Some(first), end, Some(at + 1), parent];
        let mut lines: Vec<usize> = Vec::new();
        for line in near.into_iter().flatten() {
            // A tab is another mistake.
            let is_tab = self.all.get(line).is_none_or(|line| line.content.starts_with(super::tabs::is_other));
            if !is_tab && !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// Returns the line at a position, or the last one before it.
    pub(super) fn at(&self, place: u32) -> Option<usize> {
        self.all.partition_point(|line| line.start <= place as usize).checked_sub(1)
    }

    /// Returns the end of a line's block: of the lines below it with more indentation.
    pub(super) fn block_end(&self, at: usize) -> usize {
        let below = &self.all[at + 1..];
        at + 1 + below.iter().position(|below| below.column <= self.all[at].column).unwrap_or(below.len())
    }

    /// Returns the parent of a line.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.all[..at].iter().rposition(|line| line.column < self.all[at].column)
    }

    /// Returns the start of a line, or the end of the text.
    pub(super) fn end(&self, at: usize) -> usize {
        self.all.get(at).map_or(self.text.len(), |line| line.start)
    }

    /// Returns the starts of all lines of a part with this indentation, including comments.
    pub(super) fn written(&self, part: Range<usize>, column: usize) -> impl Iterator<Item = usize> + use<'a> {
        let mut start = part.start;
        let lines = self.text[part.start..].split_inclusive('\n').map(move |line| {
            start += line.len();
            (start - line.len(), line)
        });
        let is_moved =
            move |line: &str| !line.trim().is_empty() && line.len() - line.trim_start_matches(' ').len() >= column;
        lines
            .take_while(move |(start, _)| *start < part.end)
            .filter(move |(_, line)| is_moved(line))
            .map(|(start, _)| start)
    }
}
