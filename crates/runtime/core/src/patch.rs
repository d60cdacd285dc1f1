//! A value that can be set, cleared or left alone.

use serde::{Serialize, Serializer};

/// What a change does to a value: nothing, clear it, or set it.
///
/// In JSON these are three things: the member is not there, it is `null`, or it has a value. In a form of an API that has it so,
/// an empty text stands for `null` ([`Form::cleared`](crate::Form::cleared)). A field of this type is
/// written with `#[serde(skip_serializing_if = "Patch::is_absent")]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// It stays as it is: the member is left out.
    #[default]
    Absent,
    /// It is cleared: the member is `null`.
    Null,
    /// It is set to this.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns `true` if it stays as it is.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns `true` if it is cleared.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns what it is set to, if it is.
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

/// A value, or what it is set to.
impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// The value or `null`. A member that stays as it is has to be left out by whoever writes the object; here it is `null`.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
