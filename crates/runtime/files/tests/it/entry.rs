//! A row with a column of every kind, written as the generator would.

use std::borrow::Cow;
use std::io::Cursor;

use payspec_core::{Amount, Check, DateTime, FormValue, Rule, UnknownValue, open_enum};
use payspec_files::{
    AmountUnit, Amounts, Cells, Column, CsvReader, Decimals, FileFormat, FileRow, JsonReader, Kind, ReadError,
    ReadOptions, Separator,
};

/// How an entry came about.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum Origin {
    Sale,
    Gift,
    Unrecognized(UnknownValue),
}
open_enum!(Origin { Sale = "SALE", Gift = "gift" });

#[derive(Clone, Debug, Default, PartialEq)]
#[allow(clippy::struct_field_names)] // The column is called so.
pub(crate) struct Entry {
    pub(crate) entry_id: String,
    pub(crate) amount: Option<Amount>,
    pub(crate) currency: Option<String>,
    pub(crate) count: Option<i64>,
    pub(crate) paid: Option<bool>,
    pub(crate) day: Option<DateTime>,
    pub(crate) origin: Option<Origin>,
    pub(crate) note: Option<String>,
}

pub(crate) static FORMAT: FileFormat = FileFormat {
    name: "entry",
    separator: Separator::Semicolon,
    amounts: Amounts { unit: AmountUnit::Minor, is_inferred: false, decimals: Decimals::OfCurrency(decimals) },
    columns: &[
        Column { name: "entry_id", also: &["entry"], kind: Kind::Id, required: true },
        Column { name: "amount", also: &[], kind: Kind::Amount { currency: Some(2) }, required: false },
        Column { name: "currency", also: &[], kind: Kind::Word, required: false },
        Column { name: "count", also: &[], kind: Kind::Integer, required: false },
        Column { name: "paid", also: &[], kind: Kind::Boolean { yes: "O", no: "N" }, required: false },
        Column { name: "day", also: &[], kind: Kind::Date, required: false },
        Column { name: "origin", also: &[], kind: Kind::Word, required: false },
        Column { name: "note", also: &[], kind: Kind::Text, required: false },
    ],
    rules: &[
        Rule {
            name: "required",
            when: None,
            check: Check::Requires(&["entry_id"]),
            because: "It is looked up by it.",
            evidence: None,
        },
        Rule {
            name: "some-money",
            when: None,
            check: Check::Range { field: "amount", min: Some(1), max: None },
            because: "Nothing needs no entry.",
            evidence: None,
        },
    ],
};

fn decimals(currency: &str) -> Option<u8> {
    match currency {
        "EUR" => Some(2),
        "JPY" => Some(0),
        "TND" => Some(3),
        _ => None,
    }
}

impl FileRow for Entry {
    const FORMAT: &'static FileFormat = &FORMAT;

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        let entry_id = cells.text(0);
        Some(Self {
            amount: cells.amount(1),
            currency: cells.text(2),
            count: cells.integer(3),
            paid: cells.boolean(4),
            day: cells.date(5),
            origin: cells.word(6, Origin::is_known),
            note: cells.text(7),
            entry_id: entry_id?,
        })
    }

    fn values(&self) -> Vec<Option<Cow<'_, str>>> {
        vec![
            Some(self.entry_id.form_value()),
            self.amount.as_ref().map(FormValue::form_value),
            self.currency.as_ref().map(FormValue::form_value),
            self.count.as_ref().map(FormValue::form_value),
            self.paid.as_ref().map(FormValue::form_value),
            self.day.as_ref().map(FormValue::form_value),
            self.origin.as_ref().map(FormValue::form_value),
            self.note.as_ref().map(FormValue::form_value),
        ]
    }
}

pub(crate) const HEADER: &str = "entry_id;amount;currency;count;paid;day;origin;note\n";

pub(crate) fn csv(text: &str) -> CsvReader<Entry, Cursor<Vec<u8>>> {
    csv_bytes(text.as_bytes().to_vec(), ReadOptions::new())
}

pub(crate) fn csv_bytes(bytes: Vec<u8>, options: ReadOptions) -> CsvReader<Entry, Cursor<Vec<u8>>> {
    CsvReader::with(options, Cursor::new(bytes)).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn json(text: &str) -> JsonReader<Entry, Cursor<Vec<u8>>> {
    JsonReader::new(Cursor::new(text.as_bytes().to_vec()))
}

/// Each row as its id, or as what is wrong with it.
pub(crate) fn told(rows: impl Iterator<Item = Result<Entry, ReadError>>) -> Vec<String> {
    rows.map(|row| row.map_or_else(|error| error.to_string(), |entry| entry.entry_id)).collect()
}
