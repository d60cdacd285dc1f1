//! How a form says that a field has no value any more.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a form has for a field that is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Clearing {
    /// `name=`
    EmptyText,
}
