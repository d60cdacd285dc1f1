//! Windows and limits: figures of the documents that people calculate with.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::{Deviation, Evidence};
use super::{Docs, Sentence, Sp};

/// A time window after an event. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// What is possible during the window, and what happens afterwards.
    pub docs: Docs,
    /// A number and a unit: `15 minutes`, `24 hours`, `7 days`, `8 weeks`, `13 months`.
    pub length: Sp<String>,
    /// The start of the window: "The authorisation".
    pub starts: Sentence,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page, if the value deviates from it.
    pub deviation: Option<Sp<Deviation>>,
}

/// A limit that no rule can check, because it does not concern a single request. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is limited, in which unit and currency, and what happens beyond the limit.
    pub docs: Docs,
    /// `amount` (minor units) or `integer`.
    #[serde(rename = "type")]
    pub kind: Sp<LimitType>,
    /// The value.
    pub value: Sp<i64>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page, if the value deviates from it.
    pub deviation: Option<Sp<Deviation>>,
}

/// The type of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LimitType {
    /// Money, in minor units.
    Amount,
    /// A count.
    Integer,
}
