//! Names and ids taken from a body, as they may be printed.

use std::fmt;

/// Prints a text that should be a name or an id. One that does not look like it is data that got
/// into the wrong place, so only its length is printed.
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

/// The same for a text that may be missing.
pub(crate) fn option(text: Option<&str>) -> Option<Label<'_>> {
    text.map(Label)
}
