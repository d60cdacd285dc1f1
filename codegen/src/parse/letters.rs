//! Letters that nobody sees, and quotation marks that belong to nothing.

use super::invisible;
use crate::diag::{Diagnostic, Sink, code};
use crate::source::{FileId, Span};

fn describe(letter: char) -> Option<String> {
    Some(format!("U+{:04X}, {}, is invisible", u32::from(letter), invisible::name(letter)?))
}

/// Reports every such letter of a file. A byte order mark at its start is none.
pub(super) fn report(file: FileId, text: &str, sink: &Sink) {
    // None of them is ASCII, and most lines are.
    let lines = text.split_inclusive('\n').filter(|line| !line.is_ascii());
    let letters = lines.flat_map(|line| {
        let first = line.as_ptr() as usize - text.as_ptr() as usize;
        invisible::all(line).map(move |(at, letter)| (first + at, letter))
    });
    for (at, letter) in letters.filter(|(at, letter)| *at > 0 || *letter != '\u{FEFF}') {
        let Some(message) = describe(letter) else { continue };
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = u32::try_from(at + letter.len_utf8()).unwrap_or(u32::MAX);
        let span = Span { file, start, end };
        let separates = matches!(letter, '\u{85}' | '\u{2028}' | '\u{2029}');
        sink.push(Diagnostic::new(code::INVISIBLE, span, message).label("invisible character").patch(
            span,
            if separates { " " } else { "" },
            "remove it",
        ));
    }
}

/// Removes such letters from a value, so that they are its only mistake. Those that were written as escapes are
/// reported; of the others [`report`] has told.
pub(super) fn removed(value: String, source: &str, span: Span, sink: &Sink) -> String {
    if value.is_ascii() {
        return value;
    }
    let mut unseen = invisible::all(&value).map(|(_, letter)| letter);
    let Some(message) = unseen.find(|letter| !source.contains(*letter)).and_then(describe) else {
        return visible(&value);
    };
    sink.push(
        Diagnostic::new(code::INVISIBLE, span, message)
            .label("written as an escape")
            .help("remove the escape: its effect would be invisible to readers of the text"),
    );
    visible(&value)
}

fn visible(value: &str) -> String {
    let unseen: Vec<usize> = invisible::all(value).map(|(at, _)| at).collect();
    value.char_indices().filter(|(at, _)| unseen.binary_search(at).is_err()).map(|(_, letter)| letter).collect()
}

/// Reports a text without quotes that ends in a quotation mark which nothing opens, and returns it without the mark.
pub(super) fn without_stray_quote(text: String, span: Span, sink: &Sink) -> String {
    let Some(mark) = text.chars().last().filter(|last| is_unmatched(&text, *last)) else { return text };
    let start = span.end.saturating_sub(1).max(span.start);
    let place = Span { start, ..span };
    let mut diagnostic =
        Diagnostic::new(code::QUOTATION_MARK, place, format!("unmatched `{mark}` at the end of the text"))
            .label("unmatched");
    diagnostic = if text.matches(mark).count() == 1 && !text.contains(['\\', '\n']) {
        diagnostic.patch(
            Span { end: span.start, ..span },
            mark.to_string(),
            "add the opening mark at the start of the text",
        )
    } else {
        diagnostic.help("put the whole text in quotes, or remove the quotation mark")
    };
    sink.push(diagnostic);
    text[..text.len() - 1].trim_end().to_owned()
}

fn is_unmatched(text: &str, mark: char) -> bool {
    match mark {
        '"' => text.matches('"').count() % 2 == 1,
        // Inside of words it is an apostrophe.
        '\'' => {
            let body = &text[..text.len() - 1];
            let is_open = body.match_indices('\'').fold(false, |is_open, (at, _)| {
                let after_word = body[..at].chars().last().is_some_and(char::is_alphanumeric);
                let before_word = body[at + 1..].chars().next().is_some_and(char::is_alphanumeric);
                match (after_word, before_word) {
                    (true, true) => is_open,
                    (_, before_word) => !is_open && before_word,
                }
            });
            !is_open
        }
        _ => false,
    }
}
