//! Amounts that are written in major units.

use std::collections::BTreeMap;

use super::evidence::Evidence;
use super::file::Decimals;
use super::types::FieldName;

/// How an API writes amounts in major units.
#[derive(Debug)]
pub struct ApiAmounts {
    /// As numbers in JSON, and otherwise as text.
    pub is_number: bool,
    /// How it is known.
    pub evidence: Option<Evidence>,
    /// How many decimals amounts have, for each table of currencies; one entry where they have always as many.
    pub decimals: Vec<Decimals>,
    /// The decimals of the codes of these tables, as far as they have any.
    pub codes: BTreeMap<String, u8>,
}

impl ApiAmounts {
    /// How many decimals an amount has in a currency.
    pub fn decimals_of(&self, code: Option<&str>) -> Option<u8> {
        match self.decimals.first()? {
            Decimals::Fixed(decimals) => Some(*decimals),
            Decimals::Column { .. } => self.codes.get(code?).copied(),
        }
    }
}

/// How a field of this kind is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Major {
    /// The field next to it with the currency; none where all amounts have as many decimals.
    pub currency: Option<CurrencyField>,
}

/// The field that has the currency of an amount.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrencyField {
    /// Its name.
    pub field: FieldName,
    /// The table of its codes, in Rust.
    pub table: String,
    /// It is always there.
    pub required: bool,
    /// It can be cleared.
    pub nullable: bool,
    /// Its codes are in lower case on the wire.
    pub lower_case: bool,
}
