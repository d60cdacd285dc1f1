//! How something is known.

use payspec_core::EvidenceLevel;

/// How something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The kind.
    pub level: EvidenceLevel,
    /// Source and place.
    pub at: String,
    /// What there is to say about it.
    pub note: String,
}

/// A level in a sentence or table.
pub fn words(level: EvidenceLevel) -> &'static str {
    match level {
        EvidenceLevel::PublicClient => "public client",
        other => other.as_str(),
    }
}
