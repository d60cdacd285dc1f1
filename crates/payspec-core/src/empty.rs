//! The output of an operation that answers nothing of interest.

use serde::{Serialize, Serializer};

/// An output that accepts any body and keeps nothing of it. It is written as `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Empty;

impl Serialize for Empty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}
