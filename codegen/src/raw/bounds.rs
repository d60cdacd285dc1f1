//! Windows and limits: figures of the documents that people calculate with.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Deviation, Evidence};
use super::{Docs, Sentence, Sp};

/// How long something is possible after it started. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What is possible, and what happens afterwards.
    pub docs: Docs,
    /// A number and a unit: `15 minutes`, `24 hours`, `7 days`, `8 weeks`, `13 months`.
    pub length: Sp<String>,
    /// What it starts with: "The authorisation".
    pub starts: Sentence,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
}

/// A bound that no rule can hold, because what is bounded is not in one request. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is bounded, in which unit and currency, and what happens beyond.
    pub docs: Docs,
    /// `amount` (minor units) or `integer`.
    #[serde(rename = "type")]
    pub kind: Sp<LimitType>,
    /// The figure.
    pub value: Sp<i64>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
}

/// What a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LimitType {
    /// Money, in minor units.
    Amount,
    /// Anything that is counted.
    Integer,
}
