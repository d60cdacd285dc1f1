//! Windows and limits of the IR.

use super::docs::Docs;
pub use crate::raw::bounds::LimitType;

/// How long something is possible.
#[derive(Debug)]
pub struct Window {
    /// Its name in the spec.
    pub name: String,
    /// How long.
    pub length: Length,
    /// When it starts.
    pub starts: String,
    /// What is possible, and how it is known.
    pub docs: Docs,
    /// The spec file.
    pub source: String,
}

/// A number of one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The variants are the units.
pub enum Length {
    Minutes(u32),
    Hours(u32),
    Days(u32),
    Weeks(u32),
    Months(u32),
}

impl Length {
    /// The number of seconds; `None` for months, which differ.
    pub fn seconds(self) -> Option<u64> {
        let (count, unit) = match self {
            Self::Minutes(count) => (count, 60),
            Self::Hours(count) => (count, 60 * 60),
            Self::Days(count) => (count, 24 * 60 * 60),
            Self::Weeks(count) => (count, 7 * 24 * 60 * 60),
            Self::Months(_) => return None,
        };
        Some(u64::from(count) * unit)
    }
}

/// A figure that people keep to themselves.
#[derive(Debug)]
pub struct Limit {
    /// Its name in the spec.
    pub name: String,
    /// Money or a count.
    pub kind: LimitType,
    /// The figure.
    pub value: i64,
    /// What is bounded, and how it is known.
    pub docs: Docs,
    /// The spec file.
    pub source: String,
}
