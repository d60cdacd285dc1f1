//! The smallest part of a file without which the rest is YAML.

use std::ops::Range;

use super::lines::{Line, Lines};
use crate::diag::Diagnostic;

/// So many parts of one file are left out at most.
const MAX_PARTS: usize = 12;

/// So many times more bytes, and so many more, are left out for one mistake rather than for several.
const MUCH_MORE: usize = 4;
const MORE: usize = 400;

/// A part that is left out, and why the file cannot be read with it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) found: Diagnostic,
}

/// The parts of a text that are left out, so that the rest can be read; `None` where no such rest was found. `error` tells why
/// a text cannot be read.
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
        // The smallest one without which all can be read, unless that is much more than what holds one mistake of several.
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
                    // What is no YAML right behind it is so because of what is left.
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
        // What stands right beside another part is probably no YAML for the same reason.
        let between = |part: &Part| part.range.end.min(range.end)..part.range.start.max(range.start);
        let is_beside = |part: &&mut Part| rest.get(between(part)).is_none_or(|between| between.trim().is_empty());
        // So is a bracket that closes what another one opens.
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

/// How many brackets are opened more than closed.
fn open_brackets(text: &str) -> isize {
    let value = |c: char| match c {
        '{' | '[' => 1,
        '}' | ']' => -1,
        _ => 0,
    };
    text.chars().map(value).sum()
}

/// A text with blanks in the place of some parts: everything else stays where it is.
pub(super) fn without(text: &str, parts: &[Range<usize>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for part in parts {
        bytes[part.clone()].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    // The parts are whole lines.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The blocks around a place and above it, the smallest first. A key is left out with all that belongs to it, and with the
/// last of its lines.
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
            // What follows in the same block may be no YAML for the same reason.
            let column = lines.all[at].column;
            let below = lines.all[at..].iter().position(|below| below.column < column);
            add(at, below.map_or(lines.all.len(), |below| at + below));
            // What stands above may go on to here.
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

/// With the lines of keys to which nothing else belongs.
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
