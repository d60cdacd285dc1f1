//! Fields with several names.

/// A field with several names. For generated code.
#[derive(Debug)]
pub struct SeveralNames {
    /// All of its names.
    pub names: &'static [&'static str],
    /// Whether it holds plain text, for which an empty string is a value rather than none.
    pub is_text: bool,
}

impl SeveralNames {
    /// Returns `true` if a value of the field is redundant next to another: `null` is, and an empty string unless the
    /// field holds text and the other value is a string.
    pub(super) fn says_nothing_beside(&self, value: &str, other: &str) -> bool {
        let is_text = other.starts_with('"') && self.is_text;
        value == "null" || value == "\"\"" && other != "\"\"" && other != "null" && !is_text
    }
}
