//! Files of the IR.

use payspec_core::vocabulary::{DecimalMark, Separator};

use super::docs::Docs;
use super::evidence::Evidence;
use super::rule::Rule;
use super::types::Field;
use crate::raw::file::AmountUnit;

/// A file that the portal exports or imports.
#[derive(Debug)]
pub struct File {
    /// The name in the spec.
    pub name: String,
    /// What a row is.
    pub docs: Docs,
    /// We write it; otherwise we read it.
    pub written: bool,
    /// What stands between cells.
    pub separator: Separator,
    /// How the separator is known.
    pub separator_evidence: Option<Evidence>,
    /// How amounts are written.
    pub amounts: Amounts,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// What a row must keep.
    pub rules: Vec<Rule>,
}

/// How a file writes amounts.
#[derive(Debug)]
pub struct Amounts {
    /// The unit.
    pub unit: AmountUnit,
    /// The unit is a guess.
    pub inferred: bool,
    /// How the unit is known.
    pub evidence: Option<Evidence>,
    /// What stands before decimals.
    pub mark: DecimalMark,
    /// How many there are.
    pub decimals: Decimals,
}

/// How many decimals an amount has.
#[derive(Debug)]
pub enum Decimals {
    /// Always so many.
    Fixed(u8),
    /// As many as a column of the currency's row says.
    Column {
        /// The table of currencies, in Rust.
        table: String,
        /// The field of its rows, in Rust.
        column: String,
        /// Not every row has it.
        optional: bool,
        /// It is the API's own column next to a table of a library.
        is_own: bool,
    },
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Name, type and texts.
    pub field: Field,
    /// The column with the currency of this amount.
    pub currency: Option<usize>,
    /// The words for true and false.
    pub words: Option<(String, String)>,
}
