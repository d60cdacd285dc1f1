//! Identifiers that responses brought, to read the objects and to filter searches with them.

use std::collections::HashMap;

use serde_json::Value;

/// The most texts of one name.
const MOST: usize = 3;

/// Texts by the names of their members.
#[derive(Default)]
pub(super) struct Pool(HashMap<String, Vec<String>>);

impl Pool {
    /// Adds the texts of a response that may identify something.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().take(MOST).for_each(|item| self.add(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::String(text) if is_identifier(text) => {
                            let texts = self.0.entry(name.clone()).or_default();
                            if texts.len() < MOST && !texts.contains(text) {
                                texts.push(text.clone());
                            }
                        }
                        other => self.add(other),
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns a text of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }
}

fn is_identifier(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}
