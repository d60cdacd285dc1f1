//! Further hosts of an API.

use crate::raw::outcome::Outcome;
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::operation::HeaderUse;
use super::{Docs, Named, Sp};

/// A further host beside the main one, where some operations are sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What it is for.
    pub docs: Docs,
    /// Where it answers, by environment of the API. One that is left out is not known.
    #[serde(default)]
    pub environments: Named<Host>,
    /// The scheme of its operations, when not the API's default; `none` for none.
    pub auth: Option<Sp<String>>,
    /// Headers of the API that all its operations send.
    #[serde(default)]
    pub headers: Named<HeaderUse>,
    /// What codes mean in its answers, instead of `errors.outcomes`: services may use one code for two things.
    #[serde(default)]
    pub outcomes: Named<Outcome>,
    /// How we know the service.
    pub evidence: Option<Sp<Evidence>>,
}

/// Where a service answers in one environment.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// The URL that paths are appended to, without a slash at the end. Its host may have `host_variables` in braces.
    pub base_url: Sp<String>,
    /// How we know the URL.
    pub evidence: Option<Sp<Evidence>>,
}

/// A variable in the host of a `base_url`: a part that each account has of its own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostVariable {
    /// What it is, and where callers find its value.
    pub docs: Docs,
    /// A value to show: letters of ASCII, digits and hyphens.
    pub example: Sp<String>,
}
