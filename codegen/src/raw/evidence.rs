//! How we know something.

use payspec_core::EvidenceLevel;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Phrase, Quotation, Sentence, Sp};

/// The evidence for a fact of the spec. It is shown in generated documentation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The level of evidence.
    pub level: Sp<EvidenceLevel>,
    /// One of the API's `sources`. Required for all levels except `inferred`.
    pub source: Option<Sp<String>>,
    /// The location in the source: page, path of a file, or lines after the title of their page (`Cards, L12-14`).
    pub at: Option<Phrase>,
    /// A note. Required for `inferred`: the reason for the assumption.
    pub note: Option<Sentence>,
}

/// A deviation of the spec from the vendor's page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// The text of the page.
    pub says: Quotation,
    /// The reason for the deviation.
    pub note: Sentence,
    /// The location of the text.
    pub at: Phrase,
}

/// A Rust name, instead of the one derived from the wire name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RustName {
    /// The name, in the case of the item (`snake_case` for fields, `PascalCase` for types and variants).
    pub name: Sp<String>,
    /// Why the derived name is unsuitable.
    pub because: Sentence,
}
