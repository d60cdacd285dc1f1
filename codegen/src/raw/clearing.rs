//! How a form says that a field has no value any more.

use schemars::JsonSchema;
use serde::Deserialize;

/// How a form represents a cleared field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Clearing {
    /// `name=`
    EmptyText,
}
