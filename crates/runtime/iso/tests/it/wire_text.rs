//! Codes are read and written as they travel, those of the tables and all others.

use payspec_iso::{Country, Currency, Language};

macro_rules! codes_travel {
    ($($table:ty),*) => {
        $(
            assert_eq!(<$table>::all().len(), <$table>::rows().len());
            for (code, row) in <$table>::all().zip(<$table>::rows()) {
                assert_eq!(serde_json::to_value(&code).expect("text"), row.code);
                assert_eq!(serde_json::from_value::<$table>(row.code.into()).expect("any text"), code);
                assert!(std::ptr::eq(<$table>::from(row.code.to_owned()).as_str(), row.code), "{} is copied", row.code);
            }
            for text in ["GTH", "xx", "", "978", "EURO", "\u{e9}"] {
                let read: $table = serde_json::from_value(text.into()).expect("any text");
                assert_eq!((read.as_str(), read.is_listed(), read.row()), (text, false, None));
                assert_eq!(serde_json::to_value(&read).expect("text"), text);
                assert_eq!(read, <$table>::from(text));
            }
        )*
    };
}

#[test]
fn listed_codes_and_all_others_travel_as_they_are() {
    codes_travel!(Country, Currency, Language);
}

/// What is found by another column is the row's own text, not a copy of it: a lookup allocates nothing.
#[test]
fn every_key_column_finds_the_row_itself() {
    fn found<T: AsRef<str>>(find: impl Fn(&str) -> Option<T>, key: &str, row: &'static str) {
        // Asked for with a text of the caller's, as those of responses are.
        let asked = key.to_owned();
        let code = find(&asked);
        assert!(code.is_some_and(|code| std::ptr::eq(code.as_ref(), row)), "{row} is not found by {key}, or is copied");
    }
    for row in Currency::rows() {
        if let Some(numeric) = row.numeric {
            found(Currency::from_numeric, numeric, row.code);
        }
    }
    for row in Country::rows() {
        found(Country::from_alpha2, row.alpha2, row.code);
        found(Country::from_numeric, row.numeric, row.code);
    }
    for row in Language::rows() {
        found(Language::from_alpha2, row.alpha2, row.code);
        found(Language::from_terminological, row.terminological, row.code);
    }
}

#[test]
fn a_constant_is_a_pattern_and_the_number_of_a_currency_finds_it() {
    assert!(matches!(Currency::from("EUR"), Currency::EUR));
    assert_eq!(Currency::from_numeric("978"), Some(Currency::EUR));
    assert_eq!(Currency::from("978"), Currency::from("978"), "the number itself is another text, sent as it is given");
    assert!(!Currency::from("978").is_listed());
    assert_eq!(
        (Currency::from_numeric("532"), Currency::ANG.row().and_then(|row| row.numeric)),
        (Some(Currency::XCG), None)
    );
}
