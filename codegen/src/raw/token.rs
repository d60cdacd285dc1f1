//! Credentials that are exchanged for a token.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Items, Named, Path, Sp};

/// The exchange of credentials for a token: a form is posted, and the response contains the token.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The service of the token endpoint, if not the main host.
    pub service: Option<Sp<String>>,
    /// The path of the token endpoint.
    pub path: Sp<String>,
    /// Additional parameters, and their values.
    #[serde(default)]
    pub send: Named<String>,
    /// The member of the response that holds the token.
    pub answer: Path,
    /// The member of the response that holds the lifetime in seconds.
    pub lifetime: Option<Path>,
    /// The lifetime in seconds if the response does not contain it.
    pub lifetime_seconds: Sp<u32>,
    /// How requests carry the token.
    #[serde(rename = "as")]
    pub carrier: Sp<Carrier>,
    /// The query parameter or header that carries it, for `as: query` and `as: header`.
    pub parameter: Option<Sp<String>>,
    /// The prefix of the token in its header, including the space between them: `"Token "`; for `as: header`.
    pub prefix: Option<Sp<String>>,
    /// Status codes, in quotes, of responses for an expired token.
    #[serde(default)]
    pub expired_statuses: Items<String>,
    /// Values of `errors.code` for an expired token.
    #[serde(default)]
    pub expired_codes: Items<String>,
}

/// How requests carry a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// In the header `Authorization`, as a bearer token (RFC 6750).
    Bearer,
    /// In the query.
    Query,
    /// In another header, or with another prefix.
    Header,
}
