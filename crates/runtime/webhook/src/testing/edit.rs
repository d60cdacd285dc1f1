//! Edits of single members of a body, which preserve every other byte.

use std::ops::Range;

use payspec_core::{Path, parse_pairs};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::form::percent_encoded;
use crate::members::all_in;

/// Sets the member at a path to a JSON value: replaces the existing one, or inserts it first into the deepest existing
/// object on the path. Returns `None` if the text is not an object.
pub(crate) fn put_into_json(text: &str, path: Path<'_>, value: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Map<String, Value>>(text).ok()?;
    let mut changed = text.to_owned();
    let places: Vec<_> = all_in(text, path).into_iter().map(|found| place(text, found)).collect();
    if !places.is_empty() {
        places.into_iter().rev().for_each(|place| changed.replace_range(place, value));
        return Some(changed);
    }
    let (mut object, mut rest) = (0..text.len(), path);
    while let (step, Some(further)) = rest.split_first() {
        let inner = all_in(&text[object.clone()], Path::new(step)).pop();
        let Some(inner) = inner.filter(|inner| inner.get().starts_with('{')) else { break };
        (object, rest) = (place(text, inner), further);
    }
    let nested = rest.steps().rev().fold(value.to_owned(), |value, step| format!("{{{}:{value}}}", Value::from(step)));
    let member = nested.strip_prefix('{')?.strip_suffix('}')?;
    let behind_brace = object.start + text[object].find('{')? + 1;
    let comma = if text[behind_brace..].trim_start().starts_with('}') { "" } else { "," };
    changed.insert_str(behind_brace, &format!("{member}{comma}"));
    Some(changed)
}

/// Returns the range of a value in the text that it was parsed from.
fn place(text: &str, found: &RawValue) -> Range<usize> {
    let at = found.get().as_ptr().addr().wrapping_sub(text.as_ptr().addr());
    at..at.wrapping_add(found.get().len())
}

/// Sets a field of a form: replaces those of that name, or appends it.
pub(crate) fn put_into_form(form: &[u8], name: &str, value: &str) -> Vec<u8> {
    let is_other = |pair: &&[u8]| {
        let named = |pairs: Vec<(String, String)>| pairs.iter().any(|(known, _)| known == name);
        !pair.is_empty() && !parse_pairs(pair).is_ok_and(named)
    };
    let field = format!("{}={}", percent_encoded(name.as_bytes()), percent_encoded(value.as_bytes()));
    let kept = form.split(|byte| *byte == b'&').filter(is_other);
    kept.chain([field.as_bytes()]).collect::<Vec<_>>().join(&b'&')
}

#[cfg(test)]
mod tests {
    use payspec_core::Path;

    use super::{put_into_form, put_into_json};

    #[test]
    fn every_other_byte_stays() {
        for (text, path, changed) in [
            (r#"{"a": 1.50, "b": "x" }"#, "b", r#"{"a": 1.50, "b": 7 }"#),
            (r#"{"a": 1, "a": 2}"#, "a", r#"{"a": 7, "a": 7}"#),
            (r#" {"a": {"c" : {}}}"#, "a.c.d", r#" {"a": {"c" : {"d":7}}}"#),
            (r#"{"a": {"c": 1}}"#, "a.b.d", r#"{"a": {"b":{"d":7},"c": 1}}"#),
            ("{ }", "a.b", r#"{"a":{"b":7} }"#),
        ] {
            assert_eq!(put_into_json(text, Path::new(path), "7").as_deref(), Some(changed), "{text}");
        }
        assert_eq!(put_into_json("[1]", Path::new("a"), "7"), None);
        assert_eq!(put_into_json(r#"{"a": 1"#, Path::new("a"), "7"), None);
        assert_eq!(put_into_form(b"a=%31&b=2&a=3", "a", "x y"), b"b=2&a=x%20y");
        assert_eq!(put_into_form(b"", "a", "1"), b"a=1");
    }
}
