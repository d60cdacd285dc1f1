//! How an API writes amounts that are not in minor units.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::file::AmountUnit;
use super::{Docs, Sp};

/// How the amounts of an API are written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiAmounts {
    /// The unit of all amounts whose field does not say its own.
    pub unit: Sp<AmountUnit>,
    /// How amounts in major units are written in JSON; in forms and queries they are text.
    #[serde(rename = "as")]
    pub form: Sp<AmountForm>,
    /// How many decimals an amount in major units always has.
    pub decimals: Option<Sp<u8>>,
    /// The column of the currency's table that says how many it has.
    pub decimals_column: Option<Sp<String>>,
    /// What is known of it.
    pub docs: Docs,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// What an amount in major units is in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AmountForm {
    /// `"12.50"`
    Text,
    /// `12.5`
    Number,
}
