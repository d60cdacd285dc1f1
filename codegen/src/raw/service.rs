//! Further hosts of an API.

use crate::raw::outcome::Outcome;
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::operation::HeaderUse;
use super::{Docs, Named, Sp};

/// An additional host to which some operations are sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its purpose.
    pub docs: Docs,
    /// Its base URLs, by environment of the API. A missing one is unknown.
    #[serde(default)]
    pub environments: Named<Host>,
    /// The auth scheme of its operations, if not the API's default; `none` for no authentication.
    pub auth: Option<Sp<String>>,
    /// Headers of the API that all its operations send.
    #[serde(default)]
    pub headers: Named<HeaderUse>,
    /// The outcome of codes in its responses, instead of `errors.outcomes`, if services use a code differently.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
    /// The evidence of the service.
    pub evidence: Option<Sp<Evidence>>,
}

/// The host of a service in one environment.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The base URL, without a trailing slash. Its host may contain `host_variables` in braces.
    pub base_url: Sp<String>,
    /// The evidence of the URL.
    pub evidence: Option<Sp<Evidence>>,
}

/// A variable in the host of a `base_url`, with a different value for each account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostVariable {
    /// A description, and where callers find its value.
    pub docs: Docs,
    /// An example: ASCII letters, digits and hyphens.
    pub example: Sp<String>,
}
