//! Writes YAML as the specs of this repository are written: short mappings in braces, long ones in lines.

use std::fmt::Write;

use super::types::is_visible;

/// Lines are not longer, where they can be broken.
const WIDTH: usize = 120;

/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A name, a type, a word of the language: in quotes only where it needs them.
    Word(String),
    /// A text for people: always in quotes or a block.
    Text(String),
    /// A number, `true` or `false`.
    Plain(String),
    List(Vec<Node>),
    /// A list whose items have a line each, however short they are.
    Lines(Box<Node>),
    /// A mapping; in lines of its own, or in braces where it fits.
    Map(Layout, Vec<(Key, Node)>),
}

/// How a mapping is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Lines,
    Short,
}

/// A key: a word of the language, or a name of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    text: String,
    is_quoted: bool,
}

impl Key {
    /// A key that is in quotes whatever it looks like: a status code.
    pub(super) fn quoted(text: &str) -> Self {
        Self { text: text.to_owned(), is_quoted: true }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), is_quoted: false }
    }
}

/// Collects the entries of a mapping.
#[derive(Debug, Default)]
pub(super) struct Map(Vec<(Key, Node)>);

impl Map {
    pub(super) fn add(&mut self, key: impl Into<Key>, value: Node) -> &mut Self {
        self.0.push((key.into(), value));
        self
    }

    pub(super) fn word(&mut self, key: &str, value: &str) -> &mut Self {
        self.add(key, Node::Word(value.to_owned()))
    }

    pub(super) fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.add(key, Node::Text(value.to_owned()))
    }

    /// Adds a word that may not be there.
    pub(super) fn some(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.word(key, value);
        }
        self
    }

    /// Adds a number that may not be there.
    pub(super) fn number(&mut self, key: &str, value: Option<&impl ToString>) -> &mut Self {
        if let Some(value) = value {
            self.add(key, Node::Plain(value.to_string()));
        }
        self
    }

    /// Adds `key: true` where something is so.
    pub(super) fn flag(&mut self, key: &str, value: bool) -> &mut Self {
        if value {
            self.add(key, Node::Plain("true".to_owned()));
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn lines(&mut self) -> Node {
        Node::Map(Layout::Lines, std::mem::take(&mut self.0))
    }

    pub(super) fn short(&mut self) -> Node {
        Node::Map(Layout::Short, std::mem::take(&mut self.0))
    }
}

/// A document: a mapping whose sections are parted by empty lines.
pub(super) fn document(head: &str, sections: Node) -> String {
    let mut text = head.to_owned();
    if let Node::Map(_, entries) = sections {
        for (key, value) in entries {
            text.push('\n');
            entry(&key, &value, 0, &mut text);
        }
    }
    text
}

fn entry(key: &Key, value: &Node, indent: usize, text: &mut String) {
    let start = format!("{:indent$}{}:", "", key_text(key));
    let flow = flow(value, false);
    let fits = start.chars().count() + 1 + flow.chars().count() <= WIDTH;
    match value {
        Node::Map(layout, entries) if (*layout == Layout::Lines || !fits) && !entries.is_empty() => {
            let _ = writeln!(text, "{start}");
            let mut was_long = false;
            for (at, (key, value)) in entries.iter().enumerate() {
                let mut inner = String::new();
                self::entry(key, value, indent + 2, &mut inner);
                // What stands right below a section is parted by empty lines where it is long.
                let is_long = inner.lines().count() > 1;
                if indent == 0 && at > 0 && (is_long || was_long) {
                    text.push('\n');
                }
                was_long = is_long;
                text.push_str(&inner);
            }
        }
        Node::Lines(list) => {
            let Node::List(items) = list.as_ref() else { return };
            let _ = writeln!(text, "{start}");
            for node in items {
                item(node, indent + 2, text);
            }
        }
        Node::List(items) if !fits && !items.is_empty() => {
            let _ = writeln!(text, "{start}");
            for node in items {
                item(node, indent + 2, text);
            }
        }
        Node::Text(words) if !fits => {
            let _ = writeln!(text, "{start} >-");
            fold(words, indent + 2, text);
        }
        _ => {
            let _ = writeln!(text, "{start} {flow}");
        }
    }
}

fn item(node: &Node, indent: usize, text: &mut String) {
    let flow = flow(node, false);
    let fits = indent + 2 + flow.chars().count() <= WIDTH;
    match node {
        Node::Map(_, entries) if !fits && !entries.is_empty() => {
            let mut inner = String::new();
            for (key, value) in entries {
                entry(key, value, indent + 2, &mut inner);
            }
            // The first key stands behind the dash.
            let _ = write!(text, "{:indent$}- {}", "", inner.trim_start());
        }
        _ => {
            let _ = writeln!(text, "{:indent$}- {flow}", "");
        }
    }
}

/// A text in lines that are read as one.
fn fold(words: &str, indent: usize, text: &mut String) {
    let mut line = String::new();
    for word in visible(words).split_whitespace() {
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{:indent$}{line}", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(text, "{:indent$}{line}", "");
}

fn flow(node: &Node, is_inside: bool) -> String {
    match node {
        Node::Word(text) => word(text, is_inside),
        Node::Text(text) => quoted(text),
        Node::Plain(text) => text.clone(),
        Node::Lines(list) => flow(list, is_inside),
        Node::List(items) => {
            format!("[{}]", items.iter().map(|item| flow(item, true)).collect::<Vec<_>>().join(", "))
        }
        Node::Map(_, entries) if entries.is_empty() => "{}".to_owned(),
        Node::Map(_, entries) => {
            let entry = |(key, value): &(Key, Node)| format!("{}: {}", key_text(key), flow(value, true));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn key_text(key: &Key) -> String {
    if key.is_quoted { quoted(&key.text) } else { word(&key.text, true) }
}

/// Words that readers of YAML take for something else than text.
const NOT_TEXT: [&str; 12] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", "nan", "inf"];

/// A word without quotes where it is one to every reader.
fn word(text: &str, is_inside: bool) -> String {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '/'));
    let is_safe = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '-' | '/' | '.' | '<' | '>')
            || !is_inside && matches!(c, '{' | '}' | ':')
    };
    let ends_well = !text.ends_with([':', '.']) && !text.contains("://{") && !text.contains("//");
    let is_address = !is_inside && text.starts_with("https://") && text.chars().all(is_safe) && !text.ends_with(':');
    let is_plain =
        starts_well && ends_well && text.chars().all(is_safe) && !NOT_TEXT.contains(&text.to_lowercase().as_str());
    if is_plain || is_address { text.to_owned() } else { quoted(text) }
}

/// What people see of a text.
fn visible(text: &str) -> String {
    text.chars().filter(|c| *c == ' ' || is_visible(c.encode_utf8(&mut [0; 4]))).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// A value of JSON as it is written within a mapping.
pub(super) fn json(value: &serde_json::Value) -> Node {
    match value {
        serde_json::Value::String(text) => Node::Text(text.clone()),
        other => Node::Plain(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_mappings_stand_in_braces_and_long_texts_in_lines() {
        let mut field = Map::default();
        field.word("type", "list<Payment>").text("docs", "What was \"paid\".").flag("required", true);
        let mut fields = Map::default();
        fields.add("payments", field.short());
        fields.add("3ds", Node::Word("yes".to_owned()));
        let mut long = Map::default();
        long.word("type", "string").text("docs", &"Word ".repeat(40));
        fields.add("long", long.short());
        fields.add("codes", Node::List(vec![Node::Word("a,b".to_owned()), Node::Plain("5".to_owned())]));
        fields.add("path", Node::Word("/payments/{id}".to_owned()));
        let mut root = Map::default();
        root.add("fields", fields.lines());
        let words = |count: usize| vec!["Word"; count].join(" ");
        let expected = format!(
            "# head\n\nfields:\n  payments: {{ type: list<Payment>, docs: \"What was \\\"paid\\\".\", required: true }}\n  \
             \"3ds\": \"yes\"\n\n  long:\n    type: string\n    docs: >-\n      {}\n      {}\n\n  codes: [\"a,b\", 5]\n  \
             path: /payments/{{id}}\n",
            words(23),
            words(17)
        );
        assert_eq!(document("# head\n", root.lines()), expected);
    }
}
