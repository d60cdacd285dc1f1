//! Documents as text: YAML for people and tools, JSON for validators.

use super::node::{Members, Node};

/// YAML in block style. Keys and texts are quoted unless every reader takes them for the same text without quotes.
pub(super) fn yaml(members: &Members) -> String {
    let mut text = String::new();
    block(members, 0, &mut text);
    text
}

fn block(members: &Members, depth: usize, text: &mut String) {
    for (index, (name, value)) in members.0.iter().enumerate() {
        // The first key of an item of a list stands after its dash.
        if index > 0 || !text.ends_with("- ") {
            indent(depth, text);
        }
        text.push_str(&plain_or_quoted(name));
        text.push(':');
        after_key(value, depth, text);
    }
}

fn after_key(value: &Node, depth: usize, text: &mut String) {
    match value {
        Node::Map(members) if members.is_empty() => text.push_str(" {}\n"),
        Node::Map(members) => {
            text.push('\n');
            block(members, depth + 1, text);
        }
        Node::List(items) if items.is_empty() => text.push_str(" []\n"),
        Node::List(items) => {
            text.push('\n');
            list(items, depth + 1, text);
        }
        Node::Scalar(value) => {
            text.push(' ');
            scalar(value, depth + 1, text);
        }
    }
}

fn list(items: &[Node], depth: usize, text: &mut String) {
    for item in items {
        indent(depth, text);
        text.push_str("- ");
        match item {
            Node::Map(members) if members.is_empty() => text.push_str("{}\n"),
            Node::Map(members) => block(members, depth + 1, text),
            Node::List(items) if items.is_empty() => text.push_str("[]\n"),
            // A list in a list stands on lines of its own.
            Node::List(items) => {
                text.pop();
                text.push('\n');
                list(items, depth + 1, text);
            }
            Node::Scalar(value) => scalar(value, depth + 1, text),
        }
    }
}

fn scalar(value: &serde_json::Value, depth: usize, text: &mut String) {
    match value.as_str() {
        Some(paragraphs) if is_literal(paragraphs) => {
            text.push_str("|-\n");
            for line in paragraphs.split('\n') {
                if !line.is_empty() {
                    indent(depth, text);
                    text.push_str(line);
                }
                text.push('\n');
            }
        }
        Some(short) => {
            text.push_str(&plain_or_quoted(short));
            text.push('\n');
        }
        None => {
            text.push_str(&value.to_string());
            text.push('\n');
        }
    }
}

/// Whether a text of several lines can stand as it is.
fn is_literal(text: &str) -> bool {
    let is_kept = |line: &str| !line.ends_with(' ') && !line.contains(|c: char| c.is_control());
    // Most texts are one line, which is quickly told.
    text.contains('\n') && !text.starts_with([' ', '\n']) && !text.ends_with('\n') && text.split('\n').all(is_kept)
}

/// Words that some reader of YAML takes for something other than a text.
const NOT_TEXTS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

fn plain_or_quoted(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$' || c == '/')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./$".contains(&byte))
        && !NOT_TEXTS.contains(&text.to_ascii_lowercase().as_str());
    // A text in JSON is one in YAML.
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// JSON, indented by two spaces.
pub(super) fn json(members: &Members) -> String {
    let mut text = String::new();
    json_value(&Node::Map(members.clone()), 0, &mut text);
    text.push('\n');
    text
}

fn json_value(value: &Node, depth: usize, text: &mut String) {
    match value {
        Node::Scalar(value) => text.push_str(&value.to_string()),
        Node::Map(members) if members.is_empty() => text.push_str("{}"),
        Node::List(items) if items.is_empty() => text.push_str("[]"),
        Node::Map(members) => {
            text.push('{');
            for (index, (name, value)) in members.0.iter().enumerate() {
                next_line(index, depth + 1, text);
                text.push_str(&serde_json::Value::from(name.as_str()).to_string());
                text.push_str(": ");
                json_value(value, depth + 1, text);
            }
            text.push('\n');
            indent(depth, text);
            text.push('}');
        }
        Node::List(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                next_line(index, depth + 1, text);
                json_value(item, depth + 1, text);
            }
            text.push('\n');
            indent(depth, text);
            text.push(']');
        }
    }
}

fn next_line(index: usize, depth: usize, text: &mut String) {
    text.push_str(if index > 0 { ",\n" } else { "\n" });
    indent(depth, text);
}

fn indent(depth: usize, text: &mut String) {
    const SPACES: &str = "                                                                ";
    let mut rest = 2 * depth;
    while rest > 0 {
        let some = rest.min(SPACES.len());
        text.push_str(&SPACES[..some]);
        rest -= some;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::node::Node;
    use super::{json, yaml};

    #[test]
    fn both_forms_read_back_to_what_was_printed() {
        let value = json!({
            "200": { "on": "no", "text": "1: a # b", "paragraphs": "One.\n\n- two: `x`\n  more" },
            "list": [1, [true, ["a"]], {}, [], { "k": { "deep": null } }, " spaces ", "", "tab\tbed", "~", "-"],
            "odd \"key\"": { "trailing": "line \nend", "ends": "a\n", "number": "1e3", "date": "2026-01-31" },
        });
        let Node::Map(members) = Node::from(value.clone()) else { panic!("an object") };
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json(&members)).expect("JSON"), value);
        let text = yaml(&members);
        assert_eq!(serde_yaml::from_str::<serde_json::Value>(&text).expect("YAML"), value, "{text}");
    }
}
