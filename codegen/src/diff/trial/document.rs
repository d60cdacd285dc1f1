//! The entries of a file, as places to make changes at.

use crate::diag::Sink;
use crate::parse::node::{self, Node, NodeKind};
use crate::source::{SourceFile, Sources};

/// A replacement of bytes.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

/// An entry of a mapping, or an item of a list.
#[derive(Debug)]
pub(super) struct Entry {
    /// The keys that lead to it, its own last; `#` for an item of a list.
    pub(super) path: Vec<String>,
    /// Its first byte: of the key, or of the item.
    pub(super) start: usize,
    /// The first byte of its value.
    pub(super) value: usize,
    /// The byte after its value.
    pub(super) end: usize,
    /// The text of its value, if that is a scalar.
    pub(super) scalar: Option<String>,
    /// The keys of its value, if that is a mapping.
    pub(super) keys: Vec<String>,
    /// Whether it is in a mapping or list in one line, and its neighbours are there too.
    is_inline: bool,
}

impl Entry {
    /// Whether the path has this form; `*` stands for any key.
    pub(super) fn is(&self, form: &[&str]) -> bool {
        self.path.len() == form.len() && form.iter().zip(&self.path).all(|(form, key)| *form == "*" || form == key)
    }

    pub(super) fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// A file with its entries.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: String,
    pub(super) entries: Vec<Entry>,
}

impl Document {
    pub(super) fn of(file: &SourceFile) -> Option<Self> {
        let mut sources = Sources::new();
        let id = sources.add(file.clone());
        let root = node::read(&sources, id, &Sink::new())?;
        let mut entries = Vec::new();
        collect(&root, &file.text, &mut Vec::new(), &mut entries);
        Some(Self { text: file.text.clone(), entries })
    }

    /// Replaces the value of an entry.
    pub(super) fn set(entry: &Entry, text: impl Into<String>) -> Edit {
        Edit { start: entry.value, end: entry.end, text: text.into() }
    }

    /// Replaces the key of an entry.
    pub(super) fn rename(&self, entry: &Entry, text: &str) -> Edit {
        let key = &self.text[entry.start..entry.value];
        let end = entry.start + key.rfind(':').unwrap_or(key.len());
        Edit { start: entry.start, end, text: text.to_owned() }
    }

    /// Leaves out an entry.
    pub(super) fn remove(&self, entry: &Entry) -> Edit {
        let Entry { start, end, is_inline, .. } = *entry;
        let text = String::new();
        if !is_inline {
            let first = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
            let last = self.text[end..].find('\n').map_or(self.text.len(), |at| end + at + 1);
            // A value that ends with its line ends there.
            let last = if self.text[..end].ends_with('\n') { end } else { last };
            return Edit { start: first, end: last, text };
        }
        let after = self.text[end..].len() - self.text[end..].trim_start_matches([',', ' ']).len();
        if after > 0 && self.text[end..].starts_with(',') {
            return Edit { start, end: end + after, text };
        }
        let before = self.text[..start].trim_end_matches([',', ' ']).len();
        Edit { start: before, end, text }
    }

    /// Adds an entry to the mapping of another entry, before its first key.
    pub(super) fn insert(&self, entry: &Entry, inner: &str) -> Option<Edit> {
        let value = &self.text[entry.value..entry.end];
        if let Some(rest) = value.strip_prefix('{') {
            let at = entry.value + 1 + (rest.len() - rest.trim_start().len());
            return Some(Edit { start: at, end: at, text: format!("{inner}, ") });
        }
        let line = self.text[..entry.value].rfind('\n')? + 1;
        let indent = &self.text[line..entry.value];
        let is_first = indent.trim().is_empty();
        is_first.then(|| Edit { start: entry.value, end: entry.value, text: format!("{inner}\n{indent}") })
    }

    /// The text with a replacement.
    pub(super) fn with(&self, edit: &Edit) -> String {
        format!("{}{}{}", &self.text[..edit.start], edit.text, &self.text[edit.end..])
    }
}

fn collect(node: &Node, text: &str, path: &mut Vec<String>, entries: &mut Vec<Entry>) {
    let is_inline = matches!(text.as_bytes().get(node.span.start as usize), Some(b'{' | b'['));
    let mut add = |key: &str, start: u32, value: &Node, path: &mut Vec<String>| {
        path.push(key.to_owned());
        entries.push(Entry {
            path: path.clone(),
            start: start as usize,
            value: value.span.start as usize,
            end: value.span.end as usize,
            scalar: match &value.kind {
                NodeKind::Scalar { text, .. } => Some(text.clone()),
                NodeKind::List(_) | NodeKind::Map(_) => None,
            },
            keys: match &value.kind {
                NodeKind::Map(entries) => entries.iter().map(|entry| entry.key.clone()).collect(),
                NodeKind::List(_) | NodeKind::Scalar { .. } => Vec::new(),
            },
            is_inline,
        });
        collect(value, text, path, entries);
        path.pop();
    };
    match &node.kind {
        NodeKind::Map(inner) => {
            for entry in inner {
                add(&entry.key, entry.key_span.start, &entry.value, path);
            }
        }
        NodeKind::List(items) => {
            for item in items {
                add("#", item.span.start, item, path);
            }
        }
        NodeKind::Scalar { .. } => {}
    }
}
