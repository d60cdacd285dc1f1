//! Brackets, braces, quotation marks, colons and commas that may be missing.

use std::ops::Range;

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::{Line, Lines};
use crate::diag::{Diagnostic, code};
use crate::source::FileId;

/// The number of lines above a mistake that are searched for an unclosed bracket.
const MAX_ABOVE: usize = 8;

/// The number of lines above it that are searched for an unclosed text.
const MAX_TEXT: usize = 200;

/// The maximum number of lines with an unclosed text that are tried: some correctly continue on the next line.
const MAX_OPEN: usize = 4;

/// The maximum number of positions tried in a line.
const MAX_PLACES: usize = 40;

/// The maximum length of a line that is searched.
pub(super) const MAX_LINE: usize = 2_000;

/// Returns what may be missing in the line of a position or above it: first the brackets of a line with more of one
/// than of the other, then the colons and commas of an invalid line.
pub(super) fn repairs<'a>(
    lines: &'a Lines<'a>,
    file: FileId,
    place: u32,
    is_yaml: bool,
) -> impl Iterator<Item = Repair> + 'a {
    let at = lines.at(place).unwrap_or_default();
    let near = at.saturating_sub(if is_yaml { 0 } else { MAX_ABOVE })..(at + 1).min(lines.all.len());
    let brackets = near.clone().rev().flat_map(|at| missing_brackets(&lines.all[at]));
    let texts = open_texts(lines, near.start, if is_yaml { 0 } else { MAX_TEXT });
    let last = near.rev().take(if is_yaml { 0 } else { 2 });
    let colons = last.clone().flat_map(|at| missing_colons(&lines.all[at]));
    let commas = last.flat_map(|at| missing_commas(&lines.all[at]));
    brackets.chain(texts).chain(colons).chain(commas).map(move |missing| missing.repair(lines, file))
}

/// Returns quotation marks that may be missing at the end of texts in the line of a position and above it, or at
/// their start.
pub(super) fn texts<'a>(lines: &'a Lines<'a>, file: FileId, place: u32) -> impl Iterator<Item = Repair> + 'a {
    let at = lines.at(place).unwrap_or_default();
    let near = [Some(at), at.checked_sub(1)].into_iter().flatten().filter(|at| *at < lines.all.len());
    let closed = near.flat_map(|at| missing_starts(&lines.all[at]));
    open_texts(lines, at + 1, MAX_TEXT).chain(closed).map(move |missing| missing.repair(lines, file))
}

/// Returns possible ends of unclosed texts in the lines above one: such a text includes everything up to the next
/// mark.
fn open_texts<'a>(lines: &'a Lines<'a>, below: usize, count: usize) -> impl Iterator<Item = Missing> + 'a {
    let above = (below.saturating_sub(count)..below.min(lines.all.len())).rev();
    let is_open = |at: &usize| tokens(&lines.all[*at]).last().is_some_and(Token::is_open_text);
    above.filter(is_open).take(MAX_OPEN).flat_map(|at| missing_brackets(&lines.all[at]))
}

/// Returns possible starts of a text that ends in a quotation mark but does not start with one: those of values and
/// items.
fn missing_starts(line: &Line<'_>) -> Vec<Missing> {
    if line.content.len() > MAX_LINE {
        return Vec::new();
    }
    let (first, tokens) = (line.start + line.inner, tokens(line));
    let whole = line.start..first + tokens.last().map_or(0, Token::end);
    let ends = tokens.iter().enumerate().filter_map(|(at, token)| {
        let mark = token.text.chars().next_back().filter(|mark| matches!(mark, '"' | '\''))?;
        (token.text.len() == 1 || !token.text.starts_with(mark)).then_some((at, mark))
    });
    let starts = ends.flat_map(|(end, mark)| {
        let is_start = |at: &usize| *at > 0 && matches!(tokens[at - 1].text, ":" | "," | "[");
        (0..=end).rev().filter(is_start).map(move |at| (at, mark)).collect::<Vec<_>>()
    });
    let missing = |(at, sign): (usize, char)| Missing { sign, at: first + tokens[at].at, line: whole.clone() };
    starts.take(MAX_PLACES).map(missing).collect()
}

/// A character that may be missing at a position of the text.
struct Missing {
    sign: char,
    at: usize,
    /// The line.
    line: Range<usize>,
}

impl Missing {
    fn repair(self, lines: &Lines<'_>, file: FileId) -> Repair {
        let Self { sign, at, line } = self;
        let text = match sign {
            '{' => "{ ".to_owned(),
            '}' if !lines.text[..at].ends_with(' ') => " }".to_owned(),
            sign => sign.to_string(),
        };
        // A position at the end of a line is shown with its last letter.
        let before = lines.text[line.start..at].chars().next_back().map_or(0, char::len_utf8);
        let shown = if at == line.end { at - before..at } else { at..at };
        let message = format!("invalid YAML: missing `{sign}`");
        let cause = Diagnostic::new(code::YAML, super::span(file, &shown), message)
            .label(format!("`{sign}` is expected {}", if at == line.end { "after this" } else { "here" }))
            .patch(super::span(file, &(at..at)), text.clone(), format!("add the missing `{sign}`"));
        Repair { edits: Edits::new(vec![Edit::insertion(at, text)]), cause, at: line }
    }
}

/// A part of a line.
pub(super) struct Token<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// Returns the punctuation and texts of a line up to its comment.
pub(super) fn tokens<'a>(line: &Line<'a>) -> Vec<Token<'a>> {
    let content = line.content;
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(next) = content[at..].chars().next() {
        let rest = &content[at..];
        let length = match next {
            ' ' | '\t' => {
                at += 1;
                continue;
            }
            '#' if at == 0 || content[..at].ends_with(' ') => break,
            '{' | '}' | '[' | ']' | ',' => 1,
            ':' if rest[1..].is_empty() || rest[1..].starts_with(' ') => 1,
            '"' | '\'' => rest[1..].find(next).map_or(rest.len(), |end| end + 2),
            _ => plain(rest),
        };
        found.push(Token { at, text: &rest[..length] });
        at += length;
    }
    found
}

/// Returns the length of a text without quotes.
fn plain(rest: &str) -> usize {
    let is_end = |at: usize, c: char| match c {
        '{' | '}' | '[' | ']' | ',' => true,
        ':' => rest[at + 1..].is_empty() || rest[at + 1..].starts_with(' '),
        '#' => rest[..at].ends_with(' '),
        _ => false,
    };
    let end = rest.char_indices().skip(1).find(|(at, c)| is_end(*at, *c)).map_or(rest.len(), |(at, _)| at);
    rest[..end].trim_end().len()
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    fn is(&self, sign: &str) -> bool {
        self.text == sign
    }

    /// Returns `true` if it starts with a quotation mark but is not closed.
    fn is_open_text(&self) -> bool {
        let mark = self.text.chars().next().filter(|mark| matches!(mark, '"' | '\''));
        mark.is_some_and(|mark| self.text.len() == 1 || !self.text.ends_with(mark))
    }
}

fn missing_brackets(line: &Line<'_>) -> Vec<Missing> {
    if line.content.len() > MAX_LINE {
        return Vec::new();
    }
    let (first, tokens) = (line.start + line.inner, tokens(line));
    let place = |sign: char, at: usize| Missing {
        sign,
        at: first + at,
        line: line.start..first + tokens.last().map_or(0, Token::end),
    };
    if let Some(open) = tokens.last().filter(|last| last.is_open_text()) {
        let mark = open.text.chars().next().unwrap_or_default();
        let inside = &line.content[open.at + 1..];
        let ends = inside.char_indices().rev().filter(|(_, c)| matches!(c, ',' | '}' | ']' | ':'));
        let ends = ends.map(|(at, _)| open.at + 1 + inside[..at].trim_end().len());
        return std::iter::once(open.end()).chain(ends).take(MAX_PLACES).map(|at| place(mark, at)).collect();
    }
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let (sign, other) = match token.text {
            "{" | "[" => {
                open.push(index);
                continue;
            }
            "}" => ('{', "{"),
            "]" => ('[', "["),
            _ => continue,
        };
        if open.last().is_some_and(|last| tokens[*last].is(other)) {
            open.pop();
            continue;
        }
        // It opens where a value, an entry or an item starts.
        let starts = (0..index).filter(|at| {
            let before = at.checked_sub(1).map_or("", |before| tokens[before].text);
            let is_start = matches!(before, "" | ":" | "," | "{" | "[");
            is_start && (sign == '[' || tokens.get(at + 1).is_some_and(|next| next.is(":")))
        });
        found.extend(starts.take(MAX_PLACES).map(|at| place(sign, tokens[at].at)));
        // The bracket there may be the wrong one.
        if let Some(last) = open.last() {
            found.extend(closing(&tokens[..index], *last, place));
        }
        return found;
    }
    if let Some(last) = open.last() {
        found.extend(closing(&tokens, *last, place));
    }
    found
}

/// Returns where a bracket may be closed, from the end of the line backwards: after each value.
fn closing(tokens: &[Token<'_>], open: usize, place: impl Fn(char, usize) -> Missing) -> Vec<Missing> {
    let sign = if tokens[open].is("{") { '}' } else { ']' };
    let is_end = |at: &usize| {
        let is_value = !matches!(tokens[*at].text, ":" | ",");
        is_value && tokens.get(at + 1).is_none_or(|next| matches!(next.text, "," | "}" | "]"))
    };
    let ends = (open..tokens.len()).rev().filter(is_end);
    ends.take(MAX_PLACES).map(|at| place(sign, tokens[at].end())).collect()
}

/// Returns positions after the first word of a line, and after a word before a bracket or a quoted text.
fn missing_colons(line: &Line<'_>) -> Vec<Missing> {
    if line.content.len() > MAX_LINE {
        return Vec::new();
    }
    let (first, tokens) = (line.start + line.inner, tokens(line));
    let whole = line.start..first + tokens.last().map_or(0, Token::end);
    let is_word = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let words = tokens.iter().enumerate().filter_map(|(at, token)| {
        let next = tokens.get(at + 1).map_or("", |next| next.text);
        let (word, _) = token.text.split_once(' ').filter(|_| at == 0).unwrap_or((token.text, ""));
        let is_before = word.len() < token.text.len() || next.starts_with(['{', '[', '"', '\'']);
        (is_word(word) && is_before).then(|| token.at + word.len())
    });
    words.take(MAX_PLACES).map(|at| Missing { sign: ':', at: first + at, line: whole.clone() }).collect()
}

fn missing_commas(line: &Line<'_>) -> Vec<Missing> {
    if line.content.len() > MAX_LINE {
        return Vec::new();
    }
    let (first, tokens) = (line.start + line.inner, tokens(line));
    let whole = line.start..first + tokens.last().map_or(0, Token::end);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let is_key = tokens.get(index + 1).is_some_and(|next| next.is(":"));
        let before = index.checked_sub(1).map(|before| &tokens[before]);
        // A key after an unquoted value was read as part of it: it starts at the last word.
        if is_key && before.is_some_and(|before| before.is(":")) && !token.text.starts_with(['"', '\'']) {
            found.extend(token.text.rfind(' ').map(|blank| token.at + token.text[..blank].trim_end().len()));
        } else if before.is_some_and(|before| !matches!(before.text, ":" | "," | "{" | "["))
            && !matches!(token.text, ":" | "," | "}" | "]")
        {
            found.extend(before.map(Token::end));
        }
    }
    // In a text over several lines.
    found.extend(tokens.last().filter(|last| !matches!(last.text, ":" | "," | "{" | "[")).map(Token::end));
    found.into_iter().take(MAX_PLACES).map(|at| Missing { sign: ',', at: first + at, line: whole.clone() }).collect()
}
