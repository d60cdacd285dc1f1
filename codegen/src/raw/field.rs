//! Fields of objects and parameters of operations.

use payspec_core::{CompactDate, TextFormat};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::evidence::{Deviation, Evidence, RustName};
use super::file::AmountUnit;
use super::lists::ObjectLists;
use super::times::TimeForm;
use super::{Docs, Items, Phrase, Sentence, Sp};

/// A field of an object or a parameter of an operation. Its key is the name on the wire.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The type: `string`, `integer`, `boolean`, `amount`, `date`, `datetime`, `json`, `metadata`, `card-number`,
    /// `secret`, `decimal`, `bytes`, a type of this API, or `list<...>` of one of these.
    #[serde(rename = "type")]
    pub kind: Sp<String>,
    /// A description, in English, with units.
    pub docs: Docs,
    /// Required in requests: becomes an argument of `new`.
    #[serde(default)]
    pub required: bool,
    /// The evidence that it is required, if different from the rest of the operation or object.
    pub required_evidence: Option<Sp<Evidence>>,
    /// Always present in responses: not optional in Rust. Usually only for identifiers; a missing one fails to decode.
    #[serde(default)]
    pub guaranteed: bool,
    /// Personal or secret: hidden in `Debug`.
    #[serde(default)]
    pub sensitive: bool,
    /// It can be cleared: absent, `null` and a value are distinct. For parameters that are sent as JSON, or in a form of an
    /// API that sets `cleared_as`.
    #[serde(default)]
    pub nullable: bool,
    /// Sent in a form as one JSON text.
    #[serde(default)]
    pub json_text: bool,
    /// The format of this list of objects outside of JSON, if different from the API's.
    pub object_lists: Option<Sp<ObjectLists>>,
    /// For a list in a response: items of nested lists are items too.
    #[serde(default)]
    pub nested: bool,
    /// The location of a parameter, if not implied by the operation's encoding.
    #[serde(rename = "in")]
    pub place: Option<Sp<Place>>,
    /// Alternative wire names, accepted when reading; requests use the main one.
    #[serde(default)]
    pub also: Items<String>,
    /// For a code of a table in a request: the key column whose values may be sent instead of codes.
    pub also_by: Option<Sp<String>>,
    /// A Rust name, instead of the one derived from the wire name.
    pub rust: Option<Sp<RustName>>,
    /// The format of a date in a request, if not ISO 8601 text.
    pub compact: Option<Sp<CompactDate>>,
    /// The format of a `datetime`, if different from the API's.
    #[serde(rename = "as")]
    pub time_form: Option<Sp<TimeForm>>,
    /// The format of a text in a request; other texts are refused, or produce a warning if the format is loose.
    pub format: Option<Sp<TextFormat>>,
    /// For an amount in major units: the sibling field with its currency. In a file: the column.
    pub currency: Option<Sp<String>>,
    /// The unit of an amount, if different from the API's.
    pub unit: Option<Sp<AmountUnit>>,
    /// In a file: the words of a boolean, if not `true` and `false`.
    pub words: Option<Sp<Words>>,
    /// An example, which is checked against the type.
    pub example: Option<Sp<Value>>,
    /// The evidence of the field, if contested.
    pub evidence: Option<Sp<Evidence>>,
    /// The text of the vendor's page, if the spec deviates from it.
    pub deviation: Option<Sp<Deviation>>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
    /// Why it is deprecated.
    pub deprecated: Option<Sentence>,
}

/// The words of a boolean in a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The word for true.
    pub if_true: Sp<String>,
    /// The word for false.
    pub if_false: Sp<String>,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the path, where its name is in braces.
    Path,
}
