//! Ids, enums, tables, objects.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::evidence::{Deviation, Evidence, RustName};
use super::field::Field;
use super::rule::Rule;
use super::{Docs, Items, Named, Path, Phrase, Sentence, Sp};
use crate::names;

/// An identifier. It is text to us, whatever it looks like.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// What it identifies.
    pub docs: Docs,
    /// An identifier as the documents show it.
    pub example: Option<Sp<Value>>,
    /// It gives access to something: hidden in `Debug`.
    #[serde(default)]
    pub sensitive: bool,
    /// The API may write it in another case than it was given; a response is compared with the request accordingly.
    #[serde(default)]
    pub ignore_case: bool,
}

/// A list of words that the API may extend at any time. It is a status, which an object moves through, as soon as one
/// of its values says `initial`, `to` or `final`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// What it says.
    pub docs: Docs,
    /// The words we know.
    pub values: Items<EnumValue>,
    /// How we know the list.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
}

impl Enum {
    /// Whether an object moves through the values.
    pub fn is_status(&self) -> bool {
        self.values.iter().any(|value| value.initial || value.last || !value.to.is_empty())
    }
}

/// A word of an enum.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The word on the wire.
    pub code: Sp<String>,
    /// Other spellings that are read like it; requests write the code.
    #[serde(default)]
    pub also: Items<String>,
    /// What it means.
    pub docs: Docs,
    /// Of a status: an object may start here.
    #[serde(default)]
    pub initial: bool,
    /// Of a status: nothing follows.
    #[serde(default, rename = "final")]
    pub last: bool,
    /// Of a status: the values that may follow.
    #[serde(default)]
    pub to: Items<String>,
    /// A Rust name that is not derived from the word.
    pub rust: Option<Sp<RustName>>,
    /// How we know the word, where that is contested.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says of the word where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
    /// Why it should not be used any more.
    pub deprecated: Option<Sentence>,
}

/// Codes with further columns.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// What the codes say.
    pub docs: Docs,
    /// The table of a library that has the codes, as `library/Table`.
    pub extends: Option<Sp<String>>,
    /// What constants start with when a code is not a Rust name: `CODE` gives `CODE_51`.
    pub const_prefix: Option<Sp<String>>,
    /// The column that constants are named after, when codes say nothing to a reader: a number of a card.
    pub const_from: Option<Sp<String>>,
    /// What the codes are, when they are more than text.
    pub codes: Option<Sp<CodeKind>>,
    /// How the API writes the codes, when not as they stand in the table.
    pub case: Option<Sp<Case>>,
    /// No field has the type: people look things up in the table.
    #[serde(default)]
    pub lookup: bool,
    /// The columns beside the code.
    #[serde(default)]
    pub columns: Named<Column>,
    /// The rows. Each is a mapping with `code`, a value per column, and optionally `also` (other spellings on the wire).
    /// Where a table extends one of a library, these are the codes that the library does not have, with own columns only.
    #[serde(default)]
    pub rows: Items<Row>,
    /// The codes of the library's table that requests may have; another one is refused.
    pub accepts: Option<Sp<Items<String>>>,
    /// What the own columns hold in rows that come from the library, by code.
    #[serde(default)]
    pub adds: Named<Row>,
    /// What the page says of rows, by code, where we ship something else.
    #[serde(default)]
    pub deviation: Named<Deviation>,
    /// How we know the table.
    pub evidence: Option<Sp<Evidence>>,
}

impl Table {
    /// The codes that requests may have; none where all may.
    pub fn accepted(&self) -> &[Sp<String>] {
        self.accepts.as_ref().map_or(&[], |codes| &codes.value)
    }

    /// The name of the constant for one of the table's own rows.
    pub fn constant(&self, row: &Row) -> Option<String> {
        let naming = self.const_from.as_ref().map_or("code", |column| column.as_str());
        let prefix = self.const_prefix.as_ref().map(|prefix| prefix.as_str());
        Some(names::constant(row.get(naming)?.as_str()?, prefix))
    }
}

/// How an API writes codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// In small letters: `eur` for `EUR`. Read in any case.
    Lower,
}

/// What the codes of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// Numbers of cards: their check digit is right, and they can be given where a card number is wanted.
    CardNumber,
}

/// A row: `code` and a value per column.
pub type Row = Named<Value>;

/// A column of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// `string`, `integer`, `boolean`, or an enum or table of this API.
    #[serde(rename = "type")]
    pub kind: Sp<String>,
    /// What it holds.
    pub docs: Docs,
    /// Not every row has it.
    #[serde(default)]
    pub optional: bool,
    /// Rows can be found by it; its values are unique.
    #[serde(default)]
    pub key: bool,
}

/// An object of requests or responses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// What it is.
    pub docs: Docs,
    /// Its fields, in the order they are shown.
    pub fields: Named<Field>,
    /// How we know the object.
    pub evidence: Option<Sp<Evidence>>,
    /// How we know which fields are required in a request, where that differs from the rest of the API.
    pub required_evidence: Option<Sp<Evidence>>,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<Phrase>,
    /// The members by which the object is recognised when an event comes without its envelope.
    #[serde(default)]
    pub unenveloped: Items<String>,
    /// Rules that hold inside the object wherever a request sends it.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// Where the object says why it was refused.
    pub refusal: Option<Sp<Refusal>>,
}

/// Where an object that an API answers with says why it was refused.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The field that holds the reason as a code of a table; a dot steps into an object.
    pub code: Path,
    /// The column of that table which says what to do next.
    pub advice: Option<Sp<String>>,
    /// The field that holds the reason in words; a dot steps into an object.
    pub message: Option<Path>,
}
