//! Is everything of one JSON document in another?

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What may differ between a document and its decoded and re-encoded self. This list is complete: everything
/// else must be equal, key by key.
const TOLERATED: &[(&str, Tolerance)] = &[
    // The API says "nothing" in three ways; in Rust all are `None`, which is written as absence.
    ("an explicit null becomes absent", |_, before, after| before.is_null() && after.is_none()),
    ("an empty text becomes absent where no text is meant", |_, before, after| before == "" && after.is_none()),
    // The older serialisation writes an empty map as an empty list.
    ("an empty map written as a list becomes an empty map", |_, before, after| {
        before == &Value::Array(Vec::new())
            && after.is_some_and(|after| after == &Value::Object(serde_json::Map::new()))
    }),
    // One boolean has two names; both are read, the usual one is written.
    ("`3ds` becomes `threeDSecure`", |path, before, after| {
        path.rsplit('.').next() == Some("3ds") && before.is_boolean() && after.is_none()
    }),
];

type Tolerance = fn(&str, &Value, Option<&Value>) -> bool;

/// Everything of `before` that is not in `after`, as readable lines.
pub fn lost(before: &Value, after: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    walk("$", before, Some(after), &mut lines);
    lines
}

/// Reads a document as a type and writes it again: nothing of it is lost.
pub fn there_and_back<T: DeserializeOwned + Serialize>(name: &str, document: &Value) {
    written_back::<T>(name, document);
}

/// The same, and what it was written as.
pub fn written_back<T: DeserializeOwned + Serialize>(name: &str, document: &Value) -> Value {
    let decoded: T = serde_json::from_value(document.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let back = serde_json::to_value(decoded).expect("a model is plain JSON");
    assert_eq!(lost(document, &back), [""; 0], "{name}");
    back
}

fn walk(path: &str, before: &Value, after: Option<&Value>, lines: &mut Vec<String>) {
    if TOLERATED.iter().any(|(_, tolerated)| tolerated(path, before, after)) {
        return;
    }
    match (before, after) {
        (Value::Object(before), Some(Value::Object(after))) => {
            for (key, value) in before {
                walk(&format!("{path}.{key}"), value, after.get(key), lines);
            }
        }
        (Value::Array(before), Some(Value::Array(after))) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                walk(&format!("{path}[{index}]"), before, Some(after), lines);
            }
        }
        (before, Some(after)) if before == after => {}
        (before, after) => lines.push(format!("{path}: {before} became {after:?}")),
    }
}

/// Everything of `after` that was not in `before`: invented fields. A boolean under its other name is not.
pub fn invented(before: &Value, after: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    look("$", before, after, &mut lines);
    lines
}

fn look(path: &str, before: &Value, after: &Value, lines: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in after {
                match before.get(key) {
                    Some(before) => look(&format!("{path}.{key}"), before, value, lines),
                    None if key == "threeDSecure" && before.contains_key("3ds") => {}
                    None => lines.push(format!("{path}.{key}: {value}")),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                look(&format!("{path}[{index}]"), before, after, lines);
            }
        }
        _ => {}
    }
}
