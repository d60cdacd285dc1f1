//! Money is exact in both units.

use std::borrow::Cow;

use payspec_core::Amount;
use payspec_files::{
    AmountUnit, Amounts, Cells, Column, CsvReader, DecimalMark, Decimals, FileErrorKind, FileFormat, FileRow,
    JsonReader, Kind, ReadError, ReadOptions, Separator,
};

use crate::entry::{csv, csv_bytes, json, told};

fn read(amount: &str, currency: &str, unit: AmountUnit) -> Result<Option<i64>, String> {
    let text = format!("entry_id;amount;currency\ne-1;\"{amount}\";{currency}\n");
    let mut rows = csv_bytes(text.into_bytes(), ReadOptions::new().amounts(unit));
    let row = rows.next().expect("a row");
    row.map(|row| row.amount.map(Amount::minor)).map_err(|error| error.to_string())
}

#[test]
fn minor_units_are_digits() {
    let read = |text| read(text, "EUR", AmountUnit::Minor);
    assert_eq!(read("1250"), Ok(Some(1250)));
    assert_eq!(read(" -5 "), Ok(Some(-5)));
    assert_eq!(read(""), Ok(None));
    for text in ["+5", "1 250", "1e3", "0x10", "12€", "12.", ",5", "9223372036854775808"] {
        let message = read(text).expect_err(text);
        assert!(message.starts_with("line 2 (row 1): column 2 `amount`"), "{message}");
    }
    for text in ["12.50", "12,50", "1500.00", "1500,00", "-0,05", "1,250", "1 500,00", "1.500,00 €"] {
        let message = read(text).expect_err("a guess would be wrong by a factor of a hundred");
        assert!(message.starts_with("line 2: an amount in `amount`"), "{message}");
        assert!(message.contains("ReadOptions::amounts"), "{message}");
    }
}

#[test]
fn major_units_have_the_decimals_of_their_currency() {
    let dot = AmountUnit::Major(DecimalMark::Dot);
    assert_eq!(read("12.50", "EUR", dot), Ok(Some(1250)));
    assert_eq!(read("12.5", "EUR", dot), Ok(Some(1250)));
    assert_eq!(read("12", "eur", dot), Ok(Some(1200)));
    assert_eq!(read("-0.05", "EUR", dot), Ok(Some(-5)));
    assert_eq!(read("12.5", "TND", dot), Ok(Some(12500)));
    assert_eq!(read("12", "JPY", dot), Ok(Some(12)));
    assert_eq!(read("12.00", "JPY", dot), Ok(Some(12)), "zeros say nothing");
    assert_eq!(read("12.5000", "EUR", dot), Ok(Some(1250)));
    assert!(read("12.505", "EUR", dot).expect_err("half a cent").contains("more decimals than its currency"));
    assert!(read("12.50", "GTH", dot).expect_err("a currency of its own").contains("`currency`"));
    assert!(read("12.50", "", dot).is_err());
    for text in ["12,50", "1.250.00", "1,250.00", "12.", ".5", "12.5x", "1 2", "--1", "1.-5"] {
        assert!(read(text, "EUR", dot).is_err(), "{text}");
    }
}

/// The rows before it were read in the wrong unit too, so this is no matter of one row.
#[test]
fn one_amount_with_decimals_ends_a_file_of_minor_units() {
    let rows = csv("entry_id;amount;currency\ne-1;100;EUR\ne-2;14,99;EUR\ne-3;100;EUR\n").collect::<Vec<_>>();
    let [Ok(_), Err(ReadError::File(error))] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((error.kind(), error.line()), (FileErrorKind::Amounts, Some(3)));
    let list = r#"[{"entry_id":"e-1","amount":100},{"entry_id":"e-2","amount":14.99},{"entry_id":"e-3","amount":1}]"#;
    let rows = json(list).collect::<Vec<_>>();
    let [Ok(_), Err(ReadError::File(error))] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((error.kind(), error.line()), (FileErrorKind::Amounts, Some(1)));
    assert!(!error.to_string().contains("14.99"), "{error}");
}

#[test]
fn amounts_of_one_file_may_have_decimals_or_none() {
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Comma));
    let rows = csv_bytes(b"entry_id;amount;currency\ne-1;100;EUR\ne-2;14,99;EUR\n".to_vec(), options);
    let amounts: Vec<_> = rows.map(|row| row.expect("right").amount).collect();
    assert_eq!(amounts, [10_000, 1_499].map(|minor| Some(Amount::from_minor(minor))));
}

#[test]
fn the_other_decimal_mark_is_hinted_at() {
    let other = read("1500,00", "EUR", AmountUnit::Major(DecimalMark::Dot)).expect_err("a comma");
    assert!(other.contains("the other decimal mark") && other.contains("ReadOptions::amounts"), "{other}");
    let other = read("15 euros", "EUR", AmountUnit::Major(DecimalMark::Dot)).expect_err("no number");
    assert!(!other.contains("other decimal mark"), "{other}");
}

#[derive(Debug)]
struct Guessed;

static GUESSED: FileFormat = FileFormat {
    name: "guessed",
    separator: Separator::Semicolon,
    amounts: Amounts { unit: AmountUnit::Minor, is_inferred: true, decimals: Decimals::Fixed(2) },
    columns: &[
        Column { name: "id", also: &[], kind: Kind::Text, required: true },
        Column { name: "amount", also: &[], kind: Kind::Amount { currency: None }, required: false },
    ],
    rules: &[],
};

impl FileRow for Guessed {
    const FORMAT: &'static FileFormat = &GUESSED;

    fn from_cells(cells: &mut Cells<'_>) -> Option<Self> {
        cells.text(0)?;
        cells.amount(1);
        Some(Self)
    }

    fn values(&self) -> Vec<Option<Cow<'_, str>>> {
        vec![None, None]
    }
}

#[test]
fn a_unit_that_is_guessed_is_reported_before_any_row() {
    let text = "id;amount\nx;100\n";
    let error = CsvReader::<Guessed, _>::new(text.as_bytes()).expect_err("nobody knows the unit");
    assert_eq!(error.kind(), FileErrorKind::Amounts);
    assert!(error.to_string().contains("`ReadOptions::amounts`"), "{error}");
    let list = r#"[{"id":"x","amount":100}]"#;
    let rows: Vec<_> = JsonReader::<Guessed, _>::new(list.as_bytes()).collect();
    let [Err(ReadError::File(error))] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(error.kind(), FileErrorKind::Amounts);
    let options = || ReadOptions::new().amounts(AmountUnit::Minor);
    assert!(CsvReader::<Guessed, _>::with(options(), text.as_bytes()).is_ok_and(|rows| rows.count() == 1));
    assert!(JsonReader::<Guessed, _>::with(options(), list.as_bytes()).all(|row| row.is_ok()));
    assert!(CsvReader::<Guessed, _>::new("id\nx\n".as_bytes()).is_ok(), "there is no amount to misread");
}

#[test]
fn a_decimal_comma_is_said_and_never_guessed() {
    let comma = AmountUnit::Major(DecimalMark::Comma);
    assert_eq!(read("12,50", "EUR", comma), Ok(Some(1250)));
    assert_eq!(read("1,250", "TND", comma), Ok(Some(1250)));
    assert!(read("1.250", "EUR", comma).is_err(), "it could be a thousand or one and a quarter");
}

#[test]
fn a_row_without_amount_needs_no_currency() {
    let options = ReadOptions::new().amounts(AmountUnit::Major(DecimalMark::Dot));
    assert_eq!(told(csv_bytes(b"entry_id;amount;currency\ne-1;;\n".to_vec(), options)), ["e-1"]);
}
