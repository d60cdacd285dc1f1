//! Files of the vendor's portal.

use payspec_core::vocabulary::{DecimalMark, Separator};
use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::field::Field;
use super::rule::Rule;
use super::{Docs, Items, Named, Phrase, Sp};

/// A file that the vendor's portal exports or imports, in CSV and in JSON. Its key is the type of its rows, in
/// kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What a row is.
    pub docs: Docs,
    /// What is done with it here.
    pub direction: Sp<Direction>,
    /// How we know the file and its columns.
    pub evidence: Option<Sp<Evidence>>,
    /// How it looks as CSV.
    pub csv: Sp<Csv>,
    /// How amounts are written; needed as soon as there is one.
    pub amounts: Option<Sp<Amounts>>,
    /// The columns by their names in the header, in their order.
    pub columns: Named<Field>,
    /// Rules that a row must keep before it is written.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// What the vendor's portal calls it.
    pub vendor_term: Option<Phrase>,
}

/// What is done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The portal exports it and we read it.
    Read,
    /// We write it and the portal imports it.
    Write,
}

/// How a file looks as CSV.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// What a writer puts between cells; a reader finds out by the header.
    pub separator: Sp<Separator>,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// How a file writes amounts. Either `decimals` or `decimals_column` says how many decimals they have.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// The unit.
    pub unit: Sp<AmountUnit>,
    /// What stands before the decimals of major units.
    pub mark: Option<Sp<DecimalMark>>,
    /// Always so many decimals in major units.
    pub decimals: Option<Sp<u8>>,
    /// The column with the number of decimals, in the table of the currency that each amount names.
    pub decimals_column: Option<Sp<String>>,
    /// How we know. A unit that is inferred is not used for reading: the caller says it.
    pub evidence: Option<Sp<Evidence>>,
}

/// The unit of amounts in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AmountUnit {
    /// Whole numbers of the smallest unit: `1250` is 12.50 euros.
    Minor,
    /// Numbers with decimals: `12.50`.
    Major,
}
