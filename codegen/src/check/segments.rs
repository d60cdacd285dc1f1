//! Segments of paths that differ by a slip from those of the paths around them.

use std::collections::HashMap;

use super::scope::Scope;
use super::text;
use crate::diag::{Diagnostic, code, suggest};
use crate::raw::Sp;
use crate::source::FileId;

/// Shorter segments are not compared.
const MIN_LETTERS: usize = 5;

/// So many paths of a resource have the segment that is meant, at least.
const MIN_OTHERS: usize = 2;

/// A segment of a path, with what stands before it and the length of that.
struct Segment<'a> {
    path: &'a Sp<String>,
    start: usize,
    text: &'a str,
}

/// A segment that one path of an API has, where several paths of the same resource have one in its place that differs by a
/// letter. The plural of a word is no slip of it.
pub(super) fn check(scope: &Scope<'_>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut places: HashMap<(FileId, &str), Vec<Segment<'_>>> = HashMap::new();
    let operations = scope.operations().iter().filter(|operation| !scope.is_replaced(operation.raw.path.span));
    for path in operations.map(|operation| &operation.raw.path) {
        for segment in segments(path) {
            *counts.entry(segment.text).or_default() += 1;
            let before = &path.value[..segment.start];
            places.entry((path.span.file, before)).or_default().push(segment);
        }
    }
    for segments in places.into_values() {
        for segment in segments.iter().filter(|segment| counts.get(segment.text) == Some(&1)) {
            let is_meant = |other: &&Segment<'_>| is_slip(segment.text, other.text);
            let Some(other) = segments.iter().find(is_meant) else { continue };
            if segments.iter().filter(|known| known.text == other.text).count() >= MIN_OTHERS {
                report(scope, segment, other);
            }
        }
    }
}

/// The segments of a path that are words.
fn segments(path: &Sp<String>) -> Vec<Segment<'_>> {
    let mut start = 0;
    let all = path.value.split('/').map(|text| {
        start += text.len() + 1;
        Segment { path, start: start - text.len() - 1, text }
    });
    all.filter(|segment| !segment.text.contains(['{', '}']) && segment.text.chars().count() >= MIN_LETTERS).collect()
}

fn is_slip(written: &str, other: &str) -> bool {
    let is_plural = |one: &str, many: &str| many.strip_prefix(one).is_some_and(|end| matches!(end, "s" | "d"));
    let digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    written != other
        && !digits(written)
        && !digits(other)
        && !is_plural(written, other)
        && !is_plural(other, written)
        && strsim::damerau_levenshtein(written, other) == 1
}

fn report(scope: &Scope<'_>, segment: &Segment<'_>, other: &Segment<'_>) {
    let place = text::part(segment.path, segment.start..segment.start + segment.text.len());
    let also = text::part(other.path, other.start..other.start + other.text.len());
    let message = format!("no other path has the segment `{}`", suggest::shown(segment.text));
    scope.report(
        Diagnostic::new(code::PATH_PARAMETER, place, message)
            .label(format!("did you mean `{}`?", other.text))
            .also(also, "as in the other paths")
            .patch(place, other.text, "use the segment of the other paths"),
    );
}
