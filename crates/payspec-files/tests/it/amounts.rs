//! Money is exact in both units.

use payspec_core::Amount;
use payspec_files::{AmountUnit, DecimalMark, ReadOptions};

use crate::entry::{csv_bytes, told};

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
    for text in ["+5", "1 250", "1,250", "1e3", "0x10", "12€", "9223372036854775808"] {
        assert!(read(text).is_err(), "{text}");
    }
    for text in ["12.50", "12.00"] {
        let message = read(text).expect_err("a guess would be wrong by a factor of a hundred");
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
