//! Comparison of two JSON texts.

use serde_json::value::RawValue;

use super::members_of;

/// The maximum depth of a comparison, so that the sender cannot choose it. Deeper values are equal if their texts are.
const DEEPEST: usize = 32;

/// Returns `true` if two values are equal: objects with members in any order, strings with any escapes, and numbers
/// only as written. A number or boolean equals its text, as for all deserializers here. `depth` is their depth.
pub(super) fn same(left: &str, right: &str, depth: usize) -> bool {
    if left == right {
        return true;
    }
    if depth > DEEPEST {
        return false;
    }
    match (left.as_bytes().first(), right.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => {
            let (Ok(mut left), Ok(mut right)) = (members_of(left), members_of(right)) else { return false };
            // Members of one name keep their order.
            left.sort_by(|(one, _), (other, _)| one.cmp(other));
            right.sort_by(|(one, _), (other, _)| one.cmp(other));
            let mut pairs = left.iter().zip(&right);
            left.len() == right.len()
                && pairs.all(|((name, one), (known, other))| name == known && same(one.get(), other.get(), depth + 1))
        }
        (Some(b'['), Some(b'[')) => {
            let items = |text| serde_json::from_str::<Vec<&RawValue>>(text);
            let (Ok(left), Ok(right)) = (items(left), items(right)) else { return false };
            left.len() == right.len()
                && left.iter().zip(&right).all(|(one, other)| same(one.get(), other.get(), depth + 1))
        }
        (Some(b'"'), Some(b'"')) => {
            let text = |text| serde_json::from_str::<String>(text).ok();
            text(left).is_some_and(|left| Some(left) == text(right))
        }
        (Some(b'"'), Some(b't' | b'f' | b'-' | b'0'..=b'9')) => is_text_of(left, right),
        (Some(b't' | b'f' | b'-' | b'0'..=b'9'), Some(b'"')) => is_text_of(right, left),
        _ => false,
    }
}

/// Returns `true` if a text is that of a number or boolean.
fn is_text_of(text: &str, scalar: &str) -> bool {
    serde_json::from_str::<String>(text).is_ok_and(|text| text == scalar)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn what_is_written_in_another_way_is_the_same() {
        for (left, right) in [
            ("1", "1"),
            (r#""\u00e9""#, r#""é""#),
            (r#"{"a": 1, "b": [ true ]}"#, r#"{"b":[true],"a":1}"#),
            (r#""\ud800""#, r#""\ud800""#),
            ("1", "\"1\""),
            ("\"-1.50\"", "-1.50"),
            (r#""tru\u0065""#, "true"),
            (r#"{"a": false, "b": [7]}"#, r#"{"b": ["7"], "a": "false"}"#),
        ] {
            assert!(same(left, right, 0), "{left} {right}");
        }
        for (left, right) in [
            ("1", "1.0"),
            ("18446744073709551616", "18446744073709551617"),
            ("1", "\"01\""),
            ("1.50", r#""1.5""#),
            ("true", "\"1\""),
            ("null", "\"null\""),
            ("true", "\"\""),
            (r#"{"a": 1, "a": 2}"#, r#"{"a": 2, "a": 1}"#),
            (r#"{"a": 1}"#, r#"{"a": 1, "b": null}"#),
            ("[1, 2]", "[2, 1]"),
            (r#""\ud800""#, r#""\ud801""#),
        ] {
            assert!(!same(left, right, 0), "{left} {right}");
        }
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!same(&deep("1"), &deep(" 1"), 0));
    }
}
