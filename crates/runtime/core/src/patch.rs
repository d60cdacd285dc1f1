//! A value that can be set, cleared or left unchanged.

use serde::{Serialize, Serializer};

/// A change to a value: none, clear it, or set it.
///
/// In JSON these are an absent member, `null`, or a value. In the forms of some APIs, an empty text stands for `null`
/// ([`Form::cleared`](crate::Form::cleared)). Serialise a field of this type with `#[serde(skip_serializing_if =
/// "Patch::is_absent")]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Leaves the value unchanged: the member is absent.
    #[default]
    Absent,
    /// Clears the value: the member is `null`.
    Null,
    /// Sets the value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns `true` if the value is left unchanged.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns `true` if the value is cleared.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Converts the new value, if it is set. For generated code.
    #[doc(hidden)]
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(convert(value)),
        }
    }

    /// Returns the new value, if it is set.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Patch<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Absent => f.write_str("Absent"),
            Self::Null => f.write_str("Null"),
            Self::Value(value) => f.debug_tuple("Value").field(value).finish(),
        }
    }
}

/// Sets the value.
impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Writes the value or `null`. The containing object must skip an absent member, which would otherwise be `null`.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
