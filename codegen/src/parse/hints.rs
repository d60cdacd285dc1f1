//! What people mean when they write what the spec language does not have.

use super::node::{Entry, Node, NodeKind};
use crate::diag::{Diagnostic, Sink, code};
use crate::source::Span;

/// Keys that hold a type.
const TYPE_KEYS: [&str; 2] = ["type", "body"];

/// Keys that hold whole sentences.
const TEXT_KEYS: [&str; 5] = ["docs", "because", "note", "deprecated", "says"];

/// What other languages call keys of ours.
const SYNONYMS: &[(&str, &str)] = &[
    ("minimum", "min"),
    ("maximum", "max"),
    ("description", "docs"),
    ("summary", "docs"),
    ("doc", "docs"),
    ("properties", "fields"),
    ("members", "fields"),
    ("parameters", "params"),
    ("regex", "matches"),
    ("url", "base_url"),
    ("enum", "enums"),
    ("if", "when"),
    ("reason", "because"),
    ("why", "because"),
];

/// The key of the spec language that another language calls so, if it is one of those that are known.
pub(super) fn synonym<'a>(written: &str, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (_, ours) = SYNONYMS.iter().find(|(theirs, _)| written.eq_ignore_ascii_case(theirs))?;
    known.find(|key| key == ours)
}

/// What other texts call words of ours.
const WORD_SYNONYMS: &[(&str, &str)] = &[
    ("GET", "method"),
    ("POST", "method"),
    ("PUT", "method"),
    ("PATCH", "method"),
    ("DELETE", "method"),
    ("verb", "method"),
    ("payload", "body"),
    ("date", "timestamp"),
    ("time", "timestamp"),
    ("none", "unsigned"),
    ("base16", "hex"),
    ("hexadecimal", "hex"),
];

/// The word of a list that other texts call so, if it is one of those that are known.
pub(super) fn word(written: &str, words: &'static [&'static str]) -> Option<&'static str> {
    let mut ours = WORD_SYNONYMS.iter().filter(|(theirs, _)| written.eq_ignore_ascii_case(theirs));
    ours.find_map(|(_, ours)| words.iter().copied().find(|word| word == ours))
}

/// Whether an entry has no value, as what stands between two commas has none.
pub(super) fn is_alone(entry: &Entry) -> bool {
    matches!(&entry.value.kind, NodeKind::Scalar { text, quoted: false } if matches!(text.as_str(), "" | "~"))
}

/// Tells that a text in braces was cut at its commas, if what follows an entry looks like the rest of its text.
pub(super) fn cut_text(entry: &Entry, rest: &[&Entry]) -> Option<Diagnostic> {
    let NodeKind::Scalar { text, quoted: false } = &entry.value.kind else { return None };
    let last = rest.last().filter(|_| TEXT_KEYS.contains(&entry.key.as_str()))?;
    if text.is_empty() || text.ends_with(['.', '!', '?']) || !last.key.ends_with(['.', '!', '?']) {
        return None;
    }
    let pieces = std::iter::once(text.as_str()).chain(rest.iter().map(|piece| piece.key.as_str()));
    let whole = pieces.collect::<Vec<_>>().join(", ");
    let place = Span { end: last.key_span.end, ..entry.value.span };
    let found = Diagnostic::new(code::UNKNOWN_KEY, place, format!("the text of `{}` ends at the comma", entry.key))
        .label("a comma separates keys within braces");
    Some(if whole.contains(['"', '\\']) {
        found.help("put the text in quotes")
    } else {
        found.patch(place, format!("\"{whole}\""), "put the text in quotes")
    })
}

/// How many pieces behind an entry belong to its text, which was cut at its commas because the mark that opens it is missing:
/// `docs: One, two."`. The last piece is the one with the closing mark.
pub(super) fn unopened_text(entry: &Entry, rest: &[&Entry], sink: &Sink) -> Option<(usize, Diagnostic)> {
    let NodeKind::Scalar { text, quoted: false } = &entry.value.kind else { return None };
    let pieces = rest.iter().take_while(|piece| is_alone(piece));
    let (at, last) = pieces.enumerate().find(|(_, piece)| sink.has_stray_quote(piece.key_span))?;
    if text.is_empty() {
        return None;
    }
    let (place, mark) = sink.stray_quote(last.key_span)?;
    // A piece before it opens the text: a key whose colon is missing.
    if rest[..at].iter().any(|piece| piece.key.matches(mark).count() % 2 == 1) {
        return None;
    }
    sink.take_stray_quote(last.key_span);
    let found = Diagnostic::new(code::QUOTATION_MARK, place, format!("unmatched `{mark}` at the end of the text"))
        .label("unmatched");
    let holds = |text: &str| text.contains([mark, '\\']);
    let is_other = holds(text) || rest[..=at].iter().any(|piece| holds(&piece.key));
    let start = Span { end: entry.value.span.start, ..entry.value.span };
    let found = if is_other {
        found.help("put the whole text in quotes, or remove the quotation mark")
    } else {
        found.patch(start, mark.to_string(), "add the opening mark at the start of the text")
    };
    Some((at + 1, found))
}

/// The key that an entry without a colon, or without a blank behind it, starts with: `name order`, `name:order`.
pub(super) fn without_colon<'a>(entry: &Entry, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (word, _) =
        entry.key.split_once([' ', ':']).filter(|(_, rest)| is_alone(entry) || rest.trim_start().starts_with('{'))?;
    known.find(|key| *key == word)
}

/// How many pieces behind an entry without a colon belong to its text in quotes, which was cut at its commas:
/// `docs "One, two."`. The last piece is the one with the closing mark, which [`Sink::take_stray_quote`] gives back.
pub(super) fn cut_quoted_text<'a>(
    entry: &Entry,
    rest: &[&Entry],
    mut known: impl Iterator<Item = &'a str>,
    sink: &Sink,
) -> Option<usize> {
    let (word, text) = entry.key.split_once(' ').filter(|_| is_alone(entry))?;
    if !text.starts_with('"') || !known.any(|key| key == word) {
        return None;
    }
    if sink.take_stray_quote(entry.key_span) {
        return Some(0);
    }
    let pieces = rest.iter().take_while(|piece| is_alone(piece));
    let last = pieces.enumerate().find(|(_, piece)| sink.take_stray_quote(piece.key_span));
    last.map(|(at, _)| at + 1)
}

/// The name that an entry of a mapping of names starts with, where its colon or the blank behind it is missing.
pub(super) fn name_without_colon(entry: &Entry) -> Option<&str> {
    let (name, _) = entry.key.split_once([' ', ':']).filter(|_| is_alone(entry))?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// Mends an entry that starts with a key and has no colon, or no blank behind it.
pub(super) fn with_colon(diagnostic: Diagnostic, entry: &Entry, key: &str) -> Diagnostic {
    let has_colon = entry.key[key.len()..].starts_with(':');
    let (label, text) =
        if has_colon { ("missing space after the colon", " ") } else { ("missing colon after the key", ":") };
    let end = entry.key_span.start + u32::try_from(key.len()).unwrap_or(0) + u32::from(has_colon);
    let place = Span { start: end, end, ..entry.key_span };
    diagnostic.label(label).patch(place, text, "write a colon and a space after the key")
}

/// Whether a key holds whole sentences, which a number or a word in quotes is not.
pub(super) fn holds_sentences(key: Option<&str>) -> bool {
    key.is_some_and(|key| TEXT_KEYS.contains(&key) && key != "says")
}

/// What stands behind a key that names something, which is no number in quotes.
pub(super) fn named(key: Option<&str>, is_path: bool) -> Option<&'static str> {
    if is_path {
        return Some("write the path of the member: names separated by dots, such as `data.id`");
    }
    match key? {
        "type" | "body" | "payload" | "object" | "against" => {
            Some("write the name of a type, such as `string` or a declared type")
        }
        "path" => Some("write the path of a URL, such as `/orders/{order}`"),
        "base_url" => Some("write the URL, such as `https://api.example/v1`"),
        "name" | "plural" | "id" | "source" | "service" | "default_auth" | "parameter" | "header" | "currency"
        | "decimals_column" | "field" | "operation" | "extends" | "tag" => Some("write a name"),
        _ => None,
    }
}

/// How a list or a mapping is written, where another value stands in its place.
pub(super) fn container(wanted: &str, key: Option<&str>) -> Option<&'static str> {
    match key {
        Some("rows") => Some("write the rows as `[{ code: ... }]`, or one per line, starting with `- code: ...`"),
        _ if wanted.starts_with("a list") => {
            Some("write it as `[one, two]`, or one item per line, starting with a dash")
        }
        _ if wanted.starts_with("a mapping") => Some("write it as `{ key: value }`, or one key per line"),
        _ => None,
    }
}

/// Adds to an unknown key how the language says the same at another place.
pub(super) fn unknown_key(diagnostic: Diagnostic, entry: &Entry, known: &[&str]) -> Diagnostic {
    let has = |key: &str| known.contains(&key);
    match entry.key.as_str() {
        "optional" if has("guaranteed") => {
            diagnostic.help("remove it: a field is optional unless it is `required` or `guaranteed`")
        }
        "max_length" | "min_length" | "maxLength" | "minLength" | "pattern" | "matches" if has("guaranteed") => {
            diagnostic.help(
                "write a rule: `length: { field: ..., max: ... }`, `pattern: { field: ..., matches: ..., means: ... }`",
            )
        }
        "equals" | "equal" | "eq" | "value" if has("is_not") => diagnostic.help("write `is: [\"...\"]`"),
        "minimum" | "maximum" | "min" | "max" if has("range") => {
            diagnostic.help("write bounds as `range: { field: ..., min: ..., max: ... }`")
        }
        "enum" | "values" if has("type") => {
            diagnostic.help("declare the values in the section `enums` and use the name of the enum in `type`")
        }
        _ => diagnostic,
    }
}

/// Adds to a list in the place of a type how lists and enums are written.
pub(super) fn type_in_brackets(diagnostic: Diagnostic, key: Option<&str>, node: &Node) -> Diagnostic {
    let NodeKind::List(items) = &node.kind else { return diagnostic };
    if !key.is_some_and(|key| TYPE_KEYS.contains(&key)) {
        return diagnostic;
    }
    match items.as_slice() {
        [Node { kind: NodeKind::Scalar { text, .. }, .. }] if is_type(text) => {
            diagnostic.patch(node.span, format!("list<{text}>"), "write it as a list")
        }
        _ => diagnostic.help("declare the values in the section `enums` and use the name of the enum here"),
    }
}

fn is_type(text: &str) -> bool {
    let is_name = crate::types::parse(text).is_some_and(|written| written.shape == crate::types::Shape::One);
    is_name && (crate::names::is_pascal(text) || crate::types::Builtin::find(text).is_some())
}
