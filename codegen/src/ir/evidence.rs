//! How something is known.

use payspec_core::EvidenceLevel;

/// How something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The kind.
    pub level: EvidenceLevel,
    /// The title of the source.
    pub source: Option<String>,
    /// The place in it: a page with lines, an operation, a file.
    pub at: Option<String>,
    /// What there is to say about it.
    pub note: String,
}

impl Evidence {
    /// Evidence of which only the kind is known.
    pub fn of(level: EvidenceLevel) -> Self {
        Self { level, source: None, at: None, note: String::new() }
    }

    /// Source and place in words.
    pub fn place(&self) -> String {
        [self.source.as_deref(), self.at.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A level in a sentence or table.
pub fn words(level: EvidenceLevel) -> &'static str {
    match level {
        EvidenceLevel::PublicClient => "public client",
        other => other.as_str(),
    }
}
