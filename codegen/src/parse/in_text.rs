//! Keys that became part of the text above them, because they are indented like it or the key above them is missing. YAML
//! reads such a file without an error, and what they say is lost.

use super::node::{Entry, Node, NodeKind};
use crate::diag::{Diagnostic, Sink, code};
use crate::markdown::Fence;
use crate::schema;
use crate::source::Span;

/// What the line above such a key ends with: a sentence, or a value.
const ENDS: [char; 10] = ['.', '!', '?', ':', ')', ']', '}', '"', '\'', '`'];

/// Reports keys in the blocks of text of a file.
pub(super) fn report(node: &Node, source: &str, sink: &Sink) {
    match &node.kind {
        NodeKind::Scalar { .. } => {}
        NodeKind::List(items) => items.iter().for_each(|item| report(item, source, sink)),
        NodeKind::Map(entries) => {
            for entry in entries {
                match first(entry, source) {
                    Some(key) => sink.push(diagnostic(entry, key, source)),
                    None => report(&entry.value, source, sink),
                }
            }
        }
    }
}

fn diagnostic(entry: &Entry, key: Span, source: &str) -> Diagnostic {
    let (name, holder) = (&source[key.range()], &entry.key);
    Diagnostic::new(code::INDENTATION, key, format!("`{name}` is read as part of the text of `{holder}`"))
        .label("indented like the text above it")
        .also(entry.key_span, "the text begins here")
        .help(format!(
            "if it is a key, indent it like `{holder}`, or restore the key above it; if it is text, let the line begin with another word"
        ))
}

/// The first line of a block of text that begins with a key of the language, after a sentence that is complete.
fn first(entry: &Entry, source: &str) -> Option<Span> {
    let span = entry.value.span;
    let is_block = source.get(entry.key_span.range().end..span.range().start)?.contains(['|', '>']);
    if !is_block || !matches!(entry.value.kind, NodeKind::Scalar { .. }) {
        return None;
    }
    let (mut above, mut fence): (Option<&str>, Option<Fence>) = (None, None);
    for line in source.get(span.range())?.lines() {
        let content = line.trim();
        match (fence, Fence::opened_by(content)) {
            (Some(open), _) if open.is_closed_by(content) => fence = None,
            (None, Some(opened)) => fence = Some(opened),
            (None, None) if above.is_some_and(|above| above.ends_with(ENDS)) => {
                if let Some((key, rest)) = content.split_once(':')
                    && (rest.is_empty() || rest.starts_with(' '))
                    && schema::keys().contains(key)
                {
                    let start = u32::try_from(content.as_ptr() as usize - source.as_ptr() as usize).ok()?;
                    return Some(Span { start, end: start + u32::try_from(key.len()).ok()?, ..span });
                }
            }
            _ => {}
        }
        above = Some(content).filter(|content| !content.is_empty()).or(above);
    }
    None
}
