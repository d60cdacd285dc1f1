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
    /// A description of a row.
    pub docs: Docs,
    /// Whether it is read or written.
    pub direction: Sp<Direction>,
    /// The evidence of the file and its columns.
    pub evidence: Option<Sp<Evidence>>,
    /// The CSV format.
    pub csv: Sp<Csv>,
    /// The format of amounts; required if there is one.
    pub amounts: Option<Sp<Amounts>>,
    /// The columns by header name, in order.
    pub columns: Named<Field>,
    /// Rules for rows, checked before they are written.
    #[serde(default)]
    pub rules: Items<Rule>,
    /// The term in the vendor's portal.
    pub vendor_term: Option<Phrase>,
}

/// The direction of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Exported by the portal and read by us.
    Read,
    /// Written by us and imported by the portal.
    Write,
}

/// The CSV format of a file.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// The separator for writing; a reader detects it from the header.
    pub separator: Sp<Separator>,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// The format of amounts in a file. Their decimals are set by either `decimals` or `decimals_column`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amounts {
    /// The unit.
    pub unit: Sp<AmountUnit>,
    /// The decimal mark of major units.
    pub mark: Option<Sp<DecimalMark>>,
    /// The fixed number of decimals of major units.
    pub decimals: Option<Sp<u8>>,
    /// The column with the number of decimals, in the table of the currency that each amount names.
    pub decimals_column: Option<Sp<String>>,
    /// The evidence. An inferred unit is not used for reading: the caller sets it.
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
