//! What a response means.

use payspec_core::ErrorKind;
use schemars::JsonSchema;
use serde::Deserialize;

/// What a response means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Success.
    Success,
    /// Understood, but refused by the bank or the provider: the response holds the declined object.
    Declined,
    /// Parameters are missing or invalid.
    Invalid,
    /// The credentials are missing or invalid.
    Unauthenticated,
    /// The credentials do not allow the operation.
    Forbidden,
    /// The object was not found.
    NotFound,
    /// Too many requests: try later.
    RateLimited,
    /// The server failed.
    Server,
}

impl Outcome {
    /// The kind of error that clients see; none for a success.
    pub fn error(self) -> Option<ErrorKind> {
        Some(match self {
            Self::Success => return None,
            Self::Declined => ErrorKind::Declined,
            Self::Invalid => ErrorKind::Invalid,
            Self::Unauthenticated => ErrorKind::Unauthenticated,
            Self::Forbidden => ErrorKind::Forbidden,
            Self::NotFound => ErrorKind::NotFound,
            Self::RateLimited => ErrorKind::RateLimited,
            Self::Server => ErrorKind::Server,
        })
    }
}
