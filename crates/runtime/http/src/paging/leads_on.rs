//! Detection of a member that looks like a cursor under another name.

use payspec_core::Path;
use serde_json::{Map, Value};

/// Returns the name of a member that seems to lead to the next page, if there is none at the path `cursor`.
///
/// Objects in the envelope are searched too, one level deep: `paging.nextCursor`. Members that lead back, or whose
/// value says that there is no next page, do not count.
pub(super) fn other_than(cursor: Option<Path<'_>>, envelope: &Map<String, Value>) -> Option<String> {
    if cursor.is_some_and(|cursor| cursor.in_members(envelope).is_some()) {
        return None;
    }
    let found = leading(envelope).map(str::to_owned).or_else(|| {
        let objects = envelope.iter().filter_map(|(name, value)| Some((name, value.as_object()?)));
        objects.into_iter().find_map(|(name, members)| Some(format!("{name}.{}", leading(members)?)))
    })?;
    // A key that does not look like a name may be data and is not printed.
    let is_name = found.len() <= 48 && found.chars().all(|c| c.is_ascii_alphabetic() || "._-".contains(c));
    Some(if is_name { found } else { "?".to_owned() })
}

fn leading(members: &Map<String, Value>) -> Option<&str> {
    let names = || members.iter().map(|(name, value)| (name, name.to_ascii_lowercase(), value));
    let says_no = |name: &str, value: &Value| (name.contains("next") || name.contains("more")) && *value == false;
    if names().any(|(_, lower, value)| says_no(&lower, value)) {
        return None;
    }
    let leads_back =
        |name: &str| ["prev", "start", "first", "before", "current"].iter().any(|word| name.contains(word));
    let leads_on = |name: &str| ["next", "cursor", "continuation"].iter().any(|word| name.contains(word));
    names()
        .find(|(_, lower, value)| leads_on(lower) && !leads_back(lower) && has_value(value))
        .map(|(name, ..)| &**name)
}

fn has_value(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}
