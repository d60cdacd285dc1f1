//! How well something is known.

/// How well something is known, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// How well.
    pub level: EvidenceLevel,
    /// Where it is written.
    pub at: &'static str,
    /// What should be known about it.
    pub note: &'static str,
}

impl Evidence {
    /// No word on it anywhere: the least there can be.
    pub const NONE: Self = Self::inferred("", "");

    /// The provider's documentation says so, at this place. The note may be empty, here and below.
    pub const fn documented(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Documented, at, note }
    }

    /// A sample in the documentation shows it, at this place.
    pub const fn sample(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Sample, at, note }
    }

    /// A public client does it, at this place.
    pub const fn public_client(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::PublicClient, at, note }
    }

    /// The provider's documentation names it at this place, and describes it nowhere.
    pub const fn named(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Named, at, note }
    }

    /// It follows from what is written at this place, which may be empty.
    pub const fn inferred(at: &'static str, note: &'static str) -> Self {
        Self { level: EvidenceLevel::Inferred, at, note }
    }
}

/// How well something is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum EvidenceLevel {
    /// The provider's documentation says so.
    Documented,
    /// A sample in the documentation shows it.
    Sample,
    /// A public client does it.
    PublicClient,
    /// The provider's documentation names it, in a list or menu for example, and describes it nowhere.
    Named,
    /// It follows from the rest; nobody says so.
    Inferred,
}

impl EvidenceLevel {
    /// All of them, best first.
    pub const ALL: [Self; 5] = [Self::Documented, Self::Sample, Self::PublicClient, Self::Named, Self::Inferred];

    /// Returns the word of descriptions: `public-client`.
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
