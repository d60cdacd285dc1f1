//! The entries of a spec file, each with what the language accepts there.

use std::ops::Range;

use payspec_codegen::diag::Sink;
use payspec_codegen::parse::node::{self, Node, NodeKind};
use payspec_codegen::source::{SourceFile, Sources};

use super::language::{Accepted, Language};

/// An entry of a mapping.
pub(crate) struct Place<'a> {
    /// From the key to the end of the value.
    pub(crate) entry: Range<usize>,
    pub(crate) key: String,
    pub(crate) key_at: Range<usize>,
    pub(crate) value: Node,
    /// Where the mapping begins that it is in: at the key, or the dash, that the mapping follows.
    pub(crate) holder_at: usize,
    /// Where its neighbours in that mapping are, in order, itself included.
    pub(crate) siblings: Vec<Range<usize>>,
    /// What the mapping may be.
    pub(crate) holders: Accepted<'a>,
    /// What the value may be.
    pub(crate) accepted: Accepted<'a>,
    pub(crate) is_key: bool,
    pub(crate) is_required: bool,
    /// The mapping stands in braces.
    pub(crate) is_flow: bool,
}

/// What a file says, without where; nothing where it is no YAML.
pub(crate) fn tree(text: &str) -> Option<Node> {
    let mut sources = Sources::new();
    let file = sources.add(SourceFile { path: "spec.yaml".to_owned(), text: text.to_owned() });
    let sink = Sink::new();
    let node = node::read(&sources, file, &sink);
    node.filter(|_| sink.is_empty())
}

/// Whether two files say the same.
pub(crate) fn is_same(one: &Node, other: &Node) -> bool {
    match (&one.kind, &other.kind) {
        (NodeKind::Map(one), NodeKind::Map(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| one.key == other.key && is_same(&one.value, &other.value))
        }
        (NodeKind::List(one), NodeKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (one, other) => one == other,
    }
}

pub(crate) fn places<'a>(text: &str, root: &Node, language: &'a Language) -> Vec<Place<'a>> {
    let mut walk = Walk { text, language, found: Vec::new() };
    walk.inside(root, &language.document(), 0);
    walk.found
}

struct Walk<'t, 'a> {
    text: &'t str,
    language: &'a Language,
    found: Vec<Place<'a>>,
}

impl<'a> Walk<'_, 'a> {
    fn inside(&mut self, node: &Node, accepted: &Accepted<'a>, holder_at: usize) {
        match &node.kind {
            NodeKind::Scalar { .. } => {}
            NodeKind::List(items) => {
                let inner = self.language.items(accepted);
                for item in items {
                    self.inside(item, &inner, item.span.range().start);
                }
            }
            NodeKind::Map(entries) => {
                let siblings: Vec<Range<usize>> = entries
                    .iter()
                    .map(|entry| {
                        let key = entry.key_span.range();
                        key.start..entry.value.span.range().end.max(key.end + 1)
                    })
                    .collect();
                for (entry, range) in entries.iter().zip(&siblings) {
                    let member = self.language.member(accepted, &entry.key);
                    self.inside(&entry.value, &member.accepted, entry.key_span.range().start);
                    self.found.push(Place {
                        entry: range.clone(),
                        key: entry.key.clone(),
                        key_at: entry.key_span.range(),
                        value: entry.value.clone(),
                        holder_at,
                        siblings: siblings.clone(),
                        holders: accepted.clone(),
                        accepted: member.accepted,
                        is_key: member.is_key,
                        is_required: member.is_required,
                        is_flow: self.text[node.span.range()].starts_with('{'),
                    });
                }
            }
        }
    }
}
