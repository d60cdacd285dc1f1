//! `payspec codes`.

use serde_json::Value;

use crate::{ended, error_of, text_of};

#[test]
fn a_code_is_found_with_its_meaning_and_what_to_do() {
    let text = text_of(&["codes", "51"]);
    for part in
        ["51  centralpay BankReturnCode\n", "Insufficient funds", "funds-or-limits: ", "retry-later: Retry the same"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains('\u{1b}'), "colours only for terminals: {text:?}");
    // The other spelling of responses, in a table where it is none.
    assert!(text_of(&["codes", "0", "--api", "centralpay"]).starts_with("00 (or 0)  centralpay BankReturnCode\n"));
}

#[test]
fn words_find_rows_of_all_tables_or_of_one_api() {
    let codes = |arguments: &[&str]| {
        let told: Value = serde_json::from_str(&text_of(arguments)).expect("it is JSON");
        let found = told["found"].as_array().expect("a list").clone();
        found
            .iter()
            .map(|row| format!("{} {}", row["api"].as_str().unwrap(), row["code"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let all = codes(&["codes", "insufficient", "--json"]);
    for code in ["centralpay 51", "centralpay AM04", "cinetpay 602"] {
        assert!(all.contains(&code.to_owned()), "{code} in {all:?}");
    }
    assert_eq!(codes(&["codes", "--api", "cinetpay", "INSUFFICIENT", "balance", "--json"]), ["cinetpay 602"; 2]);
    // The words of a category's meaning, which no row has itself.
    assert!(codes(&["codes", "seven days", "--json"]).contains(&"centralpay 61".to_owned()));
    // Many rows are one line each, and aligned.
    let lines = text_of(&["codes", "dollar"]);
    let places: Vec<_> = lines.lines().map(|line| line.find("iso Currency")).collect();
    assert!(places.len() > 10 && places.iter().all(|place| *place == places[0]), "{lines}");
}

#[test]
fn nothing_found_is_a_failure_that_names_what_is_near() {
    let error = error_of(&["codes", "AM40"], 1);
    assert!(error.starts_with("payspec: no table has `AM40`; the nearest are AM") && error.contains("AM04"), "{error}");
    assert_eq!(error_of(&["codes", "qqqqqqqqqq"], 1), "payspec: no table has `qqqqqqqqqq`\n");
    let output = ended(&["codes", "AM40", "--json"]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((told["found"].as_array().map(Vec::len), output.status.code()), (Some(0), Some(1)));
    assert!(told["nearest"].as_array().is_some_and(|near| !near.is_empty()));
    assert!(error_of(&["codes", "51", "--api", "centralpya"], 2).contains("a similar value exists: 'centralpay'"));
}
