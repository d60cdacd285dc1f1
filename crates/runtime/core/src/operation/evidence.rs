//! Evidence: how well a fact is known.

/// How well a fact is known, and its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// The level of evidence.
    pub level: EvidenceLevel,
    /// The location of the source.
    pub at: &'static str,
    /// Remarks about it.
    pub note: &'static str,
}

impl Evidence {
    /// No source at all: the lowest level.
    pub const NONE: Self = Self::inferred("", "");

    /// Creates evidence for a fact stated in the provider's documentation at this location. The note may be empty, here
    /// and below.
    pub const fn documented(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Documented, at, note }
    }

    /// Creates evidence for a fact shown by a sample in the documentation at this location.
    pub const fn sample(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Sample, at, note }
    }

    /// Creates evidence for a fact found in a public client at this location.
    pub const fn public_client(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::PublicClient, at, note }
    }

    /// Creates evidence for something that the provider's documentation mentions at this location but does not
    /// describe.
    pub const fn named(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Named, at, note }
    }

    /// Creates evidence for a fact that follows from a source at this location, which may be empty.
    pub const fn inferred(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Inferred, at, note }
    }
}

/// How well a fact is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum EvidenceLevel {
    /// The provider's documentation states it.
    Documented,
    /// A sample in the documentation shows it.
    Sample,
    /// A public client implements it.
    PublicClient,
    /// The provider's documentation mentions it, in a list or menu for example, but does not describe it.
    Named,
    /// It follows from other facts; no source states it.
    Inferred,
}

impl EvidenceLevel {
    /// All levels, best first.
    pub const ALL: [Self; 5] = [Self::Documented, Self::Sample, Self::PublicClient, Self::Named, Self::Inferred];

    /// Returns the keyword of the description language: `public-client`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Sample => "sample",
            Self::PublicClient => "public-client",
            Self::Named => "named",
            Self::Inferred => "inferred",
        }
    }
}
