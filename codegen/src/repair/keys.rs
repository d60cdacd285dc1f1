//! A line with a key that is missing above what belongs to it.

use std::collections::HashSet;

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::Lines;
use crate::diag::{Diagnostic, code};
use crate::source::FileId;

/// The number of blocks around a mistake that may belong to the key.
const MAX_BLOCKS: usize = 4;

/// The maximum number of equally likely keys in a message.
const MAX_SHOWN: usize = 4;

/// A line above which a key may be missing, and the column of the key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    at: usize,
    column: usize,
}

/// Returns where a key may be missing: above the line of a position, or above the first line of a block around it.
pub(super) fn gaps(lines: &Lines<'_>, place: u32) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let at = lines.at(place);
    let above = at.and_then(|at| at.checked_sub(1));
    let blocks = |at: Option<usize>| std::iter::successors(at, |at| lines.parent(*at)).take(MAX_BLOCKS);
    for at in blocks(at).chain(blocks(above)) {
        let column = lines.all[at].column;
        let outer = lines.parent(at);
        // The position may be in the middle of the key's block.
        let first = (outer.map_or(0, |outer| outer + 1)..at).find(|at| lines.all[*at].column == column);
        for at in [Some(at), first].into_iter().flatten() {
            let line = lines.all[at];
            let less = column.checked_sub(lines.step);
            // A list may be at the column of its key.
            let columns = less.into_iter().chain(line.is_item().then_some(column));
            found.extend(columns.map(|column| Gap { at, column }));
        }
    }
    let mut seen = HashSet::new();
    found.retain(|gap| seen.insert((gap.at, gap.column)));
    found
}

impl Gap {
    /// Returns the change that inserts a key.
    pub(super) fn edits(self, lines: &Lines<'_>, key: &str) -> Edits {
        let start = lines.all[self.at].start;
        Edits::new(vec![Edit::insertion(start, format!("{}{key}:\n", " ".repeat(self.column)))])
    }

    /// Returns the repair that inserts a key.
    pub(super) fn repair(self, lines: &Lines<'_>, file: FileId, key: &str) -> Repair {
        let edits = self.edits(lines, key);
        let (part, text) = edits.joined(lines.text);
        let first = lines.all[self.at].key();
        let cause =
            Diagnostic::new(code::MISSING_KEY, super::span(file, &first), format!("missing `{key}:` above this line"))
                .label(format!("probably belongs to `{key}`"))
                .patch(super::span(file, &part), text, format!("add `{key}:` above it"));
        Repair { at: first.start..first.start + 1, cause, edits }
    }

    /// Returns the repair that inserts a placeholder for an unknown name.
    pub(super) fn unnamed(self, lines: &Lines<'_>, file: FileId, name: &str) -> Repair {
        let repair = self.repair(lines, file, name);
        let cause = Diagnostic::new(code::MISSING_KEY, repair.cause.span, "missing name above this line")
            .label("has no name")
            .help("add the name it belongs to above it");
        Repair { cause, ..repair }
    }

    /// Returns the message for several equally likely keys.
    pub(super) fn undecided(self, lines: &Lines<'_>, file: FileId, keys: &[&str]) -> Diagnostic {
        let names: Vec<String> = keys.iter().take(MAX_SHOWN).map(|key| format!("`{key}`")).collect();
        let first = super::span(file, &lines.all[self.at].key());
        Diagnostic::new(code::MISSING_KEY, first, "missing key above this line")
            .label("has no key")
            .help(format!("add the key it belongs to above it: {}", names.join(" or ")))
    }
}
