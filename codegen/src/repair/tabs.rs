//! Lines that are indented with tab stops.

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::Lines;
use crate::diag::{Diagnostic, code};
use crate::source::FileId;

/// The lines near a place that are indented with tab stops, with blanks in their place: one of them at each column that it may
/// have, then all of the file.
pub(super) fn repairs<'a>(lines: &'a Lines<'a>, file: FileId, place: u32) -> impl Iterator<Item = Repair> + 'a {
    let at = lines.at(place).unwrap_or_default();
    let near = [Some(at), Some(at + 1), at.checked_sub(1)].into_iter().flatten();
    let near: Vec<usize> =
        near.filter(|at| lines.all.get(*at).is_some_and(|line| line.content.starts_with('\t'))).collect();
    let all = near.first().map(|first| {
        let tabs = lines.all.iter().enumerate().filter(|(_, line)| line.content.starts_with('\t'));
        // A stop may stand for as many columns as a block is indented.
        let edits = tabs.map(|(at, line)| edit(lines, at, line.column + indentation(line.content).len() * lines.step));
        repair(lines, file, *first, edits.collect())
    });
    let alone = near.into_iter().flat_map(move |at| {
        columns(lines, at).into_iter().map(move |column| repair(lines, file, at, vec![edit(lines, at, column)]))
    });
    alone.chain(all)
}

/// The columns of the lines around one, and that of a block below the line above.
fn columns(lines: &Lines<'_>, at: usize) -> Vec<usize> {
    let above = lines.all[..at].iter().rev().find(|line| !line.content.starts_with('\t'));
    let below = lines.all[at + 1..].iter().find(|line| !line.content.starts_with('\t'));
    let inner = above.filter(|above| above.is_bare()).map(|above| above.inner + lines.step);
    let outer = above.into_iter().flat_map(|above| (0..above.column).rev().filter(|column| column % lines.step == 0));
    let first = [inner, above.map(|above| above.inner), below.map(|below| below.column)].into_iter().flatten();
    let mut found: Vec<usize> = Vec::new();
    for column in first.chain(outer) {
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

fn indentation(content: &str) -> &str {
    &content[..content.len() - content.trim_start_matches(['\t', ' ']).len()]
}

fn edit(lines: &Lines<'_>, at: usize, column: usize) -> Edit {
    let line = lines.all[at];
    let end = line.start + line.column + indentation(line.content).len();
    Edit { part: line.start..end, text: " ".repeat(column).into() }
}

fn repair(lines: &Lines<'_>, file: FileId, at: usize, edits: Vec<Edit>) -> Repair {
    let edits = Edits::new(edits);
    let line = lines.all[at];
    let start = line.start + line.column;
    let tabs = start..start + indentation(line.content).len();
    let (part, text) = edits.joined(lines.text);
    let cause =
        Diagnostic::new(code::YAML, super::span(file, &tabs), "this is not YAML: a line is indented with a tab stop")
            .label("indented with a tab stop")
            .patch(super::span(file, &part), text, "indent with blanks");
    Repair { edits, cause, at: start..start + line.content.len() }
}
