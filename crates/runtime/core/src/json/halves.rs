//! Lone surrogates: an escape such as `\ud83d` that is not followed by the second one of its pair. Software that
//! truncates texts between UTF-16 code units writes them. They are well-formed JSON, but not valid Unicode.

use super::step::Step;
use super::text::{Level, levels_at, name, string_end, value_after};

/// The maximum number that is reported individually. Further ones are only replaced.
const MOST_TOLD: usize = 16;

/// Returns `true` if a text contains a lone surrogate.
pub(super) fn has_some(text: &[u8]) -> bool {
    !places(text, 1).is_empty()
}

/// Returns the text with U+FFFD in place of each, and their positions.
pub(crate) fn replaced(text: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let places = places(text, usize::MAX);
    let mut whole = text.to_vec();
    for place in &places {
        whole[place + 2..place + 6].copy_from_slice(b"fffd");
    }
    (whole, places)
}

/// Returns the members whose texts contain the first of these positions, as paths and JSON.
pub(super) fn members(text: &[u8], places: &[usize]) -> Vec<(Vec<Step>, String)> {
    let mut members: Vec<(Vec<Step>, String)> = Vec::new();
    for place in places.iter().take(MOST_TOLD) {
        let (mut way, mut json) = (Vec::new(), None);
        for level in levels_at(text, *place) {
            match level {
                Level::Object { key: Some(key) } => {
                    let Some(name) = name(text, &key) else { break };
                    way.push(Step::Member(name));
                    json = text.get(value_after(text, key.end));
                }
                Level::Object { key: None } => {}
                Level::List { index } => way.push(Step::Item(index)),
            }
        }
        // Up to the member: an item of a list is reported as part of its list.
        while matches!(way.last(), Some(Step::Item(_))) {
            way.pop();
        }
        let json = json.and_then(|json| String::from_utf8(json.to_vec()).ok());
        if let Some(json) = json.filter(|_| members.last().is_none_or(|(known, _)| *known != way)) {
            members.push((way, json));
        }
    }
    members
}

/// Returns the first `most` positions.
fn places(text: &[u8], most: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while at < text.len() && places.len() < most {
        if text[at] != b'"' {
            at += 1;
            continue;
        }
        let end = string_end(text, at + 1);
        at += 1;
        while at < end && places.len() < most {
            at += match (text[at], unit(text, at)) {
                (b'\\', Some(0xD800..=0xDBFF)) if matches!(unit(text, at + 6), Some(0xDC00..=0xDFFF)) => 12,
                (b'\\', Some(0xD800..=0xDFFF)) => {
                    places.push(at);
                    6
                }
                (b'\\', _) => 2,
                _ => 1,
            };
        }
        at = end + 1;
    }
    places
}

/// Returns the UTF-16 code unit of an escape.
fn unit(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    std::str::from_utf8(digits).ok().filter(|_| is_hex).and_then(|digits| u16::from_str_radix(digits, 16).ok())
}

#[cfg(test)]
mod tests {
    use super::{has_some, places, replaced};
    use proptest::prelude::*;

    #[test]
    fn halves_are_found_and_wholes_are_not() {
        for (text, count) in [
            (r#""\ud83d""#, 1),
            (r#""\ud83d\ude00""#, 0),
            (r#""\ude00\ud83d""#, 2),
            (r#""\ud83d\ud83d\ude00""#, 1),
            (r#""\\ud83d""#, 0),
            (r#""\\\ud83d\n""#, 1),
            (r"\ud83d", 0),
            (r#"{"\ud83d": "\uD83D"}"#, 2),
            (r#""\ud83"#, 0),
        ] {
            assert_eq!((places(text.as_bytes(), 9).len(), has_some(text.as_bytes())), (count, count > 0), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_replaced_is_text(text in r"(\\u(d83d|DE00|00e9)|\\n|\\\\|[a-z]){0,12}") {
            let json = format!("\"{text}\"");
            let whole = replaced(json.as_bytes()).0;
            let read = serde_json::from_slice::<String>(&whole).expect("it is text now");
            if let Ok(same) = serde_json::from_str::<String>(&json) {
                prop_assert_eq!(read, same);
            }
        }

        #[test]
        fn any_bytes_are_searched(bytes in any::<Vec<u8>>()) {
            let _ = replaced(&bytes);
        }
    }
}
