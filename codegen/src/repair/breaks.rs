//! Line breaks that are missing between two lines, or that cut a word in two.

use super::Repair;
use super::edits::{Edit, Edits};
use super::lines::{Line, Lines};
use super::signs::{self, Token};
use crate::diag::{Diagnostic, code, suggest};
use crate::schema;
use crate::source::FileId;

/// The maximum number of positions tried in a line.
const MAX_PLACES: usize = 12;

/// The position of a missing line break, and the start of the blanks that it replaces.
struct Join {
    blanks: usize,
    at: usize,
}

/// Returns the lines near a position, with a line break before a key or an item in the middle, at each possible
/// column; then without the line break that splits a word.
pub(super) fn repairs<'a>(lines: &'a Lines<'a>, file: FileId, place: u32) -> impl Iterator<Item = Repair> + 'a {
    let at = lines.at(place).unwrap_or_default();
    let near = [Some(at), at.checked_sub(1), Some(at + 1)].into_iter().flatten();
    let near: Vec<usize> = near.filter(|at| *at < lines.all.len()).collect();
    let apart = near.clone().into_iter().flat_map(move |at| {
        let joins = joins(lines, lines.all[at]);
        joins
            .into_iter()
            .flat_map(move |join| columns(lines, at).into_iter().map(move |to| apart(lines, file, &join, to)))
    });
    let words = near.into_iter().filter_map(move |at| whole_word(lines, file, at));
    apart.chain(words)
}

/// Finds a key or an item in the middle of a line, outside of brackets.
fn joins(lines: &Lines<'_>, line: Line<'_>) -> Vec<Join> {
    if line.content.len() > signs::MAX_LINE {
        return Vec::new();
    }
    let (first, tokens) = (line.start + line.inner, signs::tokens(&line));
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "{" | "[" => depth += 1,
            "}" | "]" => depth = depth.saturating_sub(1),
            "-" if depth == 0 && index > 0 => found.push(join(line, first, token.at)),
            ":" if depth == 0 && index > 0 => {
                let key = &tokens[index - 1];
                found.extend(keys(lines.text, key).into_iter().map(|at| join(line, first, at)));
            }
            _ => {}
        }
    }
    found.truncate(MAX_PLACES);
    found
}

fn join(line: Line<'_>, first: usize, at: usize) -> Join {
    Join { blanks: first + line.content[..at].trim_end().len(), at: first + at }
}

/// Returns the possible starts of a key at the end of a text: its last word, with the dash of its item, or a position
/// in the word, after the colon of another key or at a key that the language or the file has.
fn keys(text: &str, token: &Token<'_>) -> Vec<usize> {
    if token.text.ends_with(['"', '\'']) {
        let body = token.text.trim_end_matches(['"', '\'']);
        return body.rfind(['"', '\'']).map(|at| token.at + at).filter(|at| *at > 0).into_iter().collect();
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = token.text.trim_end_matches(is_part).len();
    let (before, word) = token.text.split_at(start);
    let dash = before.trim_end().strip_suffix('-').filter(|before| before.is_empty() || before.ends_with(' '));
    let whole = dash.map_or(start, str::len);
    let whole = (!word.is_empty() && token.at + whole > 0).then_some(whole);
    let inside =
        word.char_indices().skip(1).map(|(at, _)| at).filter(|at| word.len() - at > 1 && is_key(text, &word[*at..]));
    whole.into_iter().chain(inside.map(|at| start + at)).map(|at| token.at + at).collect()
}

/// Returns `true` if the language or the file has a key.
fn is_key(text: &str, word: &str) -> bool {
    schema::keys().contains(word) || ["\n", " "].iter().any(|before| text.contains(&format!("{before}{word}:")))
}

/// Returns the possible columns of a line that was joined to another one: that of the other line, of its parents, and
/// below it.
fn columns(lines: &Lines<'_>, at: usize) -> Vec<usize> {
    let line = lines.all[at];
    let outer = std::iter::successors(lines.parent(at), |at| lines.parent(*at));
    let outer = outer.flat_map(|at| [lines.all[at].inner, lines.all[at].column]);
    let mut found: Vec<usize> = Vec::new();
    for column in [line.inner, line.column].into_iter().chain(outer).chain([line.inner + lines.step]) {
        if !found.contains(&column) {
            found.push(column);
        }
    }
    found
}

fn apart(lines: &Lines<'_>, file: FileId, join: &Join, column: usize) -> Repair {
    let rest = &lines.text[join.at..];
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'' | '.');
    let end = rest.find(|c| !is_key(c)).unwrap_or(rest.len());
    let key = join.at..join.at + end.max(1);
    let shown = suggest::shown(&lines.text[key.clone()]).into_owned();
    let edits = Edits::new(vec![Edit { part: join.blanks..join.at, text: format!("\n{}", " ".repeat(column)).into() }]);
    let (part, text) = edits.joined(lines.text);
    let cause = Diagnostic::new(
        code::YAML,
        super::span(file, &key),
        format!("invalid YAML: `{shown}` is in the middle of a line"),
    )
    .label("missing line break")
    .patch(super::span(file, &part), text, "move it to a separate line");
    Repair { edits, cause, at: key.start..key.start + 1 }
}

/// Joins a word that a line break splits with the first letters of the next line.
fn whole_word(lines: &Lines<'_>, file: FileId, at: usize) -> Option<Repair> {
    let (line, next) = (lines.all[at], lines.all.get(at + 1)?);
    let end = line.start + line.inner + line.content.len();
    let rest = next.start + next.column;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let before = &line.content[line.content.trim_end_matches(is_word).len()..];
    let after = &next.content[..next.content.len() - next.content.trim_start_matches(is_word).len()];
    // A line at the column of a word alone on its line is more likely the next key.
    let is_known = || next.column != line.inner || is_key(lines.text, &format!("{before}{after}"));
    if before.is_empty() || after.is_empty() || !lines.text[end..rest].trim().is_empty() || !is_known() {
        return None;
    }
    let edits = Edits::new(vec![Edit { part: end..rest, text: "".into() }]);
    let word = end - before.len()..end;
    let message = format!("invalid YAML: `{before}{after}` is split by a line break");
    let cause = Diagnostic::new(code::YAML, super::span(file, &word), message)
        .label("continues on the next line")
        .patch(super::span(file, &(end..rest)), "", "join the lines");
    Some(Repair { edits, cause, at: word.start..word.start + 1 })
}
