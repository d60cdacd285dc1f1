//! How lists of objects are written where there is no JSON to hold them.

use schemars::JsonSchema;
use serde::Deserialize;

/// The format of a list of objects in a form, a query or a multipart body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectLists {
    /// `items[]={"price":1}`: each item is a JSON text.
    Json,
    /// `items[0][price]=1`
    Indexed,
    /// `items[][price]=1`: a repeated field starts the next item.
    Bracketed,
}
