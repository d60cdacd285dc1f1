//! Lines that may be indented too deep or not deep enough, and where they may belong.

use std::ops::Range;

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::{Line, Lines};
use crate::diag::{Diagnostic, code, suggest};
use crate::source::FileId;

/// The maximum number of ends tried for a block whose end is unclear.
const MAX_ENDS: usize = 24;

/// A line of a block at another column, with the lines below it if they move too.
struct Shift {
    at: usize,
    /// The start of the lines that move; those with less indentation stay.
    part: Range<usize>,
    from: usize,
    to: usize,
    /// Either a line with its block moves, or several lines of one block.
    what: What,
    /// The key that would own the line.
    owner: Option<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Line,
    Block,
    Lines,
}

/// Returns the likely intended columns of some lines, the likeliest first: those that lines usually have.
pub(super) fn lines<'a>(lines: &'a Lines<'a>, file: FileId, near: &[usize]) -> impl Iterator<Item = Repair> + 'a {
    let shifts = near.iter().flat_map(|at| lines.columns(*at).into_iter().filter_map(|to| lines.shift(*at, to)));
    in_order(lines, shifts.collect()).map(move |shift| shift.repair(lines, file))
}

/// Does the same for blocks whose end is unclear.
pub(super) fn blocks<'a>(lines: &'a Lines<'a>, file: FileId, near: &[usize]) -> impl Iterator<Item = Repair> + 'a {
    let shifts =
        near.iter().flat_map(|at| lines.columns(*at).into_iter().flat_map(|to| lines.with_other_ends(*at, to)));
    in_order(lines, shifts.collect()).map(move |shift| shift.repair(lines, file))
}

fn in_order(lines: &Lines<'_>, mut shifts: Vec<Shift>) -> impl Iterator<Item = Shift> {
    let is_usual = |column: usize| column.is_multiple_of(lines.step);
    shifts.sort_by_key(|shift| (!is_usual(shift.to), is_usual(shift.from), shift.what));
    shifts.into_iter()
}

impl Shift {
    fn repair(&self, lines: &Lines<'_>, file: FileId) -> Repair {
        let starts = lines.written(self.part.clone(), self.from);
        let blanks = " ".repeat(self.columns());
        let edit = |start: usize| {
            if self.is_too_deep() {
                Edit { part: start..start + self.columns(), text: "".into() }
            } else {
                Edit::insertion(start, blanks.clone())
            }
        };
        let edits = Edits::new(starts.map(edit).collect());
        let key = lines.all[self.at].key();
        Repair { at: key.start..key.start + 1, cause: self.diagnostic(lines.text, file, key, &edits), edits }
    }

    /// Returns the message that the line is at the wrong column.
    fn diagnostic(&self, text: &str, file: FileId, key: Range<usize>, edits: &Edits) -> Diagnostic {
        let name = |range: &Range<usize>| suggest::shown(&text[range.clone()]);
        let shown = match self.what {
            What::Line | What::Block => format!("`{}`", name(&key)),
            What::Lines => format!("the block that starts with `{}`", name(&key)),
        };
        let by = if self.columns() == 1 { "1 column".to_owned() } else { format!("{} columns", self.columns()) };
        let message = if self.is_too_deep() {
            format!("{shown} is indented too deep by {by}")
        } else {
            format!("{shown} is not indented deep enough by {by}")
        };
        let found = Diagnostic::new(code::INDENTATION, super::span(file, &key), message);
        let found = match &self.owner {
            Some(owner) => found
                .label(format!("probably belongs to `{}`", name(owner)))
                .also(super::span(file, owner), format!("{shown} probably belongs to this")),
            None => found.label("probably belongs to the top level of the file"),
        };
        let title = match (self.what, edits.count()) {
            (_, 1) => "move the line",
            (What::Lines, _) => "move the lines",
            _ => "move the line and its block",
        };
        let (part, moved) = edits.joined(text);
        found.patch(super::span(file, &part), moved, title)
    }

    fn is_too_deep(&self) -> bool {
        self.to < self.from
    }

    fn columns(&self) -> usize {
        self.from.abs_diff(self.to)
    }
}

impl Lines<'_> {
    /// Returns the possible columns of a line, the nearest first.
    fn columns(&self, at: usize) -> Vec<usize> {
        let mut columns = self.columns_above(at);
        columns.extend(self.columns_below(at));
        columns.sort_by_key(|column| column.abs_diff(self.all[at].column));
        columns
    }

    /// Returns the columns of the line's parents, in case it is too deep.
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

    /// Returns the columns of the blocks that end above the line, in case it is not deep enough.
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

    /// Returns the line that would own a line at another column.
    fn owner(&self, at: usize, to: usize) -> Option<&Line<'_>> {
        self.all[..at].iter().rev().find(|above| above.inner < to)
    }

    /// Returns `true` if a line would not become part of a text.
    fn fits(&self, at: usize, to: usize) -> bool {
        self.owner(at, to).is_none_or(Line::is_bare)
    }

    fn shift(&self, at: usize, to: usize) -> Option<Shift> {
        let line = self.all[at];
        if !self.fits(at, to) {
            return None;
        }
        let owner = self.owner(at, to).map(Line::key);
        let end = self.block_end(at);
        // The lines below may not have moved.
        let is_with_block = self.all[at + 1..end].first().is_some_and(|first| {
            if line.has_value() && first.is_entry() {
                false
            } else if line.is_item() {
                first.column == line.inner
            } else {
                first.column <= to || to < line.column && first.column == line.column + self.step
            }
        });
        let (what, end) = if is_with_block { (What::Block, self.end(end)) } else { (What::Line, line.start + 1) };
        Some(Shift { at, part: line.start..end, from: line.column, to, what, owner })
    }

    /// Returns lines that moved to the left together, so that their end is unclear: a block that is no deeper than
    /// the lines after it, or the whole block of a key that is now at the key's own column.
    fn with_other_ends(&self, at: usize, to: usize) -> Vec<Shift> {
        let line = self.all[at];
        if to <= line.column || !self.fits(at, to) {
            return Vec::new();
        }
        let owner = self.owner(at, to).map(Line::key);
        let shift = |what: What, end: usize| Shift {
            at,
            part: line.start..self.end(end),
            from: line.column,
            to,
            what,
            owner: owner.clone(),
        };
        let below = &self.all[at + 1..];
        let mut found = Vec::new();
        let holder = at.checked_sub(1).map(|above| self.all[above]).filter(Line::is_bare);
        if holder.is_some_and(|holder| holder.inner >= line.column && to == holder.inner + self.step) {
            let inside = below.iter().take_while(|below| below.column >= line.column).count();
            let ends = (1..inside).filter(|end| below[*end].column == line.column).take(MAX_ENDS);
            found.extend(ends.chain([inside]).map(|end| shift(What::Lines, at + 1 + end)));
        }
        if !line.has_value() && below.first().is_some_and(|first| first.column <= to) {
            let inside = self.block_end(at) - at - 1;
            let ends = (1..inside).filter(|end| below[*end].column <= to).take(MAX_ENDS);
            found.extend(ends.map(|end| shift(What::Block, at + 1 + end)));
        }
        found
    }
}
