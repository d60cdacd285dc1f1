//! Breaks texts that are too long for a line, where Rust lets a literal go on below.

use super::lines::{Line, WIDTH};

/// A text needs at least so many columns, to be read with ease.
const NARROWEST: usize = 60;

/// The lines of one that is too long, because it ends with a text: broken at blanks, with a `\` at each end. Nothing where
/// that does not help: a word is too long, or the line is a row of a table, which has several texts.
pub(super) fn broken(line: &Line) -> Option<Vec<Line>> {
    let (before, literal) = line.text.split_once('"')?;
    let (text, after) = literal.rsplit_once('"')?;
    let is_alone = !before.starts_with("//") && !before.ends_with(['r', '#', '\'']) && is_one(text);
    if !is_alone || !after.chars().all(|sign| matches!(sign, ')' | ']' | ',' | ';' | ' ' | '}')) {
        return None;
    }
    let indent = line.indent + before.chars().count() + 1;
    if indent > WIDTH - NARROWEST {
        return None;
    }
    let mut lines = vec![Line { indent: line.indent, text: format!("{before}\"") }];
    let (mut width, mut is_first) = (indent, true);
    let mut words = text.split_inclusive(' ').peekable();
    while let Some(word) = words.next() {
        let length = word.chars().count();
        // What stands behind it on its line: a `\`, or what ends the text.
        let behind = if words.peek().is_some() { 1 } else { 1 + after.len() };
        // A line cannot begin with a blank, which Rust would skip: it stays where it is.
        if width + length + behind > WIDTH && word != " " && !is_first {
            lines.last_mut()?.text.push('\\');
            lines.push(Line { indent, text: String::new() });
            width = indent;
        }
        lines.last_mut()?.text.push_str(word);
        (width, is_first) = (width + length, false);
    }
    let last = &mut lines.last_mut()?.text;
    last.push('"');
    last.push_str(after);
    lines.iter().all(Line::fits).then_some(lines)
}

/// Whether a text holds no quotation mark that would end it.
fn is_one(text: &str) -> bool {
    let mut escaped = false;
    for sign in text.bytes() {
        if sign == b'"' && !escaped {
            return false;
        }
        escaped = sign == b'\\' && !escaped;
    }
    !escaped
}
