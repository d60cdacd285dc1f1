//! Sentences that several checks share.

use super::text;
use crate::diag::{About, Code, Diagnostic, suggest};
use crate::raw::Sp;
use crate::source::Span;

/// More names than these do not help anybody choose.
const MAX_LISTED: usize = 12;

/// What it costs to sort names, against a look at each.
const SORT_COST: usize = 8;

/// A name that is none of the known ones, with the nearest as a change of text or all of them as help.
pub(super) fn unknown<'c>(
    code: &'static Code,
    what: &'static str,
    written: &Sp<String>,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let place = text::inner(written);
    let diagnostic = unknown_at(code, what, &written.value, written.span, known);
    match (place, &diagnostic.patch) {
        (Some(place), Some(patch)) => {
            let (text, title) = (patch.text.clone(), patch.title.clone());
            diagnostic.patch(place, text, title)
        }
        _ => diagnostic,
    }
}

/// A name that something has no `what` of: "there is no field `x` in the object `Y`".
pub(super) fn missing<'c>(
    code: &'static Code,
    what: &'static str,
    holder: &str,
    written: &Sp<String>,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let mut diagnostic = unknown(code, what, written, known);
    diagnostic.message = format!("no {what} `{}` in {holder}", suggest::shown(&written.value));
    diagnostic.about(About::missing(what, written).of(holder))
}

/// The same as [`unknown`] for a part of a text.
pub(super) fn unknown_at<'c>(
    code: &'static Code,
    what: &'static str,
    written: &str,
    span: Span,
    known: impl IntoIterator<Item = &'c str>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, span, format!("unknown {what} `{}`", suggest::shown(written)));
    // Where too many names are wrong for a name to explain it, none is suggested.
    let known: Vec<&str> = if suggest::spend(0) { known.into_iter().collect() } else { Vec::new() };
    let diagnostic = match suggest::nearest_first(written, known.iter().copied(), rank) {
        Some(near) => {
            diagnostic.label(format!("did you mean `{near}`?")).patch(span, near, format!("use the known {what}"))
        }
        None => diagnostic.label(format!("no {what} has this name")).help(listed(what, known)),
    };
    suggest::look_alikes(diagnostic, written).about(About::missing(what, written))
}

/// The same without the change of text where that would say a name twice.
pub(super) fn not_twice(mut diagnostic: Diagnostic, is_there: impl Fn(&str) -> bool) -> Diagnostic {
    if let Some(patch) = diagnostic.patch.take_if(|patch| is_there(&patch.text)) {
        diagnostic.label = format!("did you mean `{}`, which is already listed?", patch.text);
        return diagnostic.help("correct it, or remove it");
    }
    diagnostic
}

/// Built-in names are in small letters and come first: they are what a newcomer looks for.
fn rank(name: &str) -> (bool, &str) {
    (name.starts_with(char::is_uppercase), name)
}

fn listed(what: &str, mut known: Vec<&str>) -> String {
    if !suggest::spend(known.len() * SORT_COST) {
        return format!("too many unknown names to suggest a {what}");
    }
    known.sort_unstable_by_key(|name| rank(name));
    known.dedup();
    match known.len() {
        0 => format!("no {what} is declared here"),
        1..=MAX_LISTED => format!("expected one of: {}", known.join(", ")),
        more => format!("expected one of: {} and {} more", known[..MAX_LISTED].join(", "), more - MAX_LISTED),
    }
}

/// The same for another spelling of a known name, which is the one to write.
pub(super) fn spelling(mut diagnostic: Diagnostic, written: &Sp<String>, code: Option<&str>) -> Diagnostic {
    let Some(code) = code else { return diagnostic };
    diagnostic.label = format!("alternative spelling of `{code}`");
    diagnostic.help.clear();
    diagnostic.patch = None;
    match text::inner(written) {
        Some(place) => diagnostic.patch(place, code, "use the code"),
        None => diagnostic.help(format!("write `{code}`")),
    }
}

/// Keys with the place of each that is there.
pub(super) type Keys<'k> = [(&'k str, Option<Span>)];

/// Keys that mean nothing next to a word, as one problem: whoever changed that word left them. The message and the help
/// are given with the names of the keys.
pub(super) fn leftovers(
    code: &'static Code,
    keys: &Keys<'_>,
    message: impl FnOnce(&str) -> String,
    help: impl FnOnce(&str) -> String,
) -> Option<Diagnostic> {
    let there: Vec<(&str, Span)> = keys.iter().filter_map(|(key, span)| Some((*key, (*span)?))).collect();
    let ((_, first), more) = there.split_first()?;
    let names = listed_keys(there.iter().map(|(key, _)| *key));
    let mut found = Diagnostic::new(code, *first, message(&names)).help(help(&names));
    if !more.is_empty() {
        found = found.label("has no effect here");
    }
    for (_, span) in more {
        found = found.also(*span, "nor does this");
    }
    Some(found)
}

/// Keys that a signature lacks, each with what to write, as one problem at the word that needs them.
pub(super) fn needed<'k>(
    code: &'static Code,
    word: Span,
    missing: impl Iterator<Item = (&'k str, &'k str)>,
) -> Option<Diagnostic> {
    let missing: Vec<(&str, &str)> = missing.collect();
    let (_, help) = missing.first()?;
    let message = format!("a signature requires {}", listed_keys(missing.iter().map(|(key, _)| *key)));
    let found = Diagnostic::new(code, word, message);
    Some(match missing.as_slice() {
        [_] => found.help(*help),
        several => several.iter().fold(found, |found, (key, help)| found.help(format!("`{key}`: {help}"))),
    })
}

/// Keys in words: `` `a`, `b` and `c` ``.
pub(super) fn listed_keys<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    match keys.as_slice() {
        [more @ .., last] if !more.is_empty() => format!("{} and {last}", more.join(", ")),
        keys => keys.concat(),
    }
}

/// `a` or `an` before a word.
pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
