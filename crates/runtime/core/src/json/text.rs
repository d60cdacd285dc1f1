//! Navigation in a JSON text that is well-formed up to the position of interest.

use std::ops::Range;

/// An object or list that is open at a position of a text.
pub(super) enum Level {
    /// With the last key that was read, in quotation marks; none before the first, and after a comma.
    Object { key: Option<Range<usize>> },
    /// With the item at or before the position.
    List { index: usize },
}

/// Returns the objects and lists around the value that a parser had just read, or was reading, at `offset`.
pub(super) fn levels_at(text: &[u8], offset: usize) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while at < offset.min(text.len()) {
        match text[at] {
            b'{' => levels.push(Level::Object { key: None }),
            b'[' => levels.push(Level::List { index: 0 }),
            b'}' | b']' => {
                levels.pop();
            }
            b',' => match levels.last_mut() {
                Some(Level::Object { key }) => *key = None,
                Some(Level::List { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                let start = at;
                at = string_end(text, at + 1);
                if let Some(Level::Object { key: key @ None }) = levels.last_mut() {
                    *key = Some(start..(at + 1).min(text.len()));
                }
            }
            _ => {}
        }
        at += 1;
    }
    levels
}

/// Returns the index of the quote that closes the string starting at `at`, or the end of the text.
pub(super) fn string_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() {
        match text[at] {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

/// Returns the position of the first byte from `at` on that is not white space.
pub(super) fn after_space(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

/// Returns the position after the value that starts at `at`.
pub(super) fn value_end(text: &[u8], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = at;
    while at < text.len() {
        match text[at] {
            b'"' => at = string_end(text, at + 1),
            b'{' | b'[' => depth += 1,
            b'}' | b']' | b',' | b' ' | b'\t' | b'\n' | b'\r' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 && matches!(text.get(at - 1), Some(b'"' | b'}' | b']')) {
            return at.min(text.len());
        }
    }
    text.len()
}

/// Returns the value after a key.
pub(super) fn value_after(text: &[u8], key_end: usize) -> Range<usize> {
    let colon = after_space(text, key_end);
    // A truncated text may lack the value.
    let start = after_space(text, colon + 1).min(text.len());
    start..value_end(text, start).max(start)
}

/// Returns the members of the object that starts at `start`: key, with its quotation marks, and value.
pub(super) fn members(text: &[u8], start: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut members = Vec::new();
    let mut at = after_space(text, start + 1);
    while text.get(at) == Some(&b'"') {
        let key = at..(string_end(text, at + 1) + 1).min(text.len());
        let value = value_after(text, key.end);
        at = after_space(text, value.end);
        members.push((key, value));
        if text.get(at) != Some(&b',') {
            break;
        }
        at = after_space(text, at + 1);
    }
    members
}

/// Returns the start of an item of the list that starts at `start`.
pub(super) fn item(text: &[u8], start: usize, index: usize) -> Option<usize> {
    let mut at = after_space(text, start + 1);
    for _ in 0..index {
        at = after_space(text, value_end(text, at));
        if text.get(at) != Some(&b',') {
            return None;
        }
        at = after_space(text, at + 1);
    }
    (at < text.len() && text[at] != b']').then_some(at)
}

/// Returns the start of the first `most` items of the list that starts at `start`.
pub(super) fn items(text: &[u8], start: usize, most: usize) -> Vec<usize> {
    let mut items = Vec::new();
    let mut at = after_space(text, start + 1);
    while items.len() < most && at < text.len() && text[at] != b']' {
        items.push(at);
        at = after_space(text, value_end(text, at));
        if text.get(at) != Some(&b',') {
            break;
        }
        at = after_space(text, at + 1);
    }
    items
}

/// Returns the text of a key, without quotation marks and escapes, or `None` if it is not valid text.
pub(super) fn name(text: &[u8], key: &Range<usize>) -> Option<String> {
    text.get(key.clone()).and_then(|key| serde_json::from_slice(key).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = br#" {"a": [1, {"b\"": "x,]"} , [] ], "c" :{ }, "d": -1.5e3}"#;

    fn value(range: Range<usize>) -> &'static str {
        std::str::from_utf8(&TEXT[range]).expect("it is text")
    }

    #[test]
    fn members_items_and_values_are_found() {
        let found: Vec<(String, &str)> = members(TEXT, 1)
            .into_iter()
            .map(|(key, range)| (name(TEXT, &key).expect("a name"), value(range)))
            .collect();
        let wanted = [("a", r#"[1, {"b\"": "x,]"} , [] ]"#), ("c", "{ }"), ("d", "-1.5e3")];
        assert_eq!(found, wanted.map(|(name, value)| (name.to_owned(), value)));
        let list = value_after(TEXT, 5).start;
        let at = |index| item(TEXT, list, index).map(|start| value(start..value_end(TEXT, start)));
        assert_eq!([at(0), at(1), at(2), at(3)], [Some("1"), Some(r#"{"b\"": "x,]"}"#), Some("[]"), None]);
        let all = |most| items(TEXT, list, most).into_iter().map(Some).collect::<Vec<_>>();
        assert_eq!(all(9), (0..3).map(|index| item(TEXT, list, index)).collect::<Vec<_>>());
        assert_eq!((all(2).len(), items(b"[]", 0, 9).len()), (2, 0));
        assert_eq!(name(TEXT, &members(TEXT, item(TEXT, list, 1).expect("it is there"))[0].0).as_deref(), Some("b\""));
    }

    #[test]
    fn a_text_that_ends_early_ends_the_search() {
        for cut in 0..TEXT.len() {
            let text = &TEXT[..cut];
            let _ = (members(text, 1), item(text, 7, 2), levels_at(text, cut), value_end(text, 1));
        }
    }
}
