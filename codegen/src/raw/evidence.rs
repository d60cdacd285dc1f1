//! How we know something.

use payspec_core::EvidenceLevel;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{Phrase, Quotation, Sentence, Sp};

/// How a fact of the spec is known. Generated documentation shows it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The kind of knowledge.
    pub level: Sp<EvidenceLevel>,
    /// Which of the API's `sources` says so. Needed for all levels but `inferred`.
    pub source: Option<Sp<String>>,
    /// Where in that source: page, path of a file, lines behind the title of their page (`Cards, L12-14`).
    pub at: Option<Phrase>,
    /// What there is to say about it. Needed for `inferred`: why we believe it.
    pub note: Option<Sentence>,
}

/// What the vendor's page says where we ship something else.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    /// The page's own text.
    pub says: Quotation,
    /// Why we ship something else.
    pub note: Sentence,
    /// Where the page says it.
    pub at: Phrase,
}

/// A Rust name that is not derived from the wire name.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RustName {
    /// The name, in the case the place needs (`snake_case` for fields, `PascalCase` for types and variants).
    pub name: Sp<String>,
    /// Why the derived name will not do.
    pub because: Sentence,
}
