//! A report in each of its formats.

mod github;
mod json;
mod junit;
mod markdown;
mod short;
mod style;
mod text;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use short::short;
pub use text::text;

use super::change::{Change, Excerpt};

/// So many lines of YAML are shown of one side.
const MAX_LINES: usize = 8;

/// The lines to show of one side, and how many are left out.
fn some(lines: &[String]) -> (&[String], usize) {
    // One line more takes no more room than saying that it is left out.
    if lines.len() <= MAX_LINES + 1 { (lines, 0) } else { (&lines[..MAX_LINES], lines.len() - MAX_LINES) }
}

/// Some lines of one side, and the number of the first.
#[derive(Debug, Clone, Copy, Default)]
struct Lines<'a> {
    first: usize,
    lines: &'a [String],
}

/// The lines that differ, on both sides: without those that both begin or end with.
fn different(change: &Change) -> [Lines<'_>; 2] {
    let lines = |side: &'_ Option<Excerpt>| -> usize { side.as_ref().map_or(0, |side| side.lines.len()) };
    let of = |side: &'_ Option<Excerpt>, at: usize| side.as_ref().and_then(|side| side.lines.get(at).cloned());
    let (before, after) = (&change.before, &change.after);
    let shorter = lines(before).min(lines(after));
    let start = (0..shorter).take_while(|at| of(before, *at) == of(after, *at)).count();
    let from_end = |side: &Option<Excerpt>, at: usize| of(side, lines(side) - 1 - at);
    let end = (0..shorter - start).take_while(|at| from_end(before, *at) == from_end(after, *at)).count();
    [before, after].map(|side| {
        side.as_ref().map_or_else(Lines::default, |side| Lines {
            first: side.line + start,
            lines: &side.lines[start..side.lines.len() - end],
        })
    })
}

/// The operations and events of a change, as sentences without a full stop. All of them are named.
fn uses(change: &Change) -> Vec<(&'static str, String)> {
    let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(", ");
    let mut found = Vec::new();
    let users = &change.users;
    let only_itself = users.operations().len() == 1 && users.operations().contains(change.subject.as_str());
    if !only_itself {
        for (title, names) in [("sent by", &users.sent_by), ("returned by", &users.returned_by)] {
            if !names.is_empty() {
                found.push((title, join(&mut names.iter().map(String::as_str))));
            }
        }
    }
    let only_itself = users.events.len() == 1 && change.subject.strip_prefix("event ").is_some();
    if !users.events.is_empty() && !only_itself {
        found.push(("events", join(&mut users.events.iter().map(String::as_str))));
    }
    found
}

/// The link to the page of a rule, from the root of the repository.
fn page(change: &Change) -> String {
    format!("docs/spec-diff.md#{}", change.rule.id)
}
