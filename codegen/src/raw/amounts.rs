//! How an API writes amounts that are not in minor units.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::file::AmountUnit;
use super::{Docs, Sp};

/// The format of the amounts of an API.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiAmounts {
    /// The unit of amounts whose field does not set its own.
    pub unit: Sp<AmountUnit>,
    /// The JSON type of amounts in major units; in forms and queries they are text.
    #[serde(rename = "as")]
    pub form: Sp<AmountForm>,
    /// The fixed number of decimals of an amount in major units.
    pub decimals: Option<Sp<u8>>,
    /// The column of the currency table that holds the number of decimals.
    pub decimals_column: Option<Sp<String>>,
    /// A description.
    pub docs: Docs,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// The JSON type of an amount in major units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AmountForm {
    /// `"12.50"`
    Text,
    /// `12.5`
    Number,
}
