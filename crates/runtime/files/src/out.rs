//! A row to be written: validation, and the text of its values.

use std::borrow::Cow;

use payspec_core::{Amount, Violation, Violations, check};

use crate::cells::decimals_of;
use crate::error::WriteError;
use crate::format::{AmountUnit, Column, DecimalMark, FileFormat, Kind, Separator};
use crate::options::WriteOptions;
use crate::row::{FileRow, Values};
use crate::spreadsheet;

/// The common part of the CSV and JSON writers.
#[derive(Debug)]
pub(crate) struct Out {
    options: WriteOptions,
    rows: u64,
}

impl Out {
    pub(crate) fn new(options: WriteOptions) -> Self {
        Self { options, rows: 0 }
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn written(&mut self) {
        self.rows += 1;
    }

    /// Validates a row and returns its texts, one per column. `cells` is the separator of a file that a spreadsheet may
    /// open.
    pub(crate) fn texts<'v, T: FileRow>(
        &self,
        values: &'v [Option<Cow<'v, str>>],
        cells: Option<Separator>,
    ) -> Result<Vec<Option<Cow<'v, str>>>, WriteError> {
        let format = T::FORMAT;
        let mut broken: Vec<Violation> = match check(format.rules, &[], None, &Values { format, values }) {
            Ok(()) => Vec::new(),
            Err(violations) => violations.into_iter().collect(),
        };
        let mut texts = Vec::with_capacity(values.len());
        // These values have no text. Waiving that would omit them and shift later values to their columns.
        let mut unwritable = Vec::new();
        for (column, value) in format.columns.iter().zip(values) {
            let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else {
                texts.push(None);
                continue;
            };
            if let Some(separator) = cells {
                spreadsheet::check(column, separator, value, &mut broken);
            }
            match text(format, column, value, values) {
                Ok(text) => texts.push(Some(text)),
                Err(violation) => unwritable.push(violation),
            }
        }
        broken.retain(|violation| !self.options.waived.iter().any(|waived| waived == violation.rule()));
        broken.append(&mut unwritable);
        match Violations::from_vec(broken) {
            None => Ok(texts),
            Some(violations) => Err(WriteError::Refused { row: self.rows + 1, violations }),
        }
    }
}

/// Returns the text of a value in the file.
fn text<'v>(
    format: &'static FileFormat,
    column: &Column,
    value: &'v str,
    values: &[Option<Cow<'_, str>>],
) -> Result<Cow<'v, str>, Violation> {
    match column.kind {
        Kind::Boolean { yes, no } => Ok(Cow::Borrowed(if value == "true" { yes } else { no })),
        Kind::Amount { currency } => match format.amounts.unit {
            AmountUnit::Minor => Ok(Cow::Borrowed(value)),
            AmountUnit::Major(mark) => {
                let code = currency.and_then(|currency| values.get(currency)?.as_deref());
                let decimals = decimals_of(&format.amounts, code);
                let amount = Amount::from_decimal(value, 0).ok();
                let (Some(decimals), Some(amount)) = (decimals, amount) else { return Err(no_decimals(column)) };
                let text = amount.to_decimal(decimals);
                Ok(Cow::Owned(if mark == DecimalMark::Comma { text.replace('.', ",") } else { text }))
            }
        },
        Kind::Text | Kind::Integer | Kind::Date | Kind::Id | Kind::Word => Ok(Cow::Borrowed(value)),
    }
}

fn no_decimals(column: &Column) -> Violation {
    Violation::new(
        vec![column.name.to_owned()],
        "decimals",
        "cannot be written with decimals: the currency is missing or its number of decimals is unknown",
        "",
    )
}
