//! Amounts: exact, checked, lenient only about the JSON type.

use payspec_core::{Amount, AmountError, FormValue};
use proptest::prelude::*;

#[test]
fn decimal_texts_are_read_exactly() {
    let cases = [
        ("15.00", 2, 1500),
        ("15.0", 2, 1500),
        ("15", 2, 1500),
        ("15", 0, 15),
        ("0.05", 2, 5),
        ("-0.05", 2, -5),
        ("-0", 2, 0),
        ("007.50", 2, 750),
        ("1.234", 3, 1234),
        ("9223372036854775807", 0, i64::MAX),
        ("-9223372036854775808", 0, i64::MIN),
        ("92233720368547758.07", 2, i64::MAX),
        ("-92233720368547758.08", 2, i64::MIN),
        ("0", 255, 0),
    ];
    for (text, minor_units, minor) in cases {
        assert_eq!(Amount::from_decimal(text, minor_units), Ok(Amount::from_minor(minor)), "{text} {minor_units}");
    }
}

#[test]
fn wrong_decimal_texts_are_refused() {
    for text in ["", "-", ".", "15.", ".5", "+1", "1,5", "1 000", "1e3", "--1", "1.2.3", "١", "0x10", "NaN", " 1"] {
        assert_eq!(Amount::from_decimal(text, 2), Err(AmountError::NotDecimal), "{text}");
    }
    for (text, allowed) in [("15.001", 2), ("15.000", 2), ("15.0", 0)] {
        assert_eq!(Amount::from_decimal(text, allowed), Err(AmountError::TooManyDecimals { allowed }), "{text}");
    }
    for (text, units) in
        [("9223372036854775808", 0), ("-9223372036854775809", 0), ("92233720368547758.08", 2), ("1", 19)]
    {
        assert_eq!(Amount::from_decimal(text, units), Err(AmountError::OutOfRange), "{text}");
    }
    assert!(AmountError::TooManyDecimals { allowed: 2 }.to_string().ends_with("which has 2"));
}

#[test]
fn decimals_are_written_with_all_their_digits() {
    for (minor, units, text) in [
        (1500, 2, "15.00"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (0, 0, "0"),
        (0, 3, "0.000"),
        (-1500, 0, "-1500"),
        (i64::MIN, 2, "-92233720368547758.08"),
    ] {
        assert_eq!(Amount::from_minor(minor).to_decimal(units), text);
    }
    assert_eq!(Amount::from_minor(1).to_decimal(255).len(), 257);
}

#[test]
fn arithmetic_never_wraps() {
    let one = Amount::from_minor(1);
    assert_eq!(one.checked_add(one).map(Amount::minor), Some(2));
    assert_eq!(Amount::from_minor(i64::MAX).checked_add(one), None);
    assert_eq!(Amount::ZERO.checked_sub(one).map(Amount::minor), Some(-1));
    assert_eq!(Amount::from_minor(i64::MIN).checked_sub(one), None);
    assert!(Amount::default().is_zero() && Amount::ZERO < one);
}

#[test]
fn json_integers_in_any_dress_are_read() {
    for (json, minor) in [
        ("1500", 1500),
        ("-1", -1),
        ("1500.0", 1500),
        ("15e2", 1500),
        ("\"1500\"", 1500),
        ("\"-5\"", -5),
        ("\"1500.00\"", 1500),
        ("\"500.0000\"", 500),
        ("\"-0.0\"", 0),
        ("\"9223372036854775807.000\"", i64::MAX),
        ("9223372036854775807", i64::MAX),
    ] {
        assert_eq!(serde_json::from_str::<Amount>(json).unwrap().minor(), minor, "{json}");
    }
    assert_eq!(serde_json::to_string(&Amount::from_minor(-7)).unwrap(), "-7");
    assert_eq!(Amount::from_minor(-7).form_value(), "-7");
    assert_eq!(format!("{:>4}", Amount::from_minor(-7)), "  -7");
}

#[test]
fn other_json_is_refused_without_quoting_it() {
    let cases = [
        "null",
        "true",
        "15.5",
        "\"15.01\"",
        "\"15.\"",
        "\".00\"",
        "\".\"",
        "\"15.0.0\"",
        "\"15.00 \"",
        "\"15,00\"",
        "\"9223372036854775808.0\"",
        "\"\"",
        "\"4x7\"",
        "1e300",
        "9223372036854775808",
        "[1]",
        "{}",
        "9007199254740993.0",
        "\"1,000\"",
        "\"1e3\"",
    ];
    for json in cases {
        let message = serde_json::from_str::<Amount>(json).unwrap_err().to_string();
        assert!(message.starts_with("expected an amount as an integer number of minor units, found "), "{message}");
        assert!(!message.contains("4x7") && !message.contains("15.5"), "{message}");
    }
}

proptest! {
    #[test]
    fn writing_and_reading_decimals_agree(minor: i64, units in 0u8..=18) {
        let amount = Amount::from_minor(minor);
        prop_assert_eq!(Amount::from_decimal(&amount.to_decimal(units), units), Ok(amount));
    }

    #[test]
    fn a_decimal_text_is_exactly_its_amount_or_an_error(text in "-?[0-9]{1,20}(\\.[0-9]{1,4})?|[-+.0-9]{0,30}|.*", units in 0u8..=24) {
        match Amount::from_decimal(&text, units) {
            Ok(amount) => {
                let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                prop_assert!(decimals <= usize::from(units), "no digit is dropped or moved: {} {}", text, units);
                // By way of text, and not of the arithmetic that is on trial.
                let digits = |text: &str| {
                    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
                    let sign = if whole.starts_with('-') { "-" } else { "" };
                    let digits = format!("{}{fraction:0<width$}", whole.trim_start_matches('-'), width = usize::from(units));
                    format!("{sign}{}", digits.trim_start_matches('0'))
                };
                let (given, written) = (digits(&text), digits(&amount.to_decimal(units)));
                prop_assert_eq!(given.trim_end_matches('-'), written.trim_end_matches('-'), "{} {}", text, units);
                prop_assert_eq!(Amount::from_decimal(&amount.to_decimal(units), units), Ok(amount));
            }
            Err(error) => {
                let (shown, allowed) = (error.to_string(), format!("which has {units}"));
                let known = shown.trim_end_matches(&allowed).replace("15.00", "");
                prop_assert!(!known.contains(|c: char| c.is_ascii_digit()), "{}", shown);
            }
        }
    }

    #[test]
    fn any_number_or_text_of_json_is_its_exact_amount_or_an_error_without_it(
        json in "-?[0-9]{1,22}(\\.[0-9]{1,3})?([eE][-+]?[0-9]{1,3})?|\"[-+ .0-9a-f]{0,24}\"|true|null|\\[7\\]|\\{\"7\":7\\}",
    ) {
        match serde_json::from_str::<Amount>(&json) {
            Ok(amount) => {
                let text = json.trim_matches('"');
                let zeros = |fraction: &str| !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
                // Of a text, a fraction of zeros is nothing; a number may have become a float on the way.
                let whole = match text.split_once('.') {
                    Some((whole, fraction)) if json.starts_with('"') && zeros(fraction) => whole,
                    _ => text,
                };
                if let Ok(exact) = whole.parse::<i64>() {
                    prop_assert_eq!(amount.minor(), exact, "{}", json);
                } else {
                    let float: f64 = text.parse().expect("a number");
                    #[expect(clippy::cast_precision_loss, reason = "amounts from floats are below 2^44")]
                    let back = amount.minor() as f64;
                    prop_assert!((back - float).abs() < 0.01 && back.abs() < 17_592_186_044_416.0, "{}", json);
                }
                let written = serde_json::to_string(&amount).unwrap();
                prop_assert_eq!(&written, &amount.minor().to_string());
                prop_assert_eq!(amount.form_value(), written.as_str());
            }
            Err(error) => {
                let said = error.to_string();
                let (said, _) = said.split_once(" at line").unwrap_or((&said, ""));
                prop_assert!(!said.contains(|c: char| c.is_ascii_digit()), "{}: {}", json, said);
            }
        }
    }

    #[test]
    fn json_round_trip(minor: i64) {
        let json = serde_json::to_string(&Amount::from_minor(minor)).unwrap();
        prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap().minor(), minor);
        prop_assert_eq!(serde_json::from_str::<Amount>(&format!("\"{minor}\"")).unwrap().minor(), minor);
    }
}
