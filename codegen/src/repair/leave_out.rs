//! The smallest part of a file without which the rest is YAML.

use std::ops::Range;

use super::lines::{Line, Lines};
use crate::diag::Diagnostic;

/// The maximum number of parts left out of one file.
const MAX_PARTS: usize = 12;

/// How many times more bytes, and how many more, may be left out to explain everything by one mistake instead of
/// several.
const MUCH_MORE: usize = 4;
const MORE: usize = 400;

/// A part that is left out, and why the file cannot be read with it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) found: Diagnostic,
}

/// Returns the parts of a text to leave out so that the rest is valid; `None` if there are none. `error` returns the
/// syntax error of a text.
pub(super) fn parts(
    text: &str,
    mut error: impl FnMut(&str) -> Result<(), Option<Box<Diagnostic>>>,
) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = text.to_owned();
    for _ in 0..MAX_PARTS {
        let found = match error(&rest) {
            Ok(()) => return Some(parts),
            Err(found) => found?,
        };
        // The smallest part without which everything is valid, unless it is much larger than a part with one of
        // several mistakes.
        let (mut all, mut one) = (None, None);
        let mut most: Option<(Range<usize>, u32)> = None;
        for range in blocks(&Lines::of(&rest), found.span.start) {
            match error(&without(&rest, std::slice::from_ref(&range))) {
                Ok(()) => {
                    all = Some(range);
                    break;
                }
                Err(Some(next)) if next.span.start as usize >= range.end => {
                    let end = next.span.start;
                    // A syntax error directly after it is caused by what remains.
                    if one.is_none() && rest[range.end..end as usize].contains('\n') {
                        one = Some(range.clone());
                    }
                    if most.as_ref().is_none_or(|(_, known)| *known < end) {
                        most = Some((range, end));
                    }
                }
                Err(_) => {}
            }
        }
        let most = most.map(|(range, _)| range);
        let range = match (all, one) {
            (Some(all), Some(one)) if all.len() > one.len() * MUCH_MORE + MORE => one,
            (Some(all), _) => all,
            (None, one) => one.or(most)?,
        };
        rest = without(&rest, std::slice::from_ref(&range));
        // A part directly next to another one is probably invalid for the same reason.
        let between = |part: &Part| part.range.end.min(range.end)..part.range.start.max(range.start);
        let is_beside = |part: &&mut Part| rest.get(between(part)).is_none_or(|between| between.trim().is_empty());
        // The same applies to a bracket that closes one opened in another part.
        let closes = open_brackets(&text[range.clone()]) < 0;
        let is_of = |part: &&mut Part| is_beside(part) || closes && open_brackets(&text[part.range.clone()]) > 0;
        if let Some(part) = parts.iter_mut().find(is_of) {
            let (start, end) = (part.range.start.min(range.start), part.range.end.max(range.end));
            let lines = Lines::of(text);
            let from = lines.all.partition_point(|line| line.start < start);
            let to = lines.all.partition_point(|line| line.start < end);
            let (from, _) = with_empty_owners(&lines, from, to);
            part.range = lines.all[from].start.min(start)..end;
            rest = without(&rest, std::slice::from_ref(&part.range));
        } else {
            parts.push(Part { range, found: *found });
        }
    }
    None
}

/// Returns how many more brackets are opened than closed.
fn open_brackets(text: &str) -> isize {
    let value = |c: char| match c {
        '{' | '[' => 1,
        '}' | ']' => -1,
        _ => 0,
    };
    text.chars().map(value).sum()
}

/// Replaces parts of a text with blanks, so that all positions stay the same.
pub(super) fn without(text: &str, parts: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for part in parts {
        bytes[part.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    // The parts are whole lines.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns the blocks around and above a position, the smallest first. A key is left out with its whole block.
fn blocks(lines: &Lines<'_>, place: u32) -> Vec<Range<usize>> {
    let Some(at) = lines.at(place) else { return Vec::new() };
    // A document ends with the file.
    if lines.all[at].content == "---" {
        return std::iter::once(lines.all[at].start..lines.text.len()).collect();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut add = |from: usize, to: usize| {
        let (from, to) = with_empty_owners(lines, from, to);
        found.push(lines.all[from].start..lines.end(to));
    };
    for line in [Some(at), at.checked_sub(1)].into_iter().flatten() {
        let mut inner = Some(line);
        while let Some(at) = inner {
            add(at, lines.block_end(at));
            // The following lines of the block may be invalid for the same reason.
            let column = lines.all[at].column;
            let below = lines.all[at..].iter().position(|below| below.column < column);
            add(at, below.map_or(lines.all.len(), |below| at + below));
            // A value above may continue to here.
            let above = lines.all[..at].iter().rposition(|above| above.column <= column);
            if let Some(above) = above {
                add(above, lines.block_end(at));
            }
            inner = lines.parent(at);
        }
    }
    found.sort_by_key(|range| (range.len(), range.start));
    found.dedup();
    found
}

/// Extends a block by the lines of keys that have no other content.
fn with_empty_owners(lines: &Lines<'_>, mut from: usize, to: usize) -> (usize, usize) {
    while let Some(above) = from.checked_sub(1).filter(|above| lines.all[*above].is_bare()) {
        let owner = lines.all[above];
        let belongs = |line: &Line<'_>| {
            line.column > owner.inner || line.column == owner.inner && line.is_item() && !owner.is_item()
        };
        if lines.all.get(to).is_some_and(belongs) || !belongs(&lines.all[from]) {
            break;
        }
        from = above;
    }
    (from, to)
}
