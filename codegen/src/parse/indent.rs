//! Lines of a block that are indented too deep or not deep enough, and still YAML.

use super::node::{Entry, Node, NodeKind};
use crate::diag::{Diagnostic, Sink, code};
use crate::source::Span;

/// How many blanks one level is indented by: the most that all lines of a file have a multiple of.
pub(super) fn step(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
    match lines.map(blanks).fold(0, common_divisor) {
        0 => 2,
        step => step,
    }
}

fn common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn blanks(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether nothing stands behind the colon.
pub(super) fn is_bare(entry: &Entry) -> bool {
    matches!(&entry.value.kind, NodeKind::Scalar { text, quoted: false } if matches!(text.as_str(), "" | "~"))
}

/// Whether the first entry of a block is a line too deep: it stands above what belongs to it.
pub(super) fn is_first_too_deep(text: &str, step: usize, entries: &[Entry]) -> bool {
    let first = entries.first().filter(|first| entries.len() > 1 && is_bare(first));
    first.and_then(|first| columns(text, first.key_span)).is_some_and(|(column, above)| column > above + step)
}

/// The first entry with the others as its value.
pub(super) fn below_the_first(mut entries: Vec<Entry>) -> Vec<Entry> {
    let rest = entries.split_off(1);
    let (Some(start), Some(end)) = (rest.first().map(|entry| entry.key_span), rest.last()) else { return entries };
    let span = Span { end: end.value.span.end.max(end.key_span.end), ..start };
    if let Some(first) = entries.first_mut() {
        first.value = Node { span, kind: NodeKind::Map(rest) };
    }
    entries
}

/// The entry that is a line too deep, where what belongs to it repeats keys of what stands above it.
pub(super) fn too_deep(entries: &[Entry]) -> Option<usize> {
    let again = entries.iter().position(|entry| entry.again)?;
    let first = entries.iter().position(|entry| entry.key == entries[again].key)?;
    (first + 1..again).rev().find(|at| is_bare(&entries[*at]))
}

pub(super) fn report(step: usize, entry: &Entry, sink: &Sink) {
    let start = entry.key_span.start.saturating_sub(u32::try_from(step).unwrap_or(0));
    let place = Span { start, end: entry.key_span.start, ..entry.key_span };
    sink.push(
        Diagnostic::new(code::YAML, entry.key_span, format!("`{}` is indented too deep", entry.key))
            .label("as deep as what belongs to it")
            .patch(place, "", "indent it less than the lines below it"),
    );
}

/// The column of a key that starts its line, and that of the line above it.
fn columns(text: &str, key: Span) -> Option<(usize, usize)> {
    let before = text.get(..key.start as usize)?;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.len() - start;
    let is_first = before[start..].bytes().all(|byte| byte == b' ');
    let is_line = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let above = before[..start].lines().rev().find(is_line).filter(|_| is_first)?;
    Some((column, above.len() - above.trim_start_matches([' ', '-']).len()))
}

/// What stands below a key without a value, at its own depth, and is none of the keys that are known there: it was meant
/// to be its value.
pub(super) fn not_deep_enough(holder: &Entry, entry: &Entry, sink: &Sink) {
    let message = format!("`{}` is not indented below `{}`", entry.key, holder.key);
    sink.push(
        Diagnostic::new(code::YAML, entry.key_span, message)
            .label("as deep as the key above it")
            .also(holder.key_span, "has no value")
            .help("indent it, and all that belongs to it"),
    );
}
