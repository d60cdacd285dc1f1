//! The path to a position in a JSON text, found by scanning it. Only done for an error.

use std::fmt::Write as _;

use super::text::string_end;

/// The maximum number of levels in a path. Deeper ones are only counted: a body of brackets consists only of levels.
const DEEPEST: usize = 16;

enum Level<'a> {
    Object(Option<&'a [u8]>),
    Array(usize),
}

/// Returns the path of the value that the parser had just read, or was reading, at `offset`.
pub(super) fn path_at(json: &[u8], offset: usize) -> String {
    let mut levels: Vec<Level<'_>> = Vec::with_capacity(DEEPEST);
    let mut deeper = 0_usize;
    let mut at = 0;
    while at < offset {
        match json[at] {
            b'{' | b'[' if levels.len() == DEEPEST => deeper += 1,
            b'{' => levels.push(Level::Object(None)),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' if deeper > 0 => deeper -= 1,
            b'}' | b']' => {
                levels.pop();
            }
            b',' if deeper > 0 => {}
            b',' => match levels.last_mut() {
                Some(Level::Object(key)) => *key = None,
                Some(Level::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let start = at + 1;
                at = string_end(json, start);
                // A truncated key may be the start of anything, so it is not a name.
                if deeper == 0
                    && at < json.len()
                    && let Some(Level::Object(key @ None)) = levels.last_mut()
                {
                    *key = Some(&json[start..at]);
                }
            }
            _ => {}
        }
        at += 1;
    }
    render(&levels, deeper > 0)
}

fn render(levels: &[Level<'_>], is_deeper: bool) -> String {
    let mut path = String::new();
    for level in levels {
        // Writing to a String cannot fail.
        let _ = match level {
            Level::Object(Some(key)) if path.is_empty() => write!(path, "{}", shown_key(key)),
            Level::Object(Some(key)) => write!(path, ".{}", shown_key(key)),
            Level::Object(None) => Ok(()),
            Level::Array(index) => write!(path, "[{index}]"),
        };
    }
    if is_deeper {
        path.push('…');
    }
    path
}

/// Returns a key in printable form. Keys of free-form objects are data too, so one that does not look like a name, or
/// has more than a few digits, is not shown.
pub(super) fn shown_key(key: &[u8]) -> &str {
    let plain = key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let digits = key.iter().filter(|byte| byte.is_ascii_digit()).count();
    if plain && digits <= 4 && (1..=40).contains(&key.len()) { std::str::from_utf8(key).unwrap_or("?") } else { "?" }
}
