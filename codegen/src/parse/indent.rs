//! Lines that may be indented too deep or not deep enough, and where they may belong.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Diagnostic, code, suggest};
use crate::source::{FileId, Span};

/// A line of a block, with what stands below it where that moves too, at another column.
#[derive(Debug)]
pub(crate) struct Shift {
    /// The name of the line: its key.
    key: Range<usize>,
    /// The starts of the lines that move.
    lines: Vec<usize>,
    from: usize,
    to: usize,
    /// The key that the line would belong to.
    owner: Option<Range<usize>>,
}

impl Shift {
    /// The text with the lines moved.
    pub(crate) fn applied(&self, text: &str) -> String {
        self.moved(text, 0..text.len())
    }

    /// A part of the text, which holds all lines that move, with them moved.
    fn moved(&self, text: &str, part: Range<usize>) -> String {
        let mut changed = String::with_capacity(part.len() + self.lines.len() * self.columns());
        let mut copied = part.start;
        for start in &self.lines {
            changed.push_str(&text[copied..*start]);
            copied = *start;
            if self.is_too_deep() {
                copied += self.columns();
            } else {
                changed.extend(std::iter::repeat_n(' ', self.columns()));
            }
        }
        changed.push_str(&text[copied..part.end]);
        changed
    }

    /// Whether a place in the text as it is is that of the line.
    pub(crate) fn is_at(&self, place: Span) -> bool {
        place.start as usize == self.key.start
    }

    /// The place in the text as it is of a place in the changed one.
    pub(crate) fn place_before(&self, place: Span) -> Span {
        Span { start: self.before(place.start), end: self.before(place.end), ..place }
    }

    fn before(&self, at: u32) -> u32 {
        let columns = self.columns();
        let start = |index: usize| match self.lines[index] {
            line if self.is_too_deep() => line - index * columns,
            line => line + (index + 1) * columns,
        };
        // The lines that start before the place, once they are moved.
        let (mut count, mut end) = (0, self.lines.len());
        while count < end {
            let middle = usize::midpoint(count, end);
            if start(middle) <= at as usize {
                count = middle + 1;
            } else {
                end = middle;
            }
        }
        let moved = u32::try_from(count * columns).unwrap_or(u32::MAX);
        if self.is_too_deep() { at.saturating_add(moved) } else { at.saturating_sub(moved) }
    }

    /// What is told: the line stands at the wrong column.
    pub(crate) fn diagnostic(&self, file: FileId, text: &str) -> Diagnostic {
        let span = |range: &Range<usize>| {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            Span { file, start: offset(range.start), end: offset(range.end) }
        };
        let name = |range: &Range<usize>| suggest::shown(&text[range.clone()]);
        let key = name(&self.key);
        let by = if self.columns() == 1 { "1 column".to_owned() } else { format!("{} columns", self.columns()) };
        let found = if self.is_too_deep() {
            Diagnostic::new(code::INDENTATION, span(&self.key), format!("`{key}` is indented too deep, by {by}"))
        } else {
            let message = format!("`{key}` is not indented deep enough, by {by}");
            Diagnostic::new(code::INDENTATION, span(&self.key), message)
        };
        let found = match &self.owner {
            Some(owner) => found
                .label(format!("probably belongs to `{}`", name(owner)))
                .also(span(owner), format!("`{key}` probably belongs to this")),
            None => found.label("probably belongs to the file itself"),
        };
        let (first, last) = (self.lines[0], self.lines[self.lines.len() - 1]);
        let is_alone = self.lines.len() == 1;
        let part = match (is_alone, self.is_too_deep()) {
            (true, true) => first..first + self.columns(),
            (true, false) => first..first,
            (false, _) => first..last + text[last..].find('\n').unwrap_or(text.len() - last),
        };
        let title = if is_alone { "move the line" } else { "move the line with what belongs to it" };
        found.patch(span(&part), self.moved(text, part.clone()), title)
    }

    fn is_too_deep(&self) -> bool {
        self.to < self.from
    }

    fn columns(&self) -> usize {
        self.from.abs_diff(self.to)
    }
}

/// A line that says anything.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    start: usize,
    column: usize,
    /// The column of what stands behind the dash of a list item; that of the line where there is none.
    inner: usize,
    /// What stands there.
    content: &'a str,
}

impl<'a> Line<'a> {
    fn read(start: usize, line: &'a str) -> Option<Self> {
        let content = line.trim_start_matches(' ');
        let column = line.len() - content.len();
        let item = content.strip_prefix("- ").map_or(content, |item| item.trim_start_matches(' '));
        let says = !content.trim().is_empty() && !content.starts_with('#');
        says.then(|| Self { start, column, inner: line.len() - item.len(), content: item.trim_end() })
    }

    fn is_item(&self) -> bool {
        self.inner > self.column
    }

    /// Whether nothing stands behind the key.
    fn is_bare(&self) -> bool {
        let said = self.content.split(" #").next().unwrap_or_default();
        said.trim_end().ends_with(':')
    }

    /// Whether all of the value stands behind the key, or may go on in a text only.
    fn has_value(&self) -> bool {
        !self.is_bare() && !self.is_item() && !self.content.ends_with(['|', '>'])
    }

    /// Whether the line looks like a key with its value.
    fn is_entry(&self) -> bool {
        self.is_bare() || self.content.contains(": ")
    }

    /// The key, without quotation marks. Of a line that has none the first letters.
    fn key(&self) -> Range<usize> {
        let is_key = !self.content.starts_with(['{', '[']);
        let written = self.content.split(": ").next().filter(|_| is_key).unwrap_or(self.content);
        let key = written.trim_end_matches(':').trim_matches(['"', '\'']);
        let at = self.content.find(key).unwrap_or_default();
        let start = self.start + self.inner + at;
        start..start + key.len()
    }
}

/// The lines of a text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    all: Vec<Line<'a>>,
    step: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
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

    /// The lines that may be the cause of what was found at a place: its own, its neighbours, and where the blocks around
    /// it begin and end.
    pub(crate) fn near(&self, place: u32) -> Vec<usize> {
        let Some(at) = self.all.partition_point(|line| line.start <= place as usize).checked_sub(1) else {
            return Vec::new();
        };
        // A tab is another mistake.
        if self.all[at].content.starts_with('\t') {
            return Vec::new();
        }
        let column = self.all[at].column;
        let parent = self.all[..at].iter().rposition(|line| line.column < column);
        let end = self.all[at..].iter().position(|line| line.column < column).map(|below| at + below);
        let above = at.checked_sub(1);
        let first = parent.map_or(0, |parent| parent + 1);
        let near = [Some(at), above, Some(first), end, Some(at + 1), parent];
        let mut lines: Vec<usize> = Vec::new();
        for line in near.into_iter().flatten().filter(|line| *line < self.all.len()) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// What may have been meant with some lines, the likeliest first: that a line stands where lines usually stand.
    pub(crate) fn shifts(&self, lines: Vec<usize>) -> Vec<Shift> {
        let at_line = |at: usize| {
            let mut columns = self.columns_above(at);
            columns.extend(self.columns_below(at));
            columns.sort_by_key(|column| column.abs_diff(self.all[at].column));
            columns.into_iter().filter_map(move |to| self.shift(at, to))
        };
        let mut shifts: Vec<Shift> = lines.into_iter().flat_map(at_line).collect();
        let is_usual = |column: usize| column.is_multiple_of(self.step);
        shifts.sort_by_key(|shift| (!is_usual(shift.to), is_usual(shift.from), shift.lines.len() > 1));
        shifts
    }

    /// The columns of what the line stands in: it may be too deep.
    fn columns_above(&self, at: usize) -> Vec<usize> {
        let mut limit = self.all[at].column;
        let mut found = Vec::new();
        let mut add = |column: usize| {
            if column < limit {
                found.push(column);
                limit = column;
            }
            limit == 0
        };
        let holder = at.checked_sub(1).map(|above| self.all[above]).filter(Line::is_bare);
        if !holder.is_some_and(|holder| holder.inner < self.all[at].column && add(holder.inner + self.step)) {
            let mut above = self.all[..at].iter().rev();
            if !above.any(|line| add(line.inner) || add(line.column)) {
                add(0);
            }
        }
        found
    }

    /// The columns of the blocks that end above the line: it may not be deep enough.
    fn columns_below(&self, at: usize) -> Vec<usize> {
        let column = self.all[at].column;
        let mut found = Vec::new();
        let mut limit = usize::MAX;
        for (distance, above) in self.all[..at].iter().rev().enumerate() {
            if distance == 0 && above.is_bare() && above.inner + self.step > column {
                found.push(above.inner + self.step);
            }
            for inner in [above.inner, above.column] {
                if inner < limit && inner > column {
                    found.push(inner);
                    limit = inner;
                }
            }
            if above.column <= column {
                break;
            }
        }
        found
    }

    /// `None` where the line would become a part of a text.
    fn shift(&self, at: usize, to: usize) -> Option<Shift> {
        let line = self.all[at];
        let owner = self.all[..at].iter().rev().find(|above| above.inner < to);
        if owner.is_some_and(|owner| !owner.is_bare()) {
            return None;
        }
        let below = &self.all[at + 1..];
        let inside = below.iter().position(|below| below.column <= line.column).unwrap_or(below.len());
        // What stands below may have been left where it belongs.
        let is_with_block = below[..inside].first().is_some_and(|first| {
            if line.has_value() && first.is_entry() {
                false
            } else if line.is_item() {
                first.column == line.inner
            } else {
                first.column <= to || to < line.column && first.column == line.column + self.step
            }
        });
        let end = below.first().filter(|_| is_with_block).map_or(line.start + 1, |_| self.end(at + 1 + inside));
        let lines = self.written(line.start..end, line.column).collect();
        Some(Shift { key: line.key(), lines, from: line.column, to, owner: owner.map(Line::key) })
    }

    /// Where a line starts, or the text ends.
    fn end(&self, at: usize) -> usize {
        self.all.get(at).map_or(self.text.len(), |line| line.start)
    }

    /// The starts of all lines of a part, comments too, that are indented by so much.
    fn written(&self, part: Range<usize>, column: usize) -> impl Iterator<Item = usize> + use<'a> {
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
