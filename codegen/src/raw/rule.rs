//! Rules and profiles: a small closed vocabulary.

use payspec_core::CompactDate;
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::{Items, Phrase, Sentence, Sp};

/// A rule that parameters must keep. Fields are wire names; a dot steps into an object or the items of a list.
///
/// Besides `name`, `because` and `when` it holds exactly one check.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// A short name in kebab-case; stands in error messages.
    pub name: Sp<String>,
    /// Why the API wants it.
    pub because: Sentence,
    /// The rule holds only under this condition.
    pub when: Option<Sp<Condition>>,
    /// It does not refuse, it warns.
    #[serde(default)]
    pub warning: bool,
    /// The object that the request is held against. Paths that start with its name lead into it.
    pub against: Option<Sp<String>>,
    /// How we know the rule.
    pub evidence: Option<Sp<Evidence>>,
    /// Exactly one of these is given.
    pub exactly_one_of: Option<Sp<Items<String>>>,
    /// At least one of these is given.
    pub at_least_one_of: Option<Sp<Items<String>>>,
    /// At most one of these is given.
    pub at_most_one_of: Option<Sp<Items<String>>>,
    /// All of these are given, or none.
    pub all_or_none: Option<Sp<Items<String>>>,
    /// All of these are given.
    pub requires: Option<Sp<Items<String>>>,
    /// None of these is given.
    pub forbids: Option<Sp<Items<String>>>,
    /// A number lies between bounds.
    pub range: Option<Sp<Range>>,
    /// A number is a multiple of another.
    pub multiple_of: Option<Sp<MultipleOf>>,
    /// A text has a length between bounds, in characters.
    pub length: Option<Sp<Length>>,
    /// A list has at least so many items.
    pub min_items: Option<Sp<MinItems>>,
    /// A list has at most so many items.
    pub max_items: Option<Sp<MaxItems>>,
    /// A text matches a regular expression as a whole.
    pub pattern: Option<Sp<Pattern>>,
    /// A value is one of a list.
    pub one_of: Option<Sp<OneOf>>,
    /// A value is none of a list.
    pub none_of: Option<Sp<OneOf>>,
    /// The items of a list differ in a key.
    pub unique_by: Option<Sp<UniqueBy>>,
    /// A number is not above another.
    pub not_above: Option<Sp<NotAbove>>,
    /// A card number passes the Luhn check.
    pub luhn: Option<Sp<String>>,
    /// A date can be written in a compact form.
    pub date: Option<Sp<DateRule>>,
}

/// When a rule or profile holds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field looked at.
    pub field: Sp<String>,
    /// It has one of these values.
    pub is: Option<Sp<Items<String>>>,
    /// It has none of these values; one that is not given has none.
    pub is_not: Option<Sp<Items<String>>>,
    /// It is given (`true`) or not (`false`).
    pub present: Option<Sp<bool>>,
}

/// Bounds of a number, both included.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The field.
    pub field: Sp<String>,
    /// The least value.
    pub min: Option<i64>,
    /// The greatest value.
    pub max: Option<i64>,
}

/// A number is a multiple of another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MultipleOf {
    /// The field.
    pub field: Sp<String>,
    /// The number.
    pub of: Sp<i64>,
}

/// Bounds of a text's length in characters, both included.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Length {
    /// The field.
    pub field: Sp<String>,
    /// The least length.
    pub min: Option<u32>,
    /// The greatest length.
    pub max: Option<u32>,
}

/// A list has at least so many items.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinItems {
    /// The list.
    pub field: Sp<String>,
    /// The least number of items.
    pub min: u32,
}

/// A list has at most so many items.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MaxItems {
    /// The list.
    pub field: Sp<String>,
    /// The greatest number of items.
    pub max: u32,
}

/// A text matches a regular expression.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The field.
    pub field: Sp<String>,
    /// The expression, in the syntax of the `regex-lite` crate; the whole text must match.
    pub matches: Sp<String>,
    /// What the expression means, in words: "four digits".
    pub means: Phrase,
}

/// A value and a list that it is in, or not.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    /// The field.
    pub field: Sp<String>,
    /// The values.
    pub values: Items<String>,
}

/// The items of a list differ in a key.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UniqueBy {
    /// The list.
    pub field: Sp<String>,
    /// The field of its items.
    pub key: Sp<String>,
}

/// A number is not above another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotAbove {
    /// The smaller one.
    pub field: Sp<String>,
    /// The greater one.
    pub other: Sp<String>,
}

/// A date can be written in a compact form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateRule {
    /// The field.
    pub field: Sp<String>,
    /// The form.
    pub form: Sp<CompactDate>,
}

/// The parameters of one use case. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The use case.
    pub docs: Sentence,
    /// The profile applies by itself under this condition; without one, a caller chooses it.
    pub when: Option<Sp<Condition>>,
    /// What it needs.
    #[serde(default)]
    pub requires: Items<String>,
    /// What it must not have.
    #[serde(default)]
    pub forbids: Items<String>,
    /// Why the API wants it so.
    pub because: Sentence,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}
