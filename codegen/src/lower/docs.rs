//! Texts of the spec -> texts for rustdoc.

use payspec_core::EvidenceLevel as Level;

use super::Context;
use crate::ir::{self, Rule};
use crate::raw::Sp;
use crate::raw::evidence::{Deviation, Evidence};

/// A text with everything escaped that rustdoc would take for markup: brackets, tags, bare addresses.
/// What stands in backticks is left alone.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, part) in text.trim().split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        if index % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                escaped.push(' ');
            }
            escape_word(word, &mut escaped);
        }
    }
    escaped
}

fn escape_word(word: &str, escaped: &mut String) {
    if word.starts_with("https://") || word.starts_with("http://") {
        let address = word.trim_end_matches(['.', ',', ';', ':', ')']);
        escaped.push_str(&format!("<{address}>{}", &word[address.len()..]));
        return;
    }
    for c in word.chars() {
        if matches!(c, '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

/// A text and how we know what it says.
pub(super) fn with_evidence(text: &str, evidence: Option<&Sp<Evidence>>, context: &Context<'_>) -> String {
    let mut text = plain(text);
    add_evidence(&mut text, "Evidence", evidence, context);
    text
}

/// Adds a list of rules, each with its reason, below `title`; nothing where there are none.
pub(super) fn add_rules<'r>(text: &mut String, title: &str, rules: impl IntoIterator<Item = &'r Rule>) {
    let mut rules = rules.into_iter().peekable();
    if rules.peek().is_some() {
        text.push_str(&format!("\n\n{title}:"));
    }
    for rule in rules {
        text.push_str(&format!("\n- `{}`: {}", rule.name, plain(&rule.because)));
        if let Some(evidence) = &rule.evidence {
            text.push_str(&format!(" Evidence: {}", said(evidence)));
        }
    }
}

/// A text and the portal's term.
pub(super) fn with_term(text: &str, term: Option<&Sp<String>>) -> String {
    let mut text = plain(text);
    add_term(&mut text, term);
    text
}

/// Adds a paragraph with the portal's term.
pub(super) fn add_term(text: &mut String, term: Option<&Sp<String>>) {
    if let Some(term) = term {
        text.push_str(&format!("\n\nThe portal calls it *{}*.", plain(term)));
    }
}

/// Adds a paragraph with the evidence.
pub(super) fn add_evidence(text: &mut String, label: &str, evidence: Option<&Sp<Evidence>>, context: &Context<'_>) {
    if let Some(evidence) = evidence {
        text.push_str(&format!("\n\n{label}: {}", sentence(evidence, context)));
    }
}

/// Adds a paragraph with what the page says where we ship something else.
pub(super) fn add_deviation(context: &Context<'_>, text: &mut String, deviation: Option<&Sp<Deviation>>) {
    if let Some(deviation) = deviation {
        let at = context.pages.named(&deviation.at);
        let (says, note, at) = (plain(&deviation.says), plain(&deviation.note), plain(&at));
        text.push_str(&format!("\n\nThe page ({at}) says “{says}”. {note}"));
    }
}

/// Adds a paragraph with how it is known that a field is required. Source and reason stand where they are said: with the
/// field, if it is its `own`, or else with the operation or object.
pub(super) fn add_required(text: &mut String, known: &ir::Evidence, own: bool) {
    let level = match known.level {
        Level::Documented => "documented",
        Level::Sample => "shown by a sample",
        Level::PublicClient => "taken from a public client",
        Level::Named => "named, not described",
        Level::Inferred => "inferred",
    };
    text.push_str(&format!(
        "\n\nThat it is required is {}",
        if own { with_level(level, known) } else { format!("{level}.") }
    ));
}

/// The evidence in words: "documented (CentralPay documentation, L123)."
pub(super) fn sentence(evidence: &Evidence, context: &Context<'_>) -> String {
    said(&self::evidence(evidence, context))
}

/// The evidence as data.
pub(super) fn evidence(raw: &Evidence, context: &Context<'_>) -> ir::Evidence {
    ir::Evidence {
        level: raw.level.value,
        at: place(raw, context),
        note: raw.note.as_ref().map(|note| note.value.clone()).unwrap_or_default(),
    }
}

fn said(evidence: &ir::Evidence) -> String {
    with_level(level(evidence.level), evidence)
}

fn with_level(level: &str, evidence: &ir::Evidence) -> String {
    let at = plain(&evidence.at);
    let mut text = if at.is_empty() { format!("{level}.") } else { format!("{level} ({at}).") };
    if !evidence.note.is_empty() {
        text.push(' ');
        text.push_str(&plain(&evidence.note));
    }
    text
}

/// Source and place in words.
pub(super) fn place(evidence: &Evidence, context: &Context<'_>) -> String {
    let sources = &context.api.sources;
    let source = evidence.source.as_ref().and_then(|name| sources.get(name)).map(|source| source.title.value.clone());
    let at = context.pages.place(evidence);
    [source, at].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Documented => "documented",
        Level::Sample => "seen in a sample",
        Level::PublicClient => "seen in a public client",
        Level::Named => "named, not described",
        Level::Inferred => "inferred",
    }
}

pub(super) fn evidence_or_guess(raw: Option<&Sp<Evidence>>, context: &Context<'_>) -> ir::Evidence {
    raw.map_or_else(
        || ir::Evidence { level: Level::Inferred, at: String::new(), note: String::new() },
        |raw| evidence(raw, context),
    )
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn escapes_what_rustdoc_would_read_as_markup() {
        assert_eq!(
            plain("See `a[b]` and a[b], <x>, https://example.org/a."),
            "See `a[b]` and a\\[b\\], \\<x\\>, <https://example.org/a>."
        );
    }
}
