//! What people mean when a line is no YAML.

use crate::diag::{Diagnostic, code};
use crate::source::{FileId, Span};

/// What the line at a place of a file says, without its line break.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Line<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let rest = text.get(start..).unwrap_or_default();
        Self { text: rest.lines().next().unwrap_or_default(), start }
    }

    /// The line above that says anything.
    fn above(self, text: &'a str) -> Option<Self> {
        let mut line = self;
        while line.start > 0 {
            line = Self::at(text, line.start - 1);
            if !line.text.trim().is_empty() {
                return Some(line);
            }
        }
        None
    }

    fn indentation(self) -> &'a str {
        &self.text[..self.text.len() - self.text.trim_start().len()]
    }

    /// The first word, behind the indentation and the dashes of list items.
    fn word(self) -> &'a str {
        let words = self.text.trim_start_matches([' ', '\t', '-']);
        words.split([' ', ':']).next().unwrap_or_default()
    }

    /// Where the first word ends in the file.
    fn word_end(self) -> usize {
        let word = self.word();
        self.start + (word.as_ptr() as usize - self.text.as_ptr() as usize) + word.len()
    }
}

/// A diagnostic for an error of the YAML reader at a place, with what was probably meant.
pub(super) fn diagnostic(file: FileId, text: &str, at: usize, kind: &str) -> Diagnostic {
    let span = |start: usize, end: usize| Span {
        file,
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    };
    let line = Line::at(text, at);
    let here = span(at, at);
    let found = Diagnostic::new(code::YAML, here, format!("invalid YAML: {kind}"));
    if line.indentation().contains('\t') {
        let spaces = " ".repeat(width_without_tabs(text, line));
        let tabs = span(line.start, line.start + line.indentation().len());
        return found.label("indented with a tab").patch(tabs, spaces, "indent with spaces");
    }
    if ["unknown anchor", "cannot start any token", "unexpected character"].iter().any(|known| kind.contains(known)) {
        let value = value_at(&text[at.min(text.len())..]);
        let end = at + value.len();
        let before = text[line.start..at.min(text.len())].trim_end();
        if !before.is_empty() && !before.ends_with([':', ',', '{', '[', '-']) {
            return found
                .label("has a special meaning in YAML, or is invalid")
                .help("remove it, or put the whole text in quotes");
        }
        return found.label("has a special meaning in YAML at the start of a text").patch(
            span(at, end),
            in_quotes(value),
            "put the text in quotes",
        );
    }
    if kind.contains("mapping values are not allowed") {
        if let Some(value) = text_with_colon(line, at) {
            let start = value.as_ptr() as usize - text.as_ptr() as usize;
            return found.label("a colon followed by a space starts a value").patch(
                span(start, start + value.len()),
                in_quotes(value),
                "put the text in quotes",
            );
        }
        if let Some(end) = key_without_blank(text, line).filter(|_| is_first_colon(line, at)) {
            let above = span(end, end);
            return Diagnostic { span: span(end - 1, end), ..found }.label("missing space after the colon").patch(
                above,
                " ",
                "add a space after the colon",
            );
        }
        if let Some(above) = line.above(text)
            && is_first_colon(line, at)
            && !above.text.contains(['{', '[', '#', '"', '\''])
        {
            let end = above.word_end();
            if !above.text.contains(':') && !above.word().is_empty() {
                let start = end - above.word().len();
                let is_alone = above.text.trim_start_matches([' ', '-']).trim_end() == above.word();
                let found = if is_alone { Diagnostic { span: span(start, end), ..found } } else { found };
                let label = if is_alone { WITHOUT_COLON } else { "a value, but the line above has no colon" };
                return found.label(label).patch(span(end, end), ":", "write a colon after the key");
            }
            let indented = span(line.start, line.start + line.indentation().len());
            if above.indentation().len() < line.indentation().len() && !above.text.trim_end().ends_with(':') {
                return found.label("indented deeper than the line above, which already has a value").patch(
                    indented,
                    above.indentation(),
                    "indent it like the line above",
                );
            }
        }
        return found.help("put text that contains a colon and a space in quotes");
    }
    if kind.contains("did not find expected ',' or '}'") && text[at.min(text.len())..].starts_with(':') {
        let value = value_in_braces(line, at);
        // The last word before the colon may as well be a key, with a comma missing before it.
        let may_be_key = value.split(':').next().is_some_and(|before| before.contains(' '));
        if may_be_key || value.is_empty() {
            return found
                .label("a colon inside a value")
                .help("put text that contains a colon and a space in quotes, or add the missing comma");
        }
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        return found.label("a colon followed by a space starts a value").patch(
            span(start, start + value.len()),
            in_quotes(value),
            "put the text in quotes",
        );
    }
    if let Some(name) = name_before_brackets(line, at) {
        let start = name.as_ptr() as usize - text.as_ptr() as usize;
        return Diagnostic { span: span(start, start + name.len() + 2), ..found }
            .label(format!("a list type is written `list<{name}>`"))
            .patch(span(start, start + name.len() + 2), format!("list<{name}>"), "use this form");
    }
    if let Some(value) = value_with_braces(line, at) {
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        return Diagnostic { span: span(start, start + value.len()), ..found }
            .label("a brace in text has a special meaning inside braces")
            .patch(span(start, start + value.len()), in_quotes(value), "put the text in quotes");
    }
    if let Some(end) = key_before_quotes(line, at) {
        return found.label(WITHOUT_COLON).patch(span(end, end), ":", "write a colon after the key");
    }
    if let Some(key) = line.word().strip_suffix('\u{ff1a}') {
        let start = line.start + line.indentation().len() + key.len();
        let place = span(start, line.word_end());
        return found.label("a non-ASCII colon").patch(place, ":", "use an ASCII colon");
    }
    if kind.contains("simple key expected") {
        let end = line.word_end();
        let colon = text[end..].starts_with(':');
        let other = text[end..].strip_prefix(':').and_then(|rest| rest.chars().next());
        let other = other.filter(|c| *c != ' ' && !c.is_ascii_control() && c.is_whitespace());
        return if let Some(blank) = other {
            let place = span(end + 1, end + 1 + blank.len_utf8());
            let label = format!("U+{:04X} is not whitespace in YAML", u32::from(blank));
            Diagnostic { span: place, ..found }.label(label).patch(place, " ", "use an ASCII space")
        } else if colon {
            found.label("missing space after the colon").patch(
                span(end + 1, end + 1),
                " ",
                "add a space after the colon",
            )
        } else {
            found.label(WITHOUT_COLON).patch(span(end, end), ":", "write a colon after the key")
        };
    }
    found.help("check the indentation and the quotes on this line and the one above")
}

/// How many blanks a line with tabs was probably meant to start with: as many as one of its neighbours.
fn width_without_tabs(text: &str, line: Line<'_>) -> usize {
    let width = |tab: usize| line.indentation().chars().map(|c| if c == '\t' { tab } else { 1 }).sum::<usize>();
    let plain = |line: &Line<'_>| !line.text.trim().is_empty() && !line.indentation().contains('\t');
    let next_start = line.start + line.text.len();
    let below = text.get(next_start..).unwrap_or_default().lines().skip(1).take(20).map(|text| Line { text, start: 0 });
    let above = std::iter::successors(line.above(text), |line| line.above(text)).take(20);
    let neighbours: Vec<usize> = above.chain(below).filter(plain).map(|line| line.indentation().len()).collect();
    let likely = [2, 1, 4, 8, 0].into_iter().map(width);
    likely.clone().find(|width| neighbours.contains(width)).unwrap_or_else(|| width(2))
}

/// What is said of a key at its place when its colon is missing.
pub(crate) const WITHOUT_COLON: &str = "missing colon after the key";

/// Keys that hold sentences.
const SENTENCES: [&str; 4] = ["docs", "because", "note", "deprecated"];

/// Tells that ` #` starts a comment, where a sentence without quotes ends at one and goes on in it.
pub(super) fn cut_by_comment(text: &str, value: Span) -> Option<Diagnostic> {
    let (start, end) = (value.start as usize, value.end as usize);
    let after = text.get(end..)?;
    let ends = after.find('\n').unwrap_or(after.len());
    if !after.get(..ends)?.contains('#') {
        return None;
    }
    let written = text.get(start..end).filter(|written| !written.is_empty() && !written.contains('\n'))?;
    let line = Line::at(text, start);
    let before = text.get(line.start..start)?.trim_end().strip_suffix(':')?;
    let key = before.rsplit([' ', '{', ',']).next().unwrap_or_default();
    let rest = text.get(end..line.start + line.text.len())?;
    let comment = rest.trim_start().strip_prefix('#')?;
    let closed = comment.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '}' | ']' | ','));
    let is_sentence = |text: &str| text.ends_with(['.', '!', '?', ':']);
    let is_cut = !comment.starts_with([' ', '#']) && is_sentence(closed) && !is_sentence(written);
    if !SENTENCES.contains(&key) || !is_cut {
        return None;
    }
    let end = closed.as_ptr() as usize - text.as_ptr() as usize + closed.len();
    let whole = Span { end: u32::try_from(end).ok()?, ..value };
    Some(
        Diagnostic::new(code::EMPTY_DOCS, value, format!("` #` starts a comment, so `{key}` ends here"))
            .label("the rest of the line is ignored")
            .patch(whole, in_quotes(text.get(whole.range())?), "put the text in quotes"),
    )
}

/// Whether the colon at a place is the first of its line.
fn is_first_colon(line: Line<'_>, at: usize) -> bool {
    line.text.find(':') == at.checked_sub(line.start)
}

/// The name right before `[]` at a place: `Refund[]`.
fn name_before_brackets(line: Line<'_>, at: usize) -> Option<&str> {
    let (before, after) = line.text.split_at_checked(at.checked_sub(line.start)?)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let name = &before[before.trim_end_matches(is_part).len()..];
    (!name.is_empty() && after.starts_with("[]")).then_some(name)
}

/// The text of `key: text` which has the colon at a place in it, when it stands on a line of its own.
fn text_with_colon(line: Line<'_>, at: usize) -> Option<&str> {
    let (key, value) = line.text.split_once(": ")?;
    let value = value.trim();
    let is_in_it = line.start + key.len() < at;
    let is_plain = !key.contains(['{', '[', '"', '\'']) && !value.starts_with(['"', '\'', '{', '[', '|', '>']);
    (is_in_it && is_plain && !value.contains(" #")).then_some(value)
}

/// Where the key ends of `{ key "a text with [brackets]" }`, when the place is in the text.
fn key_before_quotes(line: Line<'_>, at: usize) -> Option<usize> {
    let before = line.text.get(..at.checked_sub(line.start)?)?;
    let quote = before.rfind(['"', '\''])?;
    let key = before[..quote].strip_suffix(' ')?;
    let start = key.rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))? + 1;
    let opens = key[..start].trim_end().ends_with(['{', ',']);
    (opens && start < key.len()).then_some(line.start + key.len())
}

/// Where the colon ends of a key without a blank behind it, `docs:A text`, when the lines above a line say nothing else: with them
/// it is one text, up to the first colon that has a blank.
fn key_without_blank(text: &str, line: Line<'_>) -> Option<usize> {
    let mut lines = std::iter::successors(line.above(text), |line| line.above(text)).take(MAX_LINES_OF_TEXT);
    let plain = |line: &Line<'_>| !line.text.contains(": ") && !line.text.trim_end().ends_with(':');
    let first = lines.by_ref().take_while(plain).find(|above| {
        let word = above.text.trim_start_matches([' ', '-']).split(':').next().unwrap_or_default();
        let is_key =
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        is_key && above.text.contains(':') && !above.text.contains("://")
    })?;
    Some(first.start + first.text.find(':')? + 1)
}

/// So many lines a text has, at most, that is looked through for a key.
const MAX_LINES_OF_TEXT: usize = 8;

/// The plain value with braces inside of other braces which holds the place or ends before it: `{ url: https://{a}.example }`.
fn value_with_braces(line: Line<'_>, at: usize) -> Option<&str> {
    let at = at.checked_sub(line.start)?;
    let starts = line.text.match_indices(": ").map(|(colon, _)| colon + 2).filter(|start| *start <= at);
    let start = starts.filter(|start| !line.text[*start..].starts_with(['"', '\'', '[', '{', ' '])).last()?;
    let rest = &line.text[start..];
    let mut depth = 0_usize;
    let end = rest.find(|c: char| match c {
        '{' => {
            depth += 1;
            false
        }
        '}' if depth > 0 => {
            depth -= 1;
            false
        }
        '}' => true,
        ',' | ' ' => depth == 0,
        _ => false,
    });
    let value = &rest[..end.unwrap_or(rest.len())];
    let holds = value.contains('{') && value.contains('}') && depth == 0 && line.text[..start].contains('{');
    (holds && at <= start + value.len()).then_some(value)
}

/// The plain value inside of braces which has the colon at a place in it.
fn value_in_braces(line: Line<'_>, at: usize) -> &str {
    let colon = at.saturating_sub(line.start);
    let Some(start) = line.text.get(..colon).and_then(|before| Some(before.rfind(": ")? + 2)) else { return "" };
    let value = value_at(&line.text[start..]);
    if value.starts_with(['"', '\'', '{', '[']) { "" } else { value }
}

/// A plain value from its first letter on: up to what ends it inside of braces, or the line.
fn value_at(rest: &str) -> &str {
    let line = rest.lines().next().unwrap_or_default();
    let end = line.find([',', '}', ']']).unwrap_or(line.len());
    line[..end].trim_end()
}

/// A text in quotes.
pub(crate) fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
