//! Places inside a written text.

use std::ops::Range;

use super::spanned::Sp;
use crate::source::Span;

/// The place of a text without its quotes; `None` when it was written over several lines or with escapes.
pub(crate) fn inner(written: &Sp<String>) -> Option<Span> {
    let Span { file, start, end } = written.span;
    let text = &written.value;
    let length = u32::try_from(text.len()).ok()?;
    match end.checked_sub(start)?.checked_sub(length)? {
        0 if !text.contains('\n') => Some(written.span),
        // Two bytes more are quotes, unless a line break of plain text became a blank.
        2 if !text.contains([' ', '\n']) => Some(Span { file, start: start + 1, end: end - 1 }),
        _ => None,
    }
}

/// The place of a text with its quotes, if it has any; `None` for a block, or where that cannot be known.
pub(crate) fn whole(written: &Sp<String>) -> Option<Span> {
    let Span { start, end, .. } = written.span;
    let more = end.checked_sub(start)?.checked_sub(u32::try_from(written.value.len()).ok()?)?;
    (matches!(more, 0 | 2) && !written.value.contains('\n')).then_some(written.span)
}

/// Whether a key or value was written in quotes.
pub(crate) fn is_quoted(written: &Sp<String>) -> bool {
    inner(written) != Some(written.span)
}

/// The place of a part of a text, or of all of it when it cannot be known.
pub(crate) fn part(written: &Sp<String>, range: Range<usize>) -> Span {
    let bounds = |inner: Span| {
        let start = inner.start.checked_add(u32::try_from(range.start).ok()?)?;
        let end = inner.start.checked_add(u32::try_from(range.end).ok()?)?;
        (start <= end && end <= inner.end).then_some(Span { start, end, ..inner })
    };
    inner(written).and_then(bounds).unwrap_or(written.span)
}

/// The place of `piece`, which must be a slice of the text.
pub(crate) fn slice(written: &Sp<String>, piece: &str) -> Span {
    let start = (piece.as_ptr() as usize).checked_sub(written.value.as_ptr() as usize);
    match start {
        Some(start) if start + piece.len() <= written.value.len() => part(written, start..start + piece.len()),
        _ => written.span,
    }
}
