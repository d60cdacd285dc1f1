//! The vocabulary of HTTP that several sections share.

use schemars::JsonSchema;
use serde::Deserialize;

/// HTTP methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or changes.
    Post,
    /// Replaces.
    Put,
    /// Changes in part.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as it stands in a request line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// How parameters travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// `application/x-www-form-urlencoded` with bracketed names.
    Form,
    /// The query string, bracketed names too.
    Query,
    /// A JSON object.
    Json,
    /// `multipart/form-data`.
    Multipart,
}

/// What an answer means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done.
    Success,
    /// The bank said no; the body tells why.
    Declined,
    /// The parameters were wrong.
    Invalid,
    /// Credentials are missing.
    Unauthenticated,
    /// Credentials are wrong or not allowed this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// Too many requests.
    RateLimited,
    /// The server failed.
    Server,
}
