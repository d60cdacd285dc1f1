//! Fields that stand under several names.

/// A field that has several names. Generated code makes it.
#[derive(Debug)]
pub struct SeveralNames {
    /// All of its names.
    pub names: &'static [&'static str],
    /// Whether it holds plain text. An empty text is a value there, and stands for none everywhere else.
    pub is_text: bool,
}

impl SeveralNames {
    /// Returns `true` if a value of the field says nothing beside another one: `null` does, and an empty text unless
    /// the other is a text, too, and texts are meant.
    pub(super) fn says_nothing_beside(&self, value: &str, other: &str) -> bool {
        let is_text = other.starts_with('"') && self.is_text;
        value == "null" || value == "\"\"" && other != "\"\"" && other != "null" && !is_text
    }
}
