//! What is noted of a part of a file that was not read.

use std::collections::HashSet;

use super::left_out::LeftOut;
use super::node::{Entry, Node, NodeKind};
use super::reader::Reader;
use crate::diag::{Loss, loss};
use crate::source::Span;

impl Reader<'_> {
    /// Notes that the value was not read.
    pub(super) fn lose(self, anything: bool, is_text: bool) {
        let is_section = self.depth <= 1;
        let names = if is_section { keys(self.node) } else { HashSet::new() };
        self.sink.lose(Loss {
            span: self.node.span,
            section: self.section.map(str::to_owned),
            is_section,
            key: self.key.map(str::to_owned),
            holder: self.holder,
            names,
            words: words(self.node),
            anything,
            any_name: anything && is_section,
            is_text,
        });
    }

    /// Notes that what the value would have held was left out, so that it may have used anything.
    pub(super) fn lose_uses(self) {
        self.sink.lose(Loss {
            span: self.node.span,
            section: self.section.map(str::to_owned),
            is_section: false,
            key: self.key.map(str::to_owned),
            holder: self.holder,
            names: HashSet::new(),
            words: words(self.node),
            anything: true,
            any_name: false,
            is_text: false,
        });
    }

    /// Notes that an entry of this mapping was not read, which would have been the value of a key if one is known.
    pub(super) fn lose_entry(self, entry: &Entry, known: Option<&str>) {
        let is_section = self.depth == 0;
        let names = match self.depth {
            0 => keys(&entry.value),
            1 => HashSet::from([entry.key.clone()]),
            _ => HashSet::new(),
        };
        let mut words = words(&entry.value);
        words.extend(loss::words(&entry.key).map(str::to_owned));
        let section = if is_section { known } else { self.section };
        // An empty key stands for a name that is not known.
        let is_unnamed = entry.key.trim().is_empty();
        self.sink.lose(Loss {
            span: Span { end: entry.value.span.end.max(entry.key_span.end), ..entry.key_span },
            section: section.map(str::to_owned),
            is_section,
            key: known.map(str::to_owned),
            holder: self.node.span,
            names,
            words,
            anything: is_unnamed,
            any_name: is_unnamed && self.depth <= 1,
            is_text: false,
        });
    }
}

/// What is noted of a part of a file that was left out, which stood in a mapping or list of a section.
pub(super) fn of_part(part: &LeftOut, holder: Span, section: Option<String>) -> Loss {
    let is_section = section.is_none();
    Loss { section, is_section, holder, ..Loss::of_text(part.span, &part.text) }
}

/// No code of a table or enum is longer.
const MAX_CODE: usize = 80;

/// The keys of a mapping.
fn keys(node: &Node) -> HashSet<String> {
    match &node.kind {
        NodeKind::Map(entries) => entries.iter().map(|entry| entry.key.clone()).collect(),
        NodeKind::List(_) | NodeKind::Scalar { .. } => HashSet::new(),
    }
}

/// Every key and word of a tree.
fn words(node: &Node) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::Scalar { text, .. } => {
                found.extend(loss::words(text).map(str::to_owned));
                found.extend((text.len() <= MAX_CODE).then(|| text.clone()));
            }
            NodeKind::List(items) => open.extend(items),
            NodeKind::Map(entries) => {
                for entry in entries {
                    found.extend(loss::words(&entry.key).map(str::to_owned));
                    open.push(&entry.value);
                }
            }
        }
    }
    found
}
