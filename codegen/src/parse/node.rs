//! YAML text -> a tree of nodes with positions.
//!
//! Nothing else reads specs with the YAML crate.

use std::collections::{BTreeMap, HashMap};

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, Span as YamlSpan};

use super::{letters, syntax};
use crate::diag::{Diagnostic, Loss, Sink, code};
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
    /// A mapping in its written order.
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
    /// The mapping has the key before: this entry is not read.
    pub again: bool,
}

/// Deeper than any spec needs; keeps the reader's recursion bounded.
const MAX_DEPTH: usize = 64;

/// Longer texts are not copied to the places that stand for them.
const MAX_COPIED: usize = 200;

/// So many places that stand for a value are shown.
const MAX_ALIASES: usize = 3;

/// Sections that are one thing with keys of its own. All others hold named items.
const DESCRIBED: [&str; 5] = ["api", "library", "module", "pages", "resource"];

impl Node {
    /// Whether a file says nothing: it has no value, or nothing but sections with nothing in them.
    fn is_blank(&self) -> bool {
        match &self.kind {
            NodeKind::Scalar { text, quoted } => !quoted && matches!(text.as_str(), "" | "~" | "null"),
            NodeKind::List(_) => false,
            NodeKind::Map(entries) => entries.iter().all(|entry| {
                let is_empty = matches!(&entry.value.kind, NodeKind::Map(inner) if inner.is_empty());
                is_empty && !DESCRIBED.contains(&entry.key.as_str())
            }),
        }
    }
}

/// Reads a whole file into one node.
pub fn read(sources: &Sources, file: FileId, sink: &Sink) -> Option<Node> {
    let text = &sources.file(file).text;
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = start.saturating_add(u32::try_from(char::REPLACEMENT_CHARACTER.len_utf8()).unwrap_or(0));
        sink.push(
            Diagnostic::new(code::YAML, Span { file, start, end }, "this file is not valid UTF-8")
                .label("first invalid byte")
                .help("save the file as UTF-8"),
        );
        return None;
    }
    letters::report(file, text, sink);
    let mut builder =
        Builder { file, text, sink, events: Parser::new_from_str(text), anchors: BTreeMap::new(), ended: false };
    let root = builder.root();
    builder.report_anchors();
    if builder.ended {
        return None;
    }
    if root.as_ref().is_none_or(Node::is_blank) && !sink.has_errors_in(file) {
        let start = Span { file, start: 0, end: 0 };
        sink.push(
            Diagnostic::new(code::YAML, start, "this spec file is empty").help("add a resource, or delete the file"),
        );
        sink.lose(Loss::of_file(start));
        return None;
    }
    root
}

/// A value that other places may stand for.
struct Anchor {
    /// Its name with the sign before it.
    span: Span,
    /// Its text, when it is a short one.
    text: Option<(String, bool)>,
    /// Where it is named.
    aliases: Vec<Span>,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    sink: &'a Sink,
    events: Parser<'a, serde_yaml::granit_parser::StrInput<'a>>,
    anchors: BTreeMap<usize, Anchor>,
    ended: bool,
}

impl<'a> Builder<'a> {
    /// The whole document; `None` when there is none, or when it cannot be read, which has ended it.
    fn root(&mut self) -> Option<Node> {
        let mut root = None;
        while let Some((event, span)) = self.next() {
            match event {
                Event::DocumentStart(..) if root.is_some() => {
                    self.sink.push(
                        Diagnostic::new(code::YAML, self.span(span), "a spec file contains one document")
                            .help("move the second document to another file"),
                    );
                    self.ended = true;
                    return None;
                }
                Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                    root = self.node(&event, span, 0);
                    root.as_ref()?;
                }
                _ => {}
            }
        }
        root
    }

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
                    let kind = error.kind().to_string();
                    // Where a comment swallows the end of a text in braces, it has swallowed the brace as well.
                    if !self.sink.has_cut_text(self.file) {
                        self.sink.push(syntax::diagnostic(self.file, self.text, at as usize, &kind));
                    }
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
            Diagnostic::new(code::YAML, span, format!("{what} are not supported in specs"))
                .help("write out the full value; a spec must read the same everywhere"),
        );
        None
    }

    fn node(&mut self, event: &Event<'a>, yaml_span: YamlSpan, depth: usize) -> Option<Node> {
        let span = self.span(yaml_span);
        if depth > MAX_DEPTH {
            self.ended = true;
            self.sink.push(
                Diagnostic::new(code::NESTING, span, format!("the file nests values deeper than {MAX_DEPTH} levels"))
                    .label("one level too deep")
                    .help("indent each key to the column of its siblings; no spec is this deep"),
            );
            return None;
        }
        match event {
            Event::Scalar(_, _, anchor, _) | Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _)
                if *anchor != 0 =>
            {
                self.anchor(*anchor, span, event);
            }
            _ => {}
        }
        match event {
            Event::Scalar(_, style, _, Some(_)) => {
                self.tag(span, *style == ScalarStyle::Plain);
                self.scalar(event, span)
            }
            Event::SequenceStart(_, _, Some(_)) | Event::MappingStart(_, _, Some(_)) => {
                self.ended = true;
                self.refuse(span, "tags")
            }
            Event::Scalar(..) => self.scalar(event, span),
            Event::SequenceStart(..) => self.list(span, depth),
            Event::MappingStart(..) => self.map(span, depth),
            Event::Alias(id) => self.alias(*id, span),
            _ => {
                self.ended = true;
                self.refuse(span, "values of this kind")
            }
        }
    }

    fn scalar(&self, event: &Event<'a>, span: Span) -> Option<Node> {
        let Event::Scalar(text, style, ..) = event else { return None };
        // A block runs to the next token: to the key behind it, over blanks and empty lines.
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let span = if is_block { self.without_blank_end(span) } else { span };
        let quoted = *style != ScalarStyle::Plain;
        let source = self.text.get(span.range()).unwrap_or_default();
        let text = letters::removed(text.to_string(), source, span, self.sink);
        if !quoted && let Some(found) = syntax::cut_by_comment(self.text, span) {
            self.sink.replace(span);
            self.sink.push(found);
        }
        // A mark right before a bracket opens a text which the bracket cuts: what the reader says next is about that.
        let is_cut = self.text.get(span.end as usize..).is_some_and(|rest| rest.starts_with(['[', '{']));
        let text = if quoted || is_cut { text } else { letters::without_stray_quote(text, span, self.sink) };
        Some(Node { span, kind: NodeKind::Scalar { text, quoted } })
    }

    /// A place without the blanks and line breaks at its end.
    fn without_blank_end(&self, span: Span) -> Span {
        let text = self.text.get(span.range()).unwrap_or_default().trim_end();
        Span { end: self.offset(Some(span.start as usize + text.len())), ..span }
    }

    /// Reports a tag; a text may have been meant that starts with its sign.
    fn tag(&self, span: Span, is_plain: bool) {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let sign = before.rfind('!').filter(|at| !before[*at..].contains('\n')).unwrap_or(before.len());
        let sign = if before[..sign].ends_with('!') { sign - 1 } else { sign };
        let whole = Span { start: self.offset(Some(sign)), ..span };
        let source = self.text.get(whole.range()).unwrap_or_default();
        let found = Diagnostic::new(code::YAML, whole, "tags are not supported in specs");
        self.sink.push(if is_plain && source.starts_with('!') && !source.starts_with("!!") && !source.contains('\n') {
            found.patch(whole, syntax::in_quotes(source), "put text that starts with `!` in quotes")
        } else {
            found.help("remove the tag: the key determines the type of its value")
        });
    }

    /// Notes a value that has a name.
    fn anchor(&mut self, id: usize, value: Span, event: &Event<'a>) {
        let before = self.text.get(..value.start as usize).unwrap_or_default();
        let sign = before.rfind('&').unwrap_or(before.len());
        let rest = self.text.get(sign..).unwrap_or_default();
        let length = rest.find([' ', '\n', '\r', '\t', ',', '}', ']']).unwrap_or(rest.len());
        let start = self.offset(Some(sign));
        let text = match event {
            Event::Scalar(text, style, ..) if text.len() <= MAX_COPIED => {
                Some((text.to_string(), *style != ScalarStyle::Plain))
            }
            _ => None,
        };
        let span = Span { file: self.file, start, end: self.offset(Some(sign + length)) };
        self.anchors.insert(id, Anchor { span, text, aliases: Vec::new() });
    }

    /// What stands for a value with a name is read as that, if it is short. Copies of more could fill the memory.
    fn alias(&mut self, id: usize, span: Span) -> Option<Node> {
        let anchor = self.anchors.get_mut(&id);
        let text = anchor.and_then(|anchor| {
            anchor.aliases.push(span);
            anchor.text.clone()
        });
        let Some((text, quoted)) = text else {
            self.ended = true;
            return None;
        };
        Some(Node { span, kind: NodeKind::Scalar { text, quoted } })
    }

    /// Reports each value that has a name, with the places that stand for it.
    fn report_anchors(&self) {
        for anchor in self.anchors.values() {
            let mut found = Diagnostic::new(code::YAML, anchor.span, "anchors and aliases are not supported in specs");
            if anchor.aliases.is_empty() {
                let gap = self.text.get(anchor.span.end as usize..).is_some_and(|rest| rest.starts_with(' '));
                let span = Span { end: anchor.span.end + u32::from(gap), ..anchor.span };
                found = found.label("unused anchor").patch(span, "", "remove the anchor");
            } else {
                found = found
                    .label("anchor")
                    .help("write out the value in full at each place; a spec must read the same everywhere");
                for alias in anchor.aliases.iter().take(MAX_ALIASES) {
                    found = found.also(*alias, "alias");
                }
            }
            self.sink.push(found);
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
            items.push(self.node(&event, span, depth + 1)?);
        }
    }

    fn map(&mut self, start: Span, depth: usize) -> Option<Node> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut firsts: HashMap<String, usize> = HashMap::new();
        let mut end = start.end;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                self.report_twice(&entries, &firsts);
                let spans: Vec<Span> = entries.iter().map(|entry| entry.value.span).collect();
                end = end.max(self.collection_end(span, &spans));
                return Some(Node { span: Span { end, ..start }, kind: NodeKind::Map(entries) });
            }
            let key_node = self.node(&event, span, depth + 1)?;
            let (value_event, value_span) = self.next()?;
            let value = self.node(&value_event, value_span, depth + 1)?;
            let NodeKind::Scalar { text: key, .. } = key_node.kind else {
                self.sink.push(
                    Diagnostic::new(code::YAML, key_node.span, "a key must be plain text")
                        .help("lists and mappings cannot be keys"),
                );
                continue;
            };
            let again = firsts.contains_key(&key);
            if !again {
                firsts.insert(key.clone(), entries.len());
            }
            entries.push(Entry { key, key_span: key_node.span, value, again });
        }
    }

    /// Reports keys that stand in a mapping twice. `firsts` tells where each stands first.
    fn report_twice(&self, entries: &[Entry], firsts: &HashMap<String, usize>) {
        for entry in entries.iter().filter(|entry| entry.again) {
            let first = firsts.get(&entry.key).and_then(|at| entries.get(*at));
            let message = format!("duplicate key `{}`", entry.key);
            let found = Diagnostic::new(code::DUPLICATE_KEY, entry.key_span, message)
                .label("repeated here")
                .also(first.map_or(entry.key_span, |first| first.key_span), "first defined here");
            let needless = first.and_then(|first| self.needless(first, entry));
            self.sink.push(match needless {
                Some((place, why)) => found.patch(place, "", why),
                None => found.help("remove one of them, or rename it"),
            });
        }
    }

    /// Which lines of two entries with one key can go: those of one that says nothing or the same as the other.
    fn needless(&self, first: &Entry, again: &Entry) -> Option<(Span, &'static str)> {
        let is_empty = |entry: &Entry| entry.value.is_blank() && matches!(entry.value.kind, NodeKind::Scalar { .. });
        let is_same = self.text.get(first.value.span.range()) == self.text.get(again.value.span.range());
        let (entry, why) = match (is_empty(first), is_empty(again)) {
            (true, false) => (first, "remove the empty one"),
            (_, true) => (again, "remove the empty one"),
            _ if is_same => (again, "remove one of them"),
            _ => return None,
        };
        // Whole lines go, and both may stand on one.
        let key = entry.key_span.range();
        let start = self.text.get(..key.start)?.rfind('\n').map_or(0, |end| end + 1);
        let colon = key.end + self.text.get(key.end..)?.find(':')? + 1;
        let said = if is_empty(entry) { colon } else { entry.value.span.range().end };
        let end = self.text.get(said..)?.find('\n').map_or(self.text.len(), |line| said + line + 1);
        let is_alone = self.text[start..key.start].trim().is_empty() && self.text[said..end].trim().is_empty();
        is_alone.then(|| (Span { start: self.offset(Some(start)), end: self.offset(Some(end)), ..entry.key_span }, why))
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
