//! The raw body of a delivery: its bytes, its text, and which parts may be printed.

use std::fmt;
use std::sync::Arc;

use crate::Reason;

/// The bytes of a delivery, exactly as received. Cloning is cheap.
///
/// They may contain e-mail addresses and account numbers, so `Debug` shows only their number.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct RawBody(Arc<[u8]>);

impl RawBody {
    /// Returns the bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the bytes as text, or `None` if they are not valid UTF-8.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// Returns the number of bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns `true` if the body is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl AsRef<[u8]> for RawBody {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawBody({} bytes)", self.len())
    }
}

impl From<&[u8]> for RawBody {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }
}

impl<const N: usize> From<&[u8; N]> for RawBody {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.as_slice().into())
    }
}

impl From<Vec<u8>> for RawBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<Arc<[u8]>> for RawBody {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self(bytes)
    }
}

impl From<&str> for RawBody {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for RawBody {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl From<&RawBody> for RawBody {
    fn from(raw: &RawBody) -> Self {
        raw.clone()
    }
}

/// Returns the text of a body without a byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|error| Reason::NotUtf8 { at: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    Ok(text)
}

/// Returns `true` if a body that is either a form or a JSON object is the object: no form starts with a brace in
/// practice.
pub(crate) fn is_object(bytes: &[u8]) -> bool {
    begins_with(bytes, b'{')
}

/// Returns `true` if a body starts with a character, ignoring a byte order mark and white space.
pub(crate) fn begins_with(bytes: &[u8], sign: u8) -> bool {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii_start().first() == Some(&sign)
}

/// Returns the type of a JSON text that is not an object, judged by its first character. A text that is neither of
/// these nor an object is not JSON.
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

/// Prints a text that should be a name or an ID. If it does not look like one, it may be misplaced data, so only its
/// length is printed.
pub(crate) struct Label<'a>(pub(crate) &'a str);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':');
        if (1..=100).contains(&self.0.len()) && self.0.bytes().all(plain) {
            f.write_str(self.0)
        } else {
            write!(f, "({} bytes)", self.0.len())
        }
    }
}

impl fmt::Debug for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Returns a label for an optional text.
pub(crate) fn label(text: Option<&str>) -> Option<Label<'_>> {
    text.map(Label)
}
