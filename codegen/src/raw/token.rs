//! Credentials that are exchanged for a token.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Items, Named, Path, Sp};

/// How credentials are exchanged for a token: a form is posted, and the answer has the token.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// The service that gives tokens, when not the main host.
    pub service: Option<Sp<String>>,
    /// The path where they are given.
    pub path: Sp<String>,
    /// Parameters beside the credentials, and their values.
    #[serde(default)]
    pub send: Named<String>,
    /// The member of the answer that holds the token.
    pub answer: Path,
    /// The member of the answer that says how many seconds it lives.
    pub lifetime: Option<Path>,
    /// How many seconds a token lives when the answer does not say.
    pub lifetime_seconds: Sp<u32>,
    /// How requests carry the token.
    #[serde(rename = "as")]
    pub carrier: Sp<Carrier>,
    /// The query parameter or header that carries it, for `as: query` and `as: header`.
    pub parameter: Option<Sp<String>>,
    /// What stands before the token in its header, with the blank that parts the two: `"Token "`; for `as: header`.
    pub prefix: Option<Sp<String>>,
    /// Status codes, in quotes, of answers that say that the token has expired.
    #[serde(default)]
    pub expired_statuses: Items<String>,
    /// What `errors.code` says when the token has expired.
    #[serde(default)]
    pub expired_codes: Items<String>,
}

/// How requests carry a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// In the header `Authorization`, as a bearer token (RFC 6750).
    Bearer,
    /// In the query of the URL.
    Query,
    /// In another header, or after another prefix.
    Header,
}
