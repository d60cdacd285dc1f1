//! Files of which a part is left out, because it is no YAML.

use super::node::{self, Node, NodeKind};
use super::{in_text, lost, reader};
use crate::diag::{Diagnostic, Loss, Sink, code};
use crate::raw::Document;
use crate::source::{FileId, Sources, Span};

/// A part of a file that is left out: blanks stand in its place.
#[derive(Debug, Clone)]
pub(crate) struct LeftOut {
    /// Where it stands.
    pub(crate) span: Span,
    /// What stands there.
    pub(crate) text: String,
}

/// Reads one file without some parts of it. Nothing is missed that they may have held. Problems go to the sink; `None` when
/// nothing usable was left.
pub(crate) fn rest(sources: &Sources, file: FileId, left_out: &[LeftOut], sink: &Sink) -> Option<Document> {
    let Some(node) = node::read(sources, file, sink) else {
        let text = &sources.file(file).text;
        let whole = Span { file, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) };
        sink.lose(Loss::of_text(whole, text));
        for part in left_out {
            sink.lose(Loss::of_text(whole, &part.text));
        }
        return None;
    };
    let mut holders = Vec::new();
    for part in left_out {
        let (holder, section) = holder(&node, part, &sources.file(file).text);
        sink.lose(lost::of_part(part, holder, section));
        holders.push(holder);
    }
    let document = reader::read(&node, &holders, sink);
    // Where a key is missing that the text may hold, one message is enough.
    if !sink.has_errors_in(file) {
        in_text::report(&node, &sources.file(file).text, sink);
    }
    document
}

/// Whether a file is YAML; or why it is not, where that is known.
pub(crate) fn is_yaml(sources: &Sources, file: FileId) -> Result<(), Option<Box<Diagnostic>>> {
    let sink = Sink::new();
    if node::read(sources, file, &sink).is_some() {
        return Ok(());
    }
    // The last one has ended it.
    let found = sink.places_so_far();
    Err(found.into_iter().rfind(|found| found.code == code::YAML).map(Box::new))
}

/// The keys that are possible where [`ASKED`](super::ASKED) stands: none where a name is read; and how much else is
/// found. `None` for what is no YAML.
pub(crate) fn free_keys(sources: &Sources, file: FileId) -> Option<(Vec<&'static str>, usize)> {
    let sink = Sink::new();
    let node = node::read(sources, file, &sink)?;
    reader::read::<Document>(&node, &[], &sink);
    Some((sink.free_keys(), sink.count()))
}

/// The mapping or list that a part stands in, by its column, and the section of the file.
fn holder(root: &Node, part: &LeftOut, text: &str) -> (Span, Option<String>) {
    let column = |at: u32| at as usize - text[..at as usize].rfind('\n').map_or(0, |end| end + 1);
    let inside = part.text.trim_start_matches(['\n', '\r']);
    let own = inside.len() - inside.trim_start_matches(' ').len();
    let (mut node, mut section) = (root, None);
    loop {
        let is_before = |start: u32| start < part.span.start;
        let next = match &node.kind {
            NodeKind::Scalar { .. } => return (node.span, section),
            NodeKind::Map(entries) => entries.iter().rev().find(|entry| is_before(entry.key_span.start)).map(|entry| {
                if node.span == root.span {
                    section = Some(entry.key.clone());
                }
                (column(entry.key_span.start), &entry.value)
            }),
            NodeKind::List(items) => {
                let item = items.iter().rev().find(|item| is_before(item.span.start));
                // The dash stands before it.
                item.map(|item| (column(item.span.start).saturating_sub(1), item))
            }
        };
        match next {
            Some((column, inner)) if own > column && !matches!(inner.kind, NodeKind::Scalar { .. }) => node = inner,
            _ => return (node.span, section.filter(|_| own > 0)),
        }
    }
}
