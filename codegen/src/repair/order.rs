//! Two lines in the wrong order, one of which is the key of a block.

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::{Line, Lines};
use crate::diag::{Diagnostic, code, suggest};
use crate::source::FileId;

/// Swaps lines near some with the line above each: a key with the first line of its block, or the last line of a
/// block with the key after it.
pub(super) fn repairs<'a>(lines: &'a Lines<'a>, file: FileId, near: &'a [usize]) -> impl Iterator<Item = Repair> + 'a {
    let is_of_other =
        |at: &usize| at.checked_sub(1).is_some_and(|above| lines.all[above].column != lines.all[*at].column);
    near.iter().copied().filter(is_of_other).map(move |at| repair(lines, file, at))
}

fn repair(lines: &Lines<'_>, file: FileId, at: usize) -> Repair {
    let (first, line) = (lines.all[at - 1], lines.all[at]);
    let written = |line: &Line<'_>| {
        let end = lines.text[line.start..].find('\n').map_or(lines.text.len(), |end| line.start + end + 1);
        line.start..end
    };
    let moved = lines.text[written(&line)].trim_end_matches('\n').to_owned();
    let edits = Edits::new(vec![
        Edit::insertion(first.start, format!("{moved}\n")),
        Edit { part: written(&line), text: "".into() },
    ]);
    let shown = |line: &Line<'_>| suggest::shown(&lines.text[line.key()]).into_owned();
    let message = format!("`{}` is below `{}` and probably belongs above it", shown(&line), shown(&first));
    let (part, text) = edits.joined(lines.text);
    let cause = Diagnostic::new(code::INDENTATION, super::span(file, &line.key()), message)
        .label("belongs above")
        .also(super::span(file, &first.key()), "belongs below")
        .patch(super::span(file, &part), text, "move it up");
    let at = line.key().start;
    Repair { edits, cause, at: at..at + 1 }
}
