//! Lines that lost the line break before them, with all of their indentation: `objects:Charge:`.
//!
//! Such a line is YAML with another meaning, or makes the lines below it invalid, so its consequences appear anywhere
//! in the file. The line itself reveals it: no key contains a colon that is followed by another key or an item.

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::{Line, Lines};
use crate::diag::{Diagnostic, code, suggest};
use crate::source::FileId;

/// The maximum number of lines tried in a file.
const MAX_LINES: usize = 8;

/// Splits the lines of a file in which a key, an item or a comment directly follows the colon of a key, with each
/// line break and indentation that it may have had.
pub(super) fn repairs<'a>(lines: &'a Lines<'a>, file: FileId) -> impl Iterator<Item = Repair> + 'a {
    let joined = (0..lines.all.len()).filter_map(|at| Some((at, colon(&lines.all[at])?)));
    joined.take(MAX_LINES).flat_map(move |(at, colon)| {
        columns(lines, at, colon).into_iter().map(move |column| apart(lines, file, at, colon, column))
    })
}

/// Returns the position of a missing line break: after the colon of the line's first key.
fn colon(line: &Line<'_>) -> Option<usize> {
    let end = key_end(line.content)?;
    let rest = line.content[end..].strip_prefix(':')?;
    let is_key = || {
        let behind = key_end(rest).and_then(|end| rest[end..].strip_prefix(':'));
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', ':']) || colon_follows(behind))
    };
    (rest.starts_with("- ") || rest.starts_with('#') || is_key()).then_some(end + 1)
}

/// Returns `true` if a third line is joined in the same way.
fn colon_follows(rest: &str) -> bool {
    key_end(rest).is_some_and(|end| rest[end..].starts_with(':'))
}

/// Returns the end of the key at the start of a text.
fn key_end(text: &str) -> Option<usize> {
    let mark = text.chars().next().filter(|first| matches!(first, '"' | '\''));
    let end = match mark {
        Some(mark) => text[1..].find(mark)? + 2,
        None => {
            text.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/')).unwrap_or(text.len())
        }
    };
    (end > 0).then_some(end)
}

/// Returns the possible columns of the rest of a line, the likeliest first: one step deeper than its key, or that of
/// the lines below.
fn columns(lines: &Lines<'_>, at: usize, colon: usize) -> Vec<usize> {
    let line = lines.all[at];
    let is_item = line.content[colon..].starts_with("- ");
    let below = lines.all.get(at + 1).map_or(0, |below| below.column);
    let likely = [line.inner + lines.step, below, below.saturating_sub(lines.step), line.inner];
    let mut found: Vec<usize> = Vec::new();
    for column in likely {
        // A list may be at the column of its key.
        let fits = column > line.inner || is_item && column == line.inner;
        if fits && !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

fn apart(lines: &Lines<'_>, file: FileId, at: usize, colon: usize, column: usize) -> Repair {
    let line = lines.all[at];
    let start = line.start + line.inner + colon;
    let rest = &line.content[colon..];
    // The message shows the first key of an item, not its dash, and all of a comment.
    let dash = rest.strip_prefix("- ").map_or(0, |item| rest.len() - item.trim_start().len());
    let end = if rest.starts_with('#') { rest.len() } else { dash + key_end(&rest[dash..]).unwrap_or(1) };
    let place = start + dash..start + end;
    let name = |text: &str| suggest::shown(text.trim_matches(['"', '\''])).into_owned();
    let (shown, owner) = (name(&rest[dash..end]), name(line.content[..colon].trim_end_matches(':')));
    let edits = Edits::new(vec![Edit::insertion(start, format!("\n{}", " ".repeat(column)))]);
    let (part, text) = edits.joined(lines.text);
    let cause = Diagnostic::new(
        code::YAML,
        super::span(file, &place),
        format!("the line break between `{owner}` and `{shown}` is missing"),
    )
    .label("belongs on a line of its own")
    .patch(super::span(file, &part), text, "write it on a line of its own");
    Repair { edits, cause, at: place.start..place.start + 1 }
}
