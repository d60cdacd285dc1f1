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
    /// What it holds, in English, with units.
    pub docs: Docs,
    /// A request without it is refused: becomes an argument of `new`.
    #[serde(default)]
    pub required: bool,
    /// How we know that it is required, where that differs from the rest of the operation or object.
    pub required_evidence: Option<Sp<Evidence>>,
    /// A response always has it: not optional in Rust. For identifiers only, as a rule; a missing one fails to decode.
    #[serde(default)]
    pub guaranteed: bool,
    /// Personal or secret: hidden in `Debug`.
    #[serde(default)]
    pub sensitive: bool,
    /// It can be cleared: absent, `null` and a value are three things. For parameters that are sent as JSON, or in a form of an
    /// API that says what clears a field there.
    #[serde(default)]
    pub nullable: bool,
    /// In a form, it is one JSON text.
    #[serde(default)]
    pub json_text: bool,
    /// How this list of objects is written where there is no JSON, when not as the API says.
    pub object_lists: Option<Sp<ObjectLists>>,
    /// For a list of an answer: the items of a list in the list are items as well.
    #[serde(default)]
    pub nested: bool,
    /// Where a parameter travels, when not where the operation's encoding puts it.
    #[serde(rename = "in")]
    pub place: Option<Sp<Place>>,
    /// Other wire names of the same field; read like it, written under the main one.
    #[serde(default)]
    pub also: Items<String>,
    /// A Rust name that is not derived from the wire name.
    pub rust: Option<Sp<RustName>>,
    /// How a date is written in a request when not as ISO 8601 text.
    pub compact: Option<Sp<CompactDate>>,
    /// How a `datetime` is written, when not as the API says.
    #[serde(rename = "as")]
    pub time_form: Option<Sp<TimeForm>>,
    /// What a text of a request is, so that anything else is refused, or warned of where its form is loose.
    pub format: Option<Sp<TextFormat>>,
    /// Of an amount in major units: the field beside it with its currency. In a file: the column.
    pub currency: Option<Sp<String>>,
    /// The unit of an amount, where that differs from the API's.
    pub unit: Option<Sp<AmountUnit>>,
    /// In a file: the words of a boolean, when not `true` and `false`.
    pub words: Option<Sp<Words>>,
    /// A value to show and to check against the type.
    pub example: Option<Sp<Value>>,
    /// How we know the field, where that is contested.
    pub evidence: Option<Sp<Evidence>>,
    /// What the page says where we ship something else.
    pub deviation: Option<Sp<Deviation>>,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<Phrase>,
    /// Why it should not be used any more.
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

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the path, under its name in braces.
    Path,
}
