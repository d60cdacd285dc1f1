//! What the spec says about something, for each target to put into its own words and markup.

use super::evidence::Evidence;

/// Texts as the spec has them: backticks hold code, an empty line separates paragraphs, and nothing is escaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Docs {
    /// What it is or does.
    pub text: String,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<String>,
    /// How it is known; none where the spec does not say.
    pub evidence: Option<Evidence>,
    /// What the vendor's page says instead, where it says something else.
    pub deviation: Option<Deviation>,
}

impl Docs {
    /// Docs of nothing but a text.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The first paragraph.
    pub fn summary(&self) -> &str {
        self.text.split("\n\n").next().unwrap_or_default()
    }
}

/// What the vendor's page says where we ship something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Deviation {
    /// The page's text.
    pub says: String,
    /// Why we differ.
    pub note: String,
    /// Where.
    pub at: String,
}
