//! The members of a body that its description does not have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::generated::OTHER_NAMES;

/// Returns the paths of members that decoding did not keep. Empty values may read as absent, so they are not among them.
pub(crate) fn missing(api: &str, body: &Value, kept: &Value) -> BTreeSet<String> {
    let also = OTHER_NAMES.iter().find(|(known, _)| *known == api).map_or(&[][..], |(_, names)| names);
    let mut found = BTreeSet::new();
    collect(body, kept, "", &mut found);
    // Under another name they are kept.
    found.retain(|path| !also.contains(&path.rsplit('.').next().unwrap_or_default()));
    found
}

fn collect(body: &Value, decoded: &Value, path: &str, found: &mut BTreeSet<String>) {
    match (body, decoded) {
        (Value::Object(members), Value::Object(kept)) => {
            for (name, value) in members.iter().filter(|(_, value)| !is_empty(value)) {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match kept.get(name) {
                    Some(kept) => collect(value, kept, &path, found),
                    None => drop(found.insert(path)),
                }
            }
        }
        (Value::Array(items), Value::Array(kept)) => {
            for (at, (item, kept)) in items.iter().zip(kept).enumerate() {
                collect(item, kept, &format!("{path}[{at}]"), found);
            }
        }
        _ => {}
    }
}

pub(crate) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
