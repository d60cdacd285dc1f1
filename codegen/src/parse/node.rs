//! YAML text -> a tree of nodes with positions.
//!
//! This is the only module that uses the YAML crate.

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use crate::diag::{Diagnostic, Sink, rule};
use crate::source::{FileId, Sources, Span};

/// A value with its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A scalar; `quoted` when it was written in quotes or as a block, and so is text whatever it looks like.
    Scalar {
        /// The text after YAML's own escapes.
        text: String,
        /// Whether it can only be text.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping in its written order, without duplicate keys.
    Map(Vec<Entry>),
}

/// One `key: value` of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Deeper than any spec needs; keeps the reader's recursion bounded.
const MAX_DEPTH: usize = 64;

/// Reads a whole file into one node.
pub fn read(sources: &Sources, file: FileId, sink: &Sink) -> Option<Node> {
    let text = &sources.file(file).text;
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = start.saturating_add(u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).unwrap_or(0));
        sink.push(
            Diagnostic::new(rule::YAML, Span { file, start, end }, "this file is not text in UTF-8")
                .label("the first byte that is no text")
                .help("save the file as UTF-8 in your editor"),
        );
        return None;
    }
    let mut builder = Builder { file, text, sink, events: Parser::new_from_str(text), ended: false };
    let mut root = None;
    while let Some((event, span)) = builder.next() {
        match event {
            Event::DocumentStart(..) if root.is_some() => {
                sink.push(
                    Diagnostic::new(rule::YAML, builder.span(span), "a spec file holds one document")
                        .help("put the second document in a file of its own"),
                );
                return None;
            }
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                root = builder.node(event, span, 0);
                root.as_ref()?;
            }
            _ => {}
        }
    }
    if root.is_none() && !sink.has_errors_in(file) {
        let start = Span { file, start: 0, end: 0 };
        sink.push(
            Diagnostic::new(rule::YAML, start, "this spec file is empty")
                .help("describe a resource in it, or delete the file"),
        );
    }
    root
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    sink: &'a Sink,
    events: Parser<'a, serde_yaml::granit_parser::StrInput<'a>>,
    ended: bool,
}

impl<'a> Builder<'a> {
    fn next(&mut self) -> Option<(Event<'a>, YamlSpan)> {
        if self.ended {
            return None;
        }
        loop {
            match self.events.next()? {
                Ok((Event::Anchor(..), _)) => {}
                Ok(pair) => return Some(pair),
                Err(error) => {
                    self.ended = true;
                    let at = self.offset(error.marker().byte_offset());
                    let span = Span { file: self.file, start: at, end: at };
                    self.sink.push(
                        Diagnostic::new(rule::YAML, span, format!("this is not YAML: {}", error.kind()))
                            .help("check the indentation and the quotes on this line and the one above"),
                    );
                    return None;
                }
            }
        }
    }

    fn offset(&self, byte: Option<usize>) -> u32 {
        u32::try_from(byte.unwrap_or(0).min(self.text.len())).unwrap_or(u32::MAX)
    }

    fn span(&self, span: YamlSpan) -> Span {
        let start = self.offset(span.start.byte_offset());
        let end = self.offset(span.end.byte_offset()).max(start);
        Span { file: self.file, start, end }
    }

    fn refuse(&self, span: Span, what: &str) -> Option<Node> {
        self.sink.push(
            Diagnostic::new(rule::YAML, span, format!("the spec language has no {what}"))
                .help("write the value out in full; a spec must read the same everywhere"),
        );
        None
    }

    fn node(&mut self, event: Event<'a>, yaml_span: YamlSpan, depth: usize) -> Option<Node> {
        let span = self.span(yaml_span);
        if depth > MAX_DEPTH {
            self.ended = true;
            return self.refuse(span, "such deep nesting");
        }
        match event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _)
                if anchor != 0 =>
            {
                self.ended = true;
                self.refuse(span, "anchors")
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => {
                self.ended = true;
                self.refuse(span, "tags")
            }
            Event::Scalar(text, style, ..) => {
                let quoted = style != ScalarStyle::Plain;
                Some(Node { span, kind: NodeKind::Scalar { text: text.into_owned(), quoted } })
            }
            Event::SequenceStart(..) => self.list(span, depth),
            Event::MappingStart(..) => self.map(span, depth),
            _ => {
                self.ended = true;
                self.refuse(span, "aliases")
            }
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Option<Node> {
        let mut items = Vec::new();
        let mut end = start.end;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                end = end.max(self.collection_end(span, &items.iter().map(|n: &Node| n.span).collect::<Vec<_>>()));
                return Some(Node { span: Span { end, ..start }, kind: NodeKind::List(items) });
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Option<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen: std::collections::HashMap<String, Span> = std::collections::HashMap::new();
        let mut end = start.end;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let spans: Vec<Span> = entries.iter().map(|entry| entry.value.span).collect();
                end = end.max(self.collection_end(span, &spans));
                return Some(Node { span: Span { end, ..start }, kind: NodeKind::Map(entries) });
            }
            let key_node = self.node(event, span, depth + 1)?;
            let (value_event, value_span) = self.next()?;
            let value = self.node(value_event, value_span, depth + 1)?;
            let NodeKind::Scalar { text: key, .. } = key_node.kind else {
                self.sink.push(
                    Diagnostic::new(rule::YAML, key_node.span, "a key must be plain text")
                        .help("lists and mappings cannot be keys in a spec"),
                );
                continue;
            };
            if let Some(first) = seen.get(&key) {
                self.sink.push(
                    Diagnostic::new(rule::DUPLICATE_KEY, key_node.span, format!("the key `{key}` stands here twice"))
                        .label("given again here")
                        .also(*first, "first given here")
                        .help("remove one of the two, or rename it"),
                );
                continue;
            }
            seen.insert(key.clone(), key_node.span);
            entries.push(Entry { key, key_span: key_node.span, value });
        }
    }

    /// Block collections end where the next token starts; the last child's end points at something useful.
    fn collection_end(&self, end_event: YamlSpan, children: &[Span]) -> u32 {
        let end = self.span(end_event).end;
        let last = children.iter().map(|span| span.end).max();
        let closed_by_bracket =
            self.text.as_bytes().get(end.saturating_sub(1) as usize).is_some_and(|byte| matches!(byte, b'}' | b']'));
        match last {
            Some(last) if !closed_by_bracket => last,
            _ => end,
        }
    }
}
