//! Amounts in major units and codes in lower case, as generated objects read and write them.

use payspec_core::__private::{AmountFormat, DecimalAmount, LowerCase, ObjectWriter, read_amount};
use payspec_core::json::{collect_unreadable, read_body};
use payspec_core::{Amount, EncodeForm, Form, Unreadable, UnreadableMembers};
use proptest::prelude::*;
use serde::{Serialize, Serializer};

/// The decimals that currencies have.
const DECIMALS: [u8; 4] = [0, 2, 3, 4];

/// What the generator makes of an object with an amount, a list of amounts and their currency; the first letter of the
/// currency is the number of its decimals.
#[derive(Debug, Clone, Default, PartialEq)]
struct Price {
    value: Option<Amount>,
    parts: Option<Vec<Amount>>,
    currency: Option<String>,
    unreadable: UnreadableMembers,
}

fn format(currency: Option<&String>) -> AmountFormat {
    let decimals = currency.and_then(|currency| currency.get(..1)?.parse().ok());
    AmountFormat { decimals, is_number: currency.is_some_and(|currency| currency.ends_with('N')) }
}

const _: () = {
    struct Read {
        value: Option<DecimalAmount>,
        parts: Option<Vec<DecimalAmount>>,
        currency: Option<LowerCase<String>>,
        unreadable: UnreadableMembers,
    }

    payspec_core::read_object!(Read {
        "\0unreadable" = unreadable: unreadable,
        "currency" = currency: value,
        "parts" = parts: value_list,
        "value" = value: value,
    });

    payspec_core::convert_object!(Price { value, parts, currency, unreadable } from Read, |read| {
        let format = format(read.currency.as_ref().map(|code| &code.0));
        Ok(Price {
            value: read_amount("value", read.value, format)?,
            parts: read_amount("parts", read.parts, format)?,
            currency: read.currency.map(|code| code.0),
            unreadable: read.unreadable,
        })
    });
};

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = ObjectWriter::<S>::new(serializer, &self.unreadable)?;
        object.amounts(&["value"], self.value.as_ref(), format(self.currency.as_ref()))?;
        object.amounts(&["parts"], self.parts.as_ref(), format(self.currency.as_ref()))?;
        object.optional("currency", &self.currency.as_ref().map(LowerCase))?;
        object.end()
    }
}

impl EncodeForm for Price {
    fn encode_form(&self, form: &mut Form) {
        form.amount("value", self.value.as_ref(), format(self.currency.as_ref()));
        form.amounts("parts", self.parts.as_deref(), format(self.currency.as_ref()));
        form.optional("currency", self.currency.as_ref().map(LowerCase).as_ref());
    }
}

fn price(minor: i64, currency: &str) -> Price {
    Price { value: Some(Amount::from_minor(minor)), currency: Some(currency.to_owned()), ..Price::default() }
}

fn read(value: &str, currency: &str) -> Price {
    let body = format!(r#"{{"value": {value}, "currency": {currency}}}"#);
    read_body(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error}"))
}

#[test]
fn what_is_written_has_the_digits_of_the_currency() {
    for (minor, currency, json) in [
        (1000, "2EUR", r#"{"value":"10.00","currency":"2eur"}"#),
        (10, "0JPY", r#"{"value":"10","currency":"0jpy"}"#),
        (10_000, "3KWD", r#"{"value":"10.000","currency":"3kwd"}"#),
        (-5, "2EUR", r#"{"value":"-0.05","currency":"2eur"}"#),
        (0, "2EUR", r#"{"value":"0.00","currency":"2eur"}"#),
        (i64::MIN, "2EUR", r#"{"value":"-92233720368547758.08","currency":"2eur"}"#),
        (1005, "2N", r#"{"value":10.05,"currency":"2n"}"#),
        (1000, "2N", r#"{"value":10.0,"currency":"2n"}"#),
        (10, "0N", r#"{"value":10,"currency":"0n"}"#),
    ] {
        assert_eq!(serde_json::to_string(&price(minor, currency)).expect("it is JSON"), json);
    }
    let mut form = Form::new();
    form.object("price", Some(&price(1005, "2N")));
    assert_eq!(form.get("price[value]"), Some("10.05"));
    assert_eq!(form.get("price[currency]"), Some("2n"));
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    for (currency, why) in [(None, "the currency is missing"), (Some("XAU"), "number of decimals is unknown")] {
        let unknown =
            Price { value: Some(Amount::from_minor(5)), currency: currency.map(str::to_owned), ..Price::default() };
        let error = serde_json::to_string(&unknown).expect_err("no decimals").to_string();
        assert!(error.contains(why), "{error}");
        let mut form = Form::new();
        form.object("price", Some(&unknown));
        assert_eq!(form.problems().iter().map(|problem| problem.name.as_str()).collect::<Vec<_>>(), ["price[value]"]);
    }
    let large = serde_json::to_string(&price(123_456_789_012_345_678, "2N")).expect_err("a double would round it");
    assert!(large.to_string().contains("more digits than a JSON number preserves"), "{large}");
    assert!(serde_json::to_string(&price(123_456_789_012_345_678, "2EUR")).is_ok());
    // A double has all digits of these.
    for minor in [1_000_000_000_000_000, 9_007_199_254_740_994, -9_007_199_254_740_994, 900_719_925_474_099_200] {
        let written = serde_json::to_string(&price(minor, "2N")).expect("the double is written so");
        let read: Price = payspec_core::json::read_body(written.as_bytes()).expect("what is written can be read");
        assert_eq!(read, price(minor, "2N"), "{written}");
    }
}

#[test]
fn every_way_to_write_ten_is_ten() {
    for value in ["\"10\"", "\"10.0\"", "\"10.00\"", "\"10.000\"", "10", "10.0", "10.00", "1e1", "\"010.00\""] {
        assert_eq!(read(value, "\"2eur\""), price(1000, "2EUR"), "{value}");
    }
    assert_eq!(read("\"1500.00\"", "\"0Jpy\""), price(1500, "0JPY"));
    for nothing in ["null", "\"\""] {
        assert_eq!(read(nothing, "\"2EUR\"").value, None, "{nothing}");
    }
}

#[test]
fn what_is_no_amount_is_kept_and_never_rounded() {
    let wrong = [
        "\"10.005\"",
        "10.005",
        "\" 10.00\"",
        "\"10,00\"",
        "\"1e1\"",
        "\"+10\"",
        "\".5\"",
        "\"10.\"",
        "\"1 000.00\"",
        "\"10.00 \"",
        "\"10.00€\"",
        "true",
        "[]",
        "{\"a\":1}",
        "\"92233720368547758.08\"",
        "1234567890123.456789",
        "\"10.0x\"",
    ];
    for value in wrong {
        let body = format!(r#"[{{"currency": "2EUR", "value": {value}}}, {{"value": "1.00", "currency": "2EUR"}}]"#);
        let (read, told) = collect_unreadable(|| read_body::<Vec<Price>>(body.as_bytes()));
        let read = read.unwrap_or_else(|error| panic!("{value}: {error}"));
        assert_eq!((read[0].value, read[0].unreadable.get("value")), (None, Some(value)));
        assert_eq!(read[1], price(100, "2EUR"), "{value}");
        assert_eq!(told.iter().map(Unreadable::path).collect::<Vec<_>>(), ["[0].value"]);
        let written = serde_json::to_string(&read[0]).expect("it is JSON");
        assert!(written.contains(value), "{written} has not {value}");
    }
}

#[test]
fn an_amount_whose_currency_is_not_known_is_kept() {
    for body in [r#"{"value":"10.00"}"#, r#"{"value":"10.00","currency":"XAU"}"#, r#"{"currency":null,"value":10.0}"#] {
        let read: Price = read_body(body.as_bytes()).expect("the rest is there");
        assert!(read.value.is_none() && read.unreadable.get("value").is_some(), "{body}");
    }
    let error =
        serde_json::from_str::<Price>(r#"{"value":"4111.00"}"#).expect_err("nothing is set aside here").to_string();
    assert!(error.contains("the currency is missing or unknown") && !error.contains("4111"), "{error}");
}

#[test]
fn lists_of_amounts_share_a_currency() {
    let prices: Price = read_body(br#"{"parts": ["1.5", 2, "0.05"], "currency": "2eur"}"#).expect("a list");
    assert_eq!(prices.parts, Some([150, 200, 5].map(Amount::from_minor).to_vec()));
    assert_eq!(
        serde_json::to_string(&prices).expect("it is JSON"),
        r#"{"parts":["1.50","2.00","0.05"],"currency":"2eur"}"#
    );
}

proptest! {
    /// Text is exact for all there are, a number for all that it can carry.
    #[test]
    fn there_and_back(minor in any::<i64>(), small in -999_999_999_999_999_i64..=999_999_999_999_999, at in 0..DECIMALS.len()) {
        let decimals = DECIMALS[at];
        for (minor, currency) in [(minor, format!("{decimals}T")), (small, format!("{decimals}T")), (small, format!("{decimals}N"))] {
            let sent = price(minor, &currency);
            let json = serde_json::to_string(&sent).expect("it can be written");
            prop_assert_eq!(&read_body::<Price>(json.as_bytes()).expect("it can be read"), &sent);
            // As a value, which a union is read from.
            let value = serde_json::to_value(&sent).expect("it can be written");
            prop_assert_eq!(&serde_json::from_value::<Price>(value).expect("it can be read"), &sent);
        }
    }

    #[test]
    fn nothing_panics_and_nothing_is_rounded(text in "[-+0-9.,eE ]{0,24}") {
        let body = serde_json::json!({"value": text, "currency": "2EUR"}).to_string();
        let read: Price = read_body(body.as_bytes()).expect("it is set aside");
        if let Some(value) = read.value {
            let digits = |text: &str| text.trim_start_matches('0').to_owned();
            let (whole, fraction) = text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""));
            let written = value.to_decimal(2);
            let (whole_back, fraction_back) = written.trim_start_matches('-').split_once('.').expect("two decimals");
            prop_assert_eq!(digits(whole), digits(whole_back));
            prop_assert_eq!(fraction.trim_end_matches('0'), fraction_back.trim_end_matches('0'));
        }
    }
}
