//! Texts of the spec as Markdown, and its evidence. Nothing here knows names of Rust.

use super::node::Members;
use crate::ir::{Docs, Evidence, Rule};

/// The text of an item, what the vendor calls it, and what the vendor's page says instead.
pub(super) fn description(docs: &Docs) -> String {
    let mut text = docs.text.trim().to_owned();
    if let Some(term) = &docs.vendor_term {
        paragraph(&mut text, &format!("Called *{term}* in the portal."));
    }
    if let Some(deviation) = &docs.deviation {
        paragraph(&mut text, &format!("The vendor's page says “{}”. {}", deviation.says, deviation.note));
    }
    text
}

/// Adds a paragraph, unless it is empty.
pub(super) fn paragraph(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(more);
}

/// Adds rules as a list with their reasons.
pub(super) fn rules<'r>(text: &mut String, title: &str, rules: impl IntoIterator<Item = &'r Rule>) {
    let lines: Vec<String> =
        rules.into_iter().map(|rule| format!("- `{}`: {}", rule.name, rule.because.trim())).collect();
    if !lines.is_empty() {
        paragraph(text, &format!("{title}:\n\n{}", lines.join("\n")));
    }
}

/// The first sentence without its full stop, for places where a heading is shown.
pub(super) fn summary(docs: &Docs) -> String {
    let first = docs.summary().trim();
    let end = first.find(". ").unwrap_or(first.len());
    first[..end].trim_end_matches('.').replace('\n', " ")
}

/// How something is known.
pub(super) fn evidence(evidence: &Evidence) -> Members {
    Members::new()
        .with("level", evidence.level.as_str())
        .with_some("source", evidence.source.as_ref())
        .with_some("at", evidence.at.as_ref())
        .with_text("note", evidence.note.trim())
}

/// What an item with docs has: its text and its evidence.
pub(super) fn with_docs(members: Members, docs: &Docs) -> Members {
    members.with_text("description", &description(docs)).with_some("x-evidence", docs.evidence.as_ref().map(evidence))
}
