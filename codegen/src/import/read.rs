//! Text -> a tree, from JSON or YAML.

use serde_yaml::options::DuplicateKeyPolicy;

use super::ImportError;
use super::value::Value;

/// A longer document is refused: the largest ones that vendors publish have about half of this.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// A document that nests deeper is refused, so that nothing that reads it runs out of stack.
const MAX_DEPTH: usize = 64;

/// Reads a document. What begins with a brace is JSON, everything else YAML.
pub(super) fn document(text: &str) -> Result<Value, ImportError> {
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = text.trim_start_matches('\u{FEFF}');
    let start = text.trim_start();
    let root = match start.chars().next() {
        None => return Err(ImportError::Empty),
        Some('<') => return Err(ImportError::WebPage),
        Some('{') => json(text)?,
        Some(_) => yaml(text)?,
    };
    match root {
        Value::Map(_) if depth(&root) > MAX_DEPTH => Err(ImportError::TooDeep),
        Value::Map(_) => Ok(root),
        _ => Err(ImportError::NoMapping),
    }
}

fn json(text: &str) -> Result<Value, ImportError> {
    serde_json::from_str(text).map_err(|error| {
        let message = error.to_string();
        if message.contains("recursion limit") { ImportError::TooDeep } else { ImportError::NotJson(message) }
    })
}

fn yaml(text: &str) -> Result<Value, ImportError> {
    // Documents of vendors are large and in all styles, but what an alias stands for is copied a bounded number of times.
    let nodes = text.len().max(1_000);
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: nodes,
            max_events: 3 * nodes,
            max_aliases: nodes,
            // Documents share a few parts in many places; how much they stand for in all is bounded by the nodes.
            enforce_alias_anchor_ratio: false,
        },
        duplicate_keys: DuplicateKeyPolicy::FirstWins,
        strict_booleans: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let message = error.to_string();
        if message.contains("depth") || message.contains("recursion limit") {
            ImportError::TooDeep
        } else if message.contains("budget") || message.contains("limit exceeded") {
            ImportError::Aliases
        } else {
            ImportError::NotYaml(message)
        }
    })
}

/// How deep a tree is. It is not deeper than its readers let it be.
fn depth(value: &Value) -> usize {
    match value {
        Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Map(entries) => 1 + entries.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}
