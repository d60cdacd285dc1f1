//! Ids, enums, tables, objects.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::evidence::{Deviation, Evidence, RustName};
use super::field::Field;
use super::rule::Rule;
use super::{Docs, Items, Named, Path, Phrase, Sentence, Sp};
use crate::names;

/// An identifier. It is handled as text, whatever its format.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Id {
    /// What it identifies.
    pub docs: Docs,
    /// An example from the documents.
    pub example: Option<Sp<Value>>,
    /// It grants access: hidden in `Debug`.
    #[serde(default)]
    pub sensitive: bool,
    /// The API may return it in another case; responses are compared with requests accordingly.
    #[serde(default)]
    pub ignore_case: bool,
}

/// A list of values that the API may extend at any time. It is a status, with transitions, if one
/// of its values has `initial`, `to` or `final`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// A description.
    pub docs: Docs,
    /// The known values.
    pub values: Items<EnumValue>,
    /// The evidence of the list.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page, if the spec deviates from it.
    pub deviation: Option<Sp<Deviation>>,
}

impl Enum {
    /// Whether an object moves through the values.
    pub fn is_status(&self) -> bool {
        self.values.iter().any(|value| value.initial || value.last || !value.to.is_empty())
    }
}

/// A value of an enum.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The value on the wire.
    pub code: Sp<String>,
    /// Alternative spellings, accepted when reading; requests write the code.
    #[serde(default)]
    pub also: Items<String>,
    /// Its meaning.
    pub docs: Docs,
    /// For a status: an object can start in it.
    #[serde(default)]
    pub initial: bool,
    /// For a status: no status follows.
    #[serde(default, rename = "final")]
    pub last: bool,
    /// For a status: the statuses that may follow.
    #[serde(default)]
    pub to: Items<String>,
    /// A Rust name, instead of the one derived from the value.
    pub rust: Option<Sp<RustName>>,
    /// The evidence of the value, if contested.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page for this value, if the spec deviates from it.
    pub deviation: Option<Sp<Deviation>>,
    /// Why it is deprecated.
    pub deprecated: Option<Sentence>,
}

/// Codes with additional columns.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// A description.
    pub docs: Docs,
    /// The table of a library that contains the codes, as `library/Table`.
    pub extends: Option<Sp<String>>,
    /// The prefix of constants for codes that are not valid Rust names: `CODE` for `CODE_51`.
    pub const_prefix: Option<Sp<String>>,
    /// The column after which constants are named, if codes are not readable, such as card numbers.
    pub const_from: Option<Sp<String>>,
    /// The type of the codes, if more specific than text.
    pub codes: Option<Sp<CodeKind>>,
    /// How the API writes the codes, if not as in the table.
    pub case: Option<Sp<Case>>,
    /// No field has this type: the table is for lookups.
    #[serde(default)]
    pub lookup: bool,
    /// The additional columns.
    #[serde(default)]
    pub columns: Named<Column>,
    /// The rows. Each is a mapping with `code`, a value per column, and optionally `also` (other spellings on the wire).
    /// If it extends a table of a library, these are the codes missing there, with the table's own columns only.
    #[serde(default)]
    pub rows: Items<Row>,
    /// The codes of the library's table that requests may send; others are refused.
    pub accepts: Option<Sp<Items<String>>>,
    /// Values of the table's own columns for rows from the library, by code.
    #[serde(default)]
    pub adds: Named<Row>,
    /// The text of the vendor's page for rows that deviate from it, by code.
    #[serde(default)]
    pub deviation: Named<Deviation>,
    /// The evidence of the table.
    pub evidence: Option<Sp<Evidence>>,
}

impl Table {
    /// The codes that requests may send; empty if all may.
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
    /// In lower case: `eur` for `EUR`. Read case-insensitively.
    Lower,
}

/// The type of the codes of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CodeKind {
    /// Card numbers: their check digit is valid, and they can be used as card numbers.
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
    /// A description.
    pub docs: Docs,
    /// It may be absent.
    #[serde(default)]
    pub optional: bool,
    /// Rows can be looked up by it; its values are unique.
    #[serde(default)]
    pub key: bool,
}

/// An object of requests or responses.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// What it is.
    pub docs: Docs,
    /// Its fields, in display order.
    pub fields: Named<Field>,
    /// The evidence of the object.
    pub evidence: Option<Sp<Evidence>>,
    /// The evidence of which fields are required in requests, if different from the rest of the API.
    pub required_evidence: Option<Sp<Evidence>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
    /// The members that identify the object in an unenveloped event.
    #[serde(default)]
    pub unenveloped: Items<String>,
    /// Rules for the object wherever a request sends it.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// Where the object holds the reason of a refusal.
    pub refusal: Option<Sp<Refusal>>,
}

/// Where an object of a response holds the reason of a refusal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The field that holds the reason as a code of a table; a dot steps into an object.
    pub code: Path,
    /// The column of that table with the recommended action.
    pub advice: Option<Sp<String>>,
    /// The field that holds the reason in words; a dot steps into an object.
    pub message: Option<Path>,
}
