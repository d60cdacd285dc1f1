//! The code tables, as people read them.

use payspec::centralpay::model::{BankReturnCode, CountryRow, CurrencyRow};
use payspec::iso::{Country, Currency};

#[test]
fn what_the_page_prints_is_next_to_what_we_ship() {
    assert_eq!(Country::ALA.row().map(|row| row.name), Some("Åland Islands"));
    let aland = CountryRow::of(&Country::ALA).expect("the page misspells it");
    assert!(aland.deviation.as_ref().is_some_and(|documented| documented.says.contains('Ã')));
    let missing = CurrencyRow::of(&Currency::XAF).and_then(|row| row.deviation.as_ref()).expect("it lacks it");
    assert_eq!(missing.says, "(not listed)");
}

#[test]
fn bank_codes_are_all_there_and_keep_their_wire_text() {
    assert_eq!(BankReturnCode::rows().len(), 109);
    let approved = BankReturnCode::from("0");
    assert_eq!((approved.as_str(), approved.row().map(|row| row.code)), ("0", Some("00")));
    assert_eq!(BankReturnCode::from("51"), BankReturnCode::CODE_51);
    let unlisted = BankReturnCode::from("ZZ");
    assert_eq!((unlisted.as_str(), unlisted.row()), ("ZZ", None));
}
