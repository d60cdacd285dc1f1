//! Amounts in major units, there and back, in every currency.

use payspec_core::__private::{AmountFormat, DecimalAmount, Decimals, Major, deserialize_scalar};
use payspec_core::Amount;
use payspec_iso::Currency;

/// What reaches the ends of what an amount holds, and what is near to a whole unit.
const MINOR: [i64; 13] = [0, 1, -1, 5, 99, 100, -101, 999, 1000, 12_345, 999_999_999_999_999, i64::MAX, i64::MIN];

fn digits(json: &str) -> DecimalAmount {
    deserialize_scalar(&mut serde_json::Deserializer::from_str(json)).expect("it can be read")
}

#[test]
fn every_currency_is_exact_there_and_back() {
    let mut seen = std::collections::BTreeSet::new();
    for row in Currency::rows() {
        let Some(decimals) = row.minor_units.and_then(|units| u8::try_from(units).ok()) else { continue };
        seen.insert(decimals);
        for (minor, is_number) in MINOR.into_iter().flat_map(|minor| [(minor, false), (minor, true)]) {
            let (amount, format) = (Amount::from_minor(minor), AmountFormat { decimals: Some(decimals), is_number });
            let written = serde_json::to_string(&Major(&amount, format));
            if is_number && minor.unsigned_abs() > 999_999_999_999_999 {
                assert!(written.is_err(), "{}: a JSON number would be rounded", row.code);
                continue;
            }
            let json = written.expect("it can be written");
            let fraction = json.trim_matches('"').split_once('.').map_or(0, |(_, fraction)| fraction.len());
            assert!(is_number || fraction == usize::from(decimals), "{}: {json}", row.code);
            let read = digits(&json);
            assert_eq!(read.amounts(format), Ok(amount), "{}: {json}", row.code);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 2, 3, 4]);
}

#[test]
fn what_iso_gives_no_decimals_cannot_be_written() {
    let format = AmountFormat { decimals: None, is_number: false };
    assert!(Currency::XAU.row().is_some_and(|row| row.minor_units.is_none()));
    assert!(serde_json::to_string(&Major(&Amount::from_minor(1), format)).is_err());
    assert!(digits("\"1.00\"").amounts(format).is_err());
}
