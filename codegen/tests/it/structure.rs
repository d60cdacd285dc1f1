//! Single mistakes in the structure of a spec: a value of another kind, an entry that is missing, twice or in another place.

use std::ops::Range;

use payspec_codegen::diag::Sink;
use payspec_codegen::parse::node::{self, Entry, Node, NodeKind};
use payspec_codegen::source::{SourceFile, Sources};

/// What a value is replaced by.
pub(crate) const VALUES: &[&str] = &[
    "''",
    "' '",
    "",
    "[]",
    "{}",
    "[[]]",
    "[qxqx]",
    "['']",
    "[~]",
    "{ qxqx: 5 }",
    "0",
    "5",
    "-5",
    "99999",
    "99999999999999999999",
    "2.5",
    "2026-02-29",
    "true",
    "false",
    "qxqx",
    "Qxqx",
    "'-'",
    "'5'",
    "Some words that end.",
];

/// Keys whose mappings hold named items.
pub(crate) const NAMED: &[&str] = &[
    "ids",
    "enums",
    "tables",
    "objects",
    "unions",
    "operations",
    "events",
    "files",
    "windows",
    "limits",
    "fields",
    "params",
    "columns",
    "variants",
    "responses",
    "reasons",
    "profiles",
    "headers",
    "environments",
    "host_variables",
    "sources",
    "auth",
    "services",
    "titles",
    "adds",
    "deviation",
    "echoes",
    "outcomes",
    "with",
    "or_with",
    "send",
];

/// A file with one mistake.
pub(crate) struct Mistake {
    /// What was done.
    pub(crate) kind: String,
    /// The keys that lead to the place.
    pub(crate) path: Vec<String>,
    /// Where it was done.
    pub(crate) at: usize,
    /// The text of the file.
    pub(crate) text: String,
}

impl Mistake {
    /// The keys that lead to the place, without names.
    pub(crate) fn place(&self) -> String {
        let mut is_name = false;
        let mut shown = Vec::new();
        for key in &self.path {
            shown.push(if is_name { "*" } else { key.as_str() });
            is_name = !is_name && NAMED.contains(&key.as_str());
        }
        shown.join(".")
    }
}

/// All mistakes that can be made in one file.
pub(crate) fn mistakes(text: &str) -> Vec<Mistake> {
    let mut sources = Sources::new();
    let file = sources.add(SourceFile { path: "spec.yaml".to_owned(), text: text.to_owned() });
    let node = node::read(&sources, file, &Sink::new()).expect("the file is YAML");
    let mut maker = Maker { text, path: Vec::new(), made: Vec::new() };
    maker.inside(&node);
    maker.made
}

/// Slips of the pen: a sign that is missing, a line that is too deep or not deep enough.
pub(crate) fn slips(text: &str) -> Vec<Mistake> {
    let mut made = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let first = start + line.len() - content.len();
        let is_comment = content.starts_with('#') || content.is_empty();
        let key = content.split([':', '\n']).next().unwrap_or_default();
        let mut slip = |kind: String, place: Range<usize>, replaced: &str| {
            let mut changed = text.to_owned();
            changed.replace_range(place.clone(), replaced);
            made.push(Mistake { kind, path: vec![key.to_owned()], at: place.start, text: changed });
        };
        for (at, sign) in line.char_indices().filter(|(_, sign)| !is_comment && SIGNS.contains(sign)) {
            slip(format!("without the {sign} at {at}"), start + at..start + at + 1, "");
        }
        if !is_comment {
            slip("too deep by 1".to_owned(), start..start, " ");
            slip("too deep by 2".to_owned(), start..start, "  ");
        }
        for less in [1, 2] {
            if !is_comment && first >= start + less {
                slip(format!("not deep enough by {less}"), start..start + less, "");
            }
        }
        start += line.len();
    }
    made
}

/// Blocks that went astray: at another column with all that belongs to them, without their key, or with it twice.
pub(crate) fn blocks(text: &str) -> Vec<Mistake> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let column = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let mut made = Vec::new();
    let mut start = 0;
    for (at, line) in lines.iter().enumerate() {
        let below = &lines[at + 1..];
        let is_inside = |below: &&&str| !says(below) || column(below) > column(line);
        let count = below.iter().take_while(is_inside).count();
        let (block, after) = below.split_at(count);
        let is_key = says(line) && line.trim_end().ends_with(':') && block.iter().any(|line| says(line));
        let mut stray = |kind: &str, changed: &[String]| {
            let text = lines[..at].iter().map(|line| (*line).to_owned()).chain(changed.iter().cloned());
            let text = text.chain(after.iter().map(|line| (*line).to_owned())).collect();
            let path = vec![line.trim().trim_end_matches(':').to_owned()];
            made.push(Mistake { kind: kind.to_owned(), path, at: start, text });
        };
        if is_key {
            let inside: Vec<String> = block.iter().map(|line| (*line).to_owned()).collect();
            let whole: Vec<String> = std::iter::once(*line).chain(block.iter().copied()).map(str::to_owned).collect();
            let less = |line: &String, by: usize| line.get(by.min(column(line))..).unwrap_or_default().to_owned();
            stray("a key line that is missing", &inside);
            stray("a key line twice", &[vec![(*line).to_owned()], whole.clone()].concat());
            stray("a block too deep by 2", &whole.iter().map(|line| format!("  {line}")).collect::<Vec<_>>());
            if column(line) >= 2 {
                stray("a block not deep enough by 2", &whole.iter().map(|line| less(line, 2)).collect::<Vec<_>>());
            }
            let first = block.iter().find(|line| says(line)).map_or(0, |first| column(first));
            let moved: Vec<String> = inside.iter().map(|inside| less(inside, first - column(line))).collect();
            stray("a block not deep enough, without its key", &[vec![(*line).to_owned()], moved].concat());
        }
        start += line.len();
    }
    made
}

/// Signs that build YAML.
const SIGNS: [char; 9] = ['{', '}', '[', ']', ':', ',', '"', '\'', '-'];

struct Maker<'a> {
    text: &'a str,
    path: Vec<String>,
    made: Vec<Mistake>,
}

impl Maker<'_> {
    fn make(&mut self, kind: impl Into<String>, place: Range<usize>, text: &str) {
        let mut changed = self.text.to_owned();
        let at = place.start;
        changed.replace_range(place, text);
        if changed != self.text {
            self.made.push(Mistake { kind: kind.into(), path: self.path.clone(), at, text: changed });
        }
    }

    fn inside(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Scalar { .. } => {}
            NodeKind::Map(entries) => {
                let parts: Vec<_> = entries.iter().map(|entry| entry.key_span.range().start..end(entry)).collect();
                for (index, entry) in entries.iter().enumerate() {
                    self.path.push(entry.key.clone());
                    self.part(node, &parts, index);
                    self.key(entry);
                    self.value(&entry.value);
                    self.inside(&entry.value);
                    self.path.pop();
                }
            }
            NodeKind::List(items) => {
                let parts: Vec<_> = items.iter().map(|item| item.span.range()).collect();
                for (index, item) in items.iter().enumerate() {
                    self.path.push("-".to_owned());
                    self.part(node, &parts, index);
                    self.value(item);
                    self.inside(item);
                    self.path.pop();
                }
            }
        }
    }

    /// An entry or item that is missing, twice, or in the place of the next.
    fn part(&mut self, holder: &Node, parts: &[Range<usize>], index: usize) {
        let part = parts[index].clone();
        let shown = &self.text[part.clone()];
        let starts_line = self.text[..holder.span.range().start].rfind('\n').map_or(0, |at| at + 1);
        let is_flow = self.text[holder.span.range()].starts_with(['{', '[']);
        let is_list = matches!(holder.kind, NodeKind::List(_));
        if let Some(next) = parts.get(index + 1) {
            self.make("missing", part.start..next.start, "");
            let between = &self.text[part.end..next.start];
            let swapped = format!("{}{between}{shown}", &self.text[next.clone()]);
            self.make("swapped", part.start..next.end, &swapped);
        } else if let Some(before) = index.checked_sub(1).map(|before| &parts[before]) {
            self.make("missing", before.end..part.end, "");
        }
        let indent = holder.span.range().start - starts_line;
        let between = match (is_flow, is_list) {
            (true, _) => ", ".to_owned(),
            (false, true) => format!("\n{}- ", " ".repeat(indent)),
            (false, false) => format!("\n{}", " ".repeat(indent)),
        };
        self.make("twice", part.start..part.start, &format!("{shown}{between}"));
    }

    fn key(&mut self, entry: &Entry) {
        let place = entry.key_span.range();
        for (kind, key) in [
            ("key misspelt", format!("{}zz", entry.key)),
            ("key unlike all", "qxqxqx".to_owned()),
            ("key empty", "''".to_owned()),
        ] {
            self.make(kind, place.clone(), &key);
        }
    }

    fn value(&mut self, value: &Node) {
        let place = value.span.range();
        // A mapping of names would get another name, and something else under it.
        let is_named = self.path.last().is_some_and(|key| NAMED.contains(&key.as_str()));
        for text in VALUES.iter().filter(|text| !is_named || !text.contains(':')) {
            self.make(*text, place.clone(), text);
        }
        if let NodeKind::Scalar { text, .. } = &value.kind {
            for (kind, text) in
                [("negative", format!("-{text}")), ("decimal", format!("{text}.5")), ("huge", format!("{text}9999999"))]
            {
                if text.parse::<f64>().is_ok() {
                    self.make(kind, place.clone(), &text);
                }
            }
            self.make("in quotes", place.clone(), &format!("'{}'", text.replace('\'', "''")));
        }
        self.make("in a list", place.clone(), &format!("[{}]", &self.text[place.clone()]));
        if is_named {
            return;
        }
        self.make("in a mapping", place.clone(), &format!("{{ qxqx: {} }}", &self.text[place.clone()]));
    }
}

fn end(entry: &Entry) -> usize {
    entry.value.span.range().end.max(entry.key_span.range().end + 1)
}
