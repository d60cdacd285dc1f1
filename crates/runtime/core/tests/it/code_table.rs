//! Code tables: constants that can be matched on, lookups by several columns, unlisted codes kept.

use payspec_core::{Code, Deviation, FormValue, TableRow, find_by};
use proptest::prelude::*;

/// The answer of a bank.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct BankCode(Code);

/// A row of the table of answers.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) struct BankCodeRow {
    /// The code.
    pub code: &'static str,
    /// Its number elsewhere.
    pub numeric: &'static str,
    /// Decimals or so.
    pub minor_units: Option<u8>,
    /// What the page says.
    pub deviation: Option<Deviation>,
}

impl BankCode {
    /// Approved.
    pub(crate) const APPROVED: BankCode = BankCode(Code::row(0));
    /// Refused.
    pub(crate) const REFUSED: BankCode = BankCode(Code::row(1));
    /// Amex: approved.
    pub(crate) const A0: BankCode = BankCode(Code::row(2));

    fn from_numeric(text: &str) -> Option<BankCode> {
        find_by(&BY_NUMERIC, |row| ROWS[usize::from(row)].numeric, text).map(|row| BankCode(Code::row(row)))
    }
}

static ROWS: [BankCodeRow; 3] = [
    BankCodeRow { code: "00", numeric: "900", minor_units: Some(2), deviation: None },
    BankCodeRow {
        code: "51",
        numeric: "100",
        minor_units: None,
        deviation: Some(Deviation { says: "5l", note: "a letter for a digit", at: "line 1" }),
    },
    BankCodeRow { code: "A0", numeric: "500", minor_units: Some(0), deviation: None },
];
static ALIASES: [(&str, u16); 2] = [("0", 0), ("a0", 2)];
static BY_NUMERIC: [u16; 3] = [1, 2, 0];
payspec_core::code_table!(BankCode, BankCodeRow, ROWS, ALIASES);

/// A table without aliases or rows compiles too.
mod empty {
    /// A code of nothing.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub(super) struct Nothing(payspec_core::Code);

    /// A row of nothing.
    pub(super) struct NothingRow {
        /// The code.
        pub code: &'static str,
    }

    static ROWS: [NothingRow; 0] = [];
    static ALIASES: [(&str, u16); 0] = [];
    payspec_core::code_table!(Nothing, NothingRow, ROWS, ALIASES);
}

#[test]
fn constants_are_match_patterns() {
    fn name(code: &BankCode) -> &'static str {
        match *code {
            BankCode::APPROVED | BankCode::A0 => "approved",
            BankCode::REFUSED => "refused",
            _ => "other",
        }
    }
    assert_eq!(name(&"00".into()), "approved");
    assert_eq!(name(&"A0".into()), "approved");
    assert_eq!(name(&"51".into()), "refused");
    assert_eq!(name(&"52".into()), "other");
    // Another spelling is another text; its row is the same.
    assert_eq!(name(&"0".into()), "other");
    assert_eq!(name(&BankCode::from("0").canonical()), "approved");
}

#[test]
fn every_row_is_found_by_its_code() {
    for row in BankCode::rows() {
        let code = BankCode::from(row.code);
        assert_eq!(code.row(), Some(row));
        assert_eq!(code.as_str(), row.code());
        assert!(code.is_listed());
        assert_eq!(format!("{code} {code:?}"), format!("{0} {0}", row.code));
        assert_eq!(code.form_value(), row.code);
        assert_eq!(code.canonical(), code);
        assert_eq!(serde_json::to_value(&code).unwrap(), row.code);
        assert_eq!(serde_json::from_value::<BankCode>(row.code.into()).unwrap(), code);
    }
    assert_eq!(BankCode::REFUSED.row().unwrap().deviation.unwrap().says, "5l");
}

#[test]
fn another_spelling_keeps_its_text_and_has_the_row() {
    for (text, row) in ALIASES {
        let code = BankCode::from(text);
        assert_eq!(code.as_str(), text);
        assert_eq!(code.row(), ROWS.get(usize::from(row)));
        assert_eq!(code.canonical().as_str(), ROWS[usize::from(row)].code);
        assert_ne!(code, code.canonical());
        assert_eq!(serde_json::to_value(&code).unwrap(), text);
    }
}

#[test]
fn an_unlisted_code_keeps_its_text() {
    let code = BankCode::from("GTH".to_owned());
    assert_eq!((code.as_str(), code.row(), code.is_listed()), ("GTH", None, false));
    assert_eq!(format!("{code:?}"), "Unlisted(\"GTH\")");
    assert_eq!(code.canonical(), code);
    assert_eq!(empty::Nothing::from("x").as_str(), "x");
    assert!(empty::Nothing::rows().is_empty());
}

#[test]
fn integers_are_read_as_codes() {
    assert_eq!(serde_json::from_str::<BankCode>("51").unwrap(), BankCode::REFUSED);
    let zero: BankCode = serde_json::from_str("0").unwrap();
    assert_eq!((zero.as_str(), zero.canonical()), ("0", BankCode::APPROVED));
    let message = serde_json::from_str::<BankCode>("[\"x9\"]").unwrap_err().to_string();
    assert!(message.starts_with("BankCode: expected text, found a list"), "{message}");
}

#[test]
fn other_columns_can_be_looked_up() {
    for row in BankCode::rows() {
        assert_eq!(BankCode::from_numeric(row.numeric).unwrap().row(), Some(row));
    }
    for absent in ["", "000", "999", "51"] {
        assert_eq!(BankCode::from_numeric(absent), None);
    }
    let column = ["a", "b", "b", "c"];
    assert_eq!(find_by(&[0, 1, 2, 3], |row| column[usize::from(row)], "b"), Some(1), "the first of equals");
}

#[test]
fn a_row_that_does_not_exist_is_no_panic() {
    let code = BankCode(Code::row(u16::MAX));
    assert_eq!((code.as_str(), code.row(), code.is_listed()), ("", None, false));
}

proptest! {
    #[test]
    fn any_text_survives(text in ".{0,4}|[0-9aA]{1,2}") {
        let code = BankCode::from(text.as_str());
        prop_assert_eq!(code.as_str(), text.as_str());
        prop_assert_eq!(&BankCode::from(code.as_str()), &code);
    }
}

/// What one API says of the codes.
#[derive(Debug, PartialEq, Eq)]
struct ShopRow {
    code: &'static str,
    story: &'static str,
}

static SHOP_ROWS: [ShopRow; 2] =
    [ShopRow { code: "00", story: "It is paid." }, ShopRow { code: "ZZ", story: "The shop is closed." }];

payspec_core::code_rows!(ShopRow, BankCode, SHOP_ROWS);

#[test]
fn what_an_api_says_of_a_code_is_found_by_any_spelling_of_it() {
    let story = |code: &BankCode| ShopRow::of(code).map(|row| row.story);
    assert_eq!(story(&BankCode::APPROVED), Some("It is paid."));
    assert_eq!(story(&BankCode::from("0")), Some("It is paid."), "another spelling of the same row");
    assert_eq!((story(&BankCode::REFUSED), story(&BankCode::from("nobody's"))), (None, None));
    assert_eq!(story(&BankCode::from("ZZ")), Some("The shop is closed."), "a code that the table does not have");
    assert_eq!(ShopRow::rows().iter().map(TableRow::code).collect::<Vec<_>>(), ["00", "ZZ"]);
}

/// A constant of a code that is not listed is the same as the code that is read.
#[test]
fn a_constant_that_is_not_listed_is_equal_to_what_is_read() {
    use std::collections::HashSet;

    const CLOSED: BankCode = BankCode::unlisted("ZZ");
    let read: BankCode = serde_json::from_str("\"ZZ\"").expect("any text");
    assert_eq!(read, CLOSED);
    assert!(HashSet::from([read]).contains(&CLOSED));
    assert_eq!((CLOSED.as_str(), CLOSED.is_listed(), CLOSED.canonical()), ("ZZ", false, CLOSED));
    assert_eq!(format!("{CLOSED} {CLOSED:?}"), "ZZ Unlisted(\"ZZ\")");
    assert_ne!(CLOSED, BankCode::from("ZY"));
}
