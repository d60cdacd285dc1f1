//! Where a change stands: the lines of a file that the keys of a [`Way`] lead to.

use std::collections::HashMap;

use super::change::Excerpt;
use super::finder::Way;
use super::side::Side;
use crate::diag::Sink;
use crate::parse::node::{self, Node, NodeKind};
use crate::source::{FileId, Span};

/// Finds places in the files of one side. Each file is read once.
pub(super) struct Places<'a> {
    side: &'a Side,
    files: HashMap<&'a str, FileId>,
    nodes: HashMap<FileId, Option<Node>>,
}

/// An excerpt of more lines than these is shown only if it is exactly what changed.
const CONTEXT: usize = 3;

impl<'a> Places<'a> {
    pub(super) fn new(side: &'a Side) -> Self {
        let files = side.sources.iter().map(|(id, file)| (file.path.as_str(), id)).collect();
        Self { side, files, nodes: HashMap::new() }
    }

    /// The lines that some keys lead to: those of the last key that exists.
    pub(super) fn find(&mut self, way: &Way) -> Option<Excerpt> {
        let file = *self.files.get(&*way.file)?;
        let sources = &self.side.sources;
        let root = self.nodes.entry(file).or_insert_with(|| node::read(sources, file, &Sink::new())).as_ref()?;
        let (span, found) = deepest(root, &way.keys);
        let is_exact = found == way.keys.len();
        let (line, column) = sources.line_column(span);
        let lines = lines(&sources.file(file).text, span);
        let is_shown = is_exact || (found + 1 == way.keys.len() && lines.len() <= CONTEXT);
        let lines = if is_shown { lines } else { Vec::new() };
        Some(Excerpt { file: sources.file(file).path.clone(), line, column, lines, is_exact })
    }
}

/// The span of the last of some keys that exists, and how many of them do.
fn deepest(root: &Node, keys: &[String]) -> (Span, usize) {
    let (mut node, mut span) = (root, Span { end: root.span.start, ..root.span });
    for (depth, key) in keys.iter().enumerate() {
        let next = match &node.kind {
            NodeKind::Map(entries) => entries.iter().find(|entry| entry.key == *key).map(|entry| {
                (&entry.value, Span { end: entry.value.span.end.max(entry.key_span.end), ..entry.key_span })
            }),
            NodeKind::List(items) => {
                let (name, value) = key.split_once('=').unwrap_or(("", key));
                items.iter().find(|item| has(item, name, value)).map(|item| (item, item.span))
            }
            NodeKind::Scalar { .. } => None,
        };
        let Some((value, place)) = next else { return (span, depth) };
        (node, span) = (value, place);
    }
    (span, keys.len())
}

/// Whether an item of a list is this value, or has it under a key.
fn has(item: &Node, name: &str, value: &str) -> bool {
    match &item.kind {
        NodeKind::Scalar { text, .. } => name.is_empty() && text == value,
        NodeKind::Map(entries) => entries.iter().any(|entry| entry.key == name && has(&entry.value, "", value)),
        NodeKind::List(_) => false,
    }
}

/// The whole lines of a span, without what all of them are indented by.
fn lines(text: &str, span: Span) -> Vec<String> {
    let range = span.range();
    let end = range.end.min(text.len());
    let start = text.get(..range.start.min(end)).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let inside = text.get(start..end).unwrap_or_default().trim_end();
    let end = start + inside.len();
    let end = text.get(end..).and_then(|after| after.find('\n')).map_or(text.len(), |at| end + at);
    let lines: Vec<&str> = text.get(start..end).unwrap_or_default().lines().map(str::trim_end).collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let common = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    lines.iter().map(|line| line.get(common..).unwrap_or_default().to_owned()).collect()
}
