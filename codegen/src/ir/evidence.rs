//! How something is known.

use crate::raw::evidence::Level;

/// How something is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The kind.
    pub level: Level,
    /// Source and place.
    pub at: String,
    /// What there is to say about it.
    pub note: String,
}
