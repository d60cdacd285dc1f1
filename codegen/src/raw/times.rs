//! How an API writes points in time.

use payspec_core::UnixTime;
use schemars::JsonSchema;
use serde::Deserialize;

/// The format of a `datetime`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeForm {
    /// `"2024-01-05T11:44:06Z"`, or any other text.
    Text,
    /// `1704455046`: seconds since 1970.
    UnixSeconds,
    /// `1704455046262`: milliseconds since 1970.
    UnixMilliseconds,
}

impl TimeForm {
    /// The unit, if it is a number.
    pub fn unix(self) -> Option<UnixTime> {
        match self {
            Self::Text => None,
            Self::UnixSeconds => Some(UnixTime::Seconds),
            Self::UnixMilliseconds => Some(UnixTime::Milliseconds),
        }
    }
}
