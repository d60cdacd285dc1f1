//! The body as text, before anything is known of it.

use crate::Reason;

/// The text of a body, less a byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|error| Reason::NotUtf8 { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    Ok(text)
}

/// Whether a body that is a form or a JSON object is the object: no form that anybody writes begins with a brace.
pub(crate) fn is_object(bytes: &[u8]) -> bool {
    begins_with(bytes, b'{')
}

/// Whether a body begins with a sign, less a byte order mark and blanks.
pub(crate) fn begins_with(bytes: &[u8], sign: u8) -> bool {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii_start().first() == Some(&sign)
}

/// What a JSON text is, when it is something other than an object. Judged by its beginning: a text
/// that is neither here nor an object is not JSON.
pub(crate) fn other_than_object(text: &str) -> Option<&'static str> {
    let text = text.trim_ascii_start();
    match text.as_bytes().first()? {
        b'[' => Some("an array"),
        b'"' => Some("a string"),
        b'-' | b'0'..=b'9' => Some("a number"),
        _ => match text.trim_ascii_end() {
            "true" | "false" => Some("a boolean"),
            "null" => Some("null"),
            _ => None,
        },
    }
}
