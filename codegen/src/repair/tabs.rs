//! Lines that are indented with tabs, or with other white space that YAML does not accept.

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::Lines;
use crate::diag::{Diagnostic, code};
use crate::source::FileId;

/// Replaces the tabs before lines near a position with blanks: of one line at each possible column, then of the whole
/// file.
pub(super) fn repairs<'a>(lines: &'a Lines<'a>, file: FileId, place: u32) -> impl Iterator<Item = Repair> + 'a {
    let at = lines.at(place).unwrap_or_default();
    let near = [Some(at), Some(at + 1), at.checked_sub(1)].into_iter().flatten();
    let near: Vec<usize> =
        near.filter(|at| lines.all.get(*at).is_some_and(|line| line.content.starts_with(is_other))).collect();
    let all = near.first().map(|first| {
        let tabs = lines.all.iter().enumerate().filter(|(_, line)| line.content.starts_with(is_other));
        // A tab may be as wide as the indentation of a block.
        let edits = tabs.map(|(at, line)| {
            let stops = indentation(line.content).chars();
            edit(lines, at, line.column + stops.map(|stop| if stop == '\t' { lines.step } else { 1 }).sum::<usize>())
        });
        repair(lines, file, *first, edits.collect())
    });
    let alone = near.into_iter().flat_map(move |at| {
        columns(lines, at).into_iter().map(move |column| repair(lines, file, at, vec![edit(lines, at, column)]))
    });
    alone.chain(all)
}

/// Returns the columns of the lines around one, and that of a block below the line above.
fn columns(lines: &Lines<'_>, at: usize) -> Vec<usize> {
    let written = lines.all[at];
    let other = indentation(written.content);
    // White space other than tabs is one column wide.
    let same = (!other.contains('\t')).then(|| written.column + other.chars().count());
    let above = lines.all[..at].iter().rev().find(|line| !line.content.starts_with(is_other));
    let below = lines.all[at + 1..].iter().find(|line| !line.content.starts_with(is_other));
    let inner = above.filter(|above| above.is_bare()).map(|above| above.inner + lines.step);
    let outer = above.into_iter().flat_map(|above| (0..above.column).rev().filter(|column| column % lines.step == 0));
    let first = [same, inner, above.map(|above| above.inner), below.map(|below| below.column)].into_iter().flatten();
    let mut found: Vec<usize> = Vec::new();
    for column in first.chain(outer) {
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

/// Returns `true` for white space that YAML does not accept as indentation.
pub(super) fn is_other(c: char) -> bool {
    c != ' ' && c.is_whitespace()
}

fn indentation(content: &str) -> &str {
    &content[..content.len() - content.trim_start().len()]
}

/// Returns the name of such a character.
fn named(c: char) -> String {
    match c {
        '\t' => "a tab".to_owned(),
        '\u{a0}' => "U+00A0, a no-break space".to_owned(),
        '\u{3000}' => "U+3000, an ideographic space".to_owned(),
        other => format!("U+{:04X}, which is not whitespace in YAML", u32::from(other)),
    }
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
    let name = named(line.content.chars().next().unwrap_or('\t'));
    let message = format!("invalid YAML: a line is indented with {name}");
    let cause = Diagnostic::new(code::YAML, super::span(file, &tabs), message)
        .label(format!("indented with {name}"))
        .patch(super::span(file, &part), text, "indent with spaces");
    Repair { edits, cause, at: start..start + line.content.len() }
}
