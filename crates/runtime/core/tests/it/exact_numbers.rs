//! JSON numbers with more digits than a double keeps: exact or unreadable, wherever they become money or whole numbers.

use payspec_core::__private::{AmountFormat, DecimalAmount, read_amount};
use payspec_core::json::{collect_unreadable, read_body};
use payspec_core::{Amount, DateTime, Decimal, UnknownVariant, UnreadableMembers};
use proptest::prelude::*;

/// An object with whatever becomes a whole number.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
struct Sums {
    amount: Option<Amount>,
    count: Option<i64>,
    since: Option<DateTime>,
    #[serde(skip)]
    unreadable: UnreadableMembers,
}

payspec_core::read_object!(Sums {
    "\0unreadable" = unreadable: unreadable,
    "amount" = amount: value,
    "count" = count: integer,
    "since" = since: unix_seconds,
});

/// The same inside of a union, whose members are gone through twice.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
struct Source {
    fee: Option<Amount>,
    variant: SourceVariant,
}

#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
enum SourceVariant {
    Card(SourceCard),
    Unrecognized(UnknownVariant),
}

#[derive(Debug, Clone, PartialEq, serde::Serialize)]
struct SourceCard {
    limit: Option<Amount>,
}
payspec_core::read_object!(SourceCard { "limit" = limit: value });
payspec_core::read_fields!(Source { "fee" = fee: value } { variant: payspec_core::__private::variant_to_identify() });

const _: () = {
    #[derive(serde::Serialize)]
    #[serde(remote = "Source")]
    struct Common {
        fee: Option<Amount>,
        #[serde(skip)]
        variant: SourceVariant,
    }
    payspec_core::tagged_union!(Source, Common::serialize, SourceVariant, Inside("type"), {
        Card(SourceCard) = "card"
    });
};

/// An amount in major units with two decimals.
#[derive(Debug, PartialEq)]
struct Price {
    value: Option<Amount>,
}

const _: () = {
    struct Read {
        value: Option<DecimalAmount>,
    }
    payspec_core::read_object!(Read { "value" = value: value });
    payspec_core::convert_object!(Price { value } from Read, |read| {
        let format = AmountFormat { decimals: Some(2), is_number: true };
        Ok(Price { value: read_amount("value", read.value, format)? })
    });
};

fn price(number: &str) -> Option<Amount> {
    read_body::<Price>(format!(r#"{{"value": {number}}}"#).as_bytes()).ok()?.value
}

#[test]
fn amounts_in_major_units_are_exact_or_refused() {
    for number in ["12.5", "12.50", "1250e-2", "0.125E2", "12.50000000000000000000000", "12.500000000000000000e0"] {
        assert_eq!(price(number), Some(Amount::from_minor(1250)), "{number}");
    }
    // Each of these is the double of 12.5 or -12.5 to a reader that does not look at the digits.
    for number in
        ["12.50000000000000001", "12.499999999999999999999", "1.250000000000000000001e1", "-12.50000000000000001"]
    {
        assert_eq!(price(number), None, "{number}");
    }
}

/// A reader that makes a double of a number reads each of these as 0.
#[test]
fn what_is_too_small_for_a_double_is_not_zero() {
    let long = format!("0.{}1", "0".repeat(400));
    for number in ["1e-400", "-1e-400", "1E-324", "1e-1000000000", "123.45e-500", &long, "0.00000000000000000001e-310"]
    {
        assert_eq!(price(number), None, "{number}");
        let text = format!(r#"{{"amount": {number}, "count": {number}, "since": {number}}}"#);
        let (sums, found) = collect_unreadable(|| read_body::<Sums>(text.as_bytes()));
        let sums = sums.expect("the rest is there");
        assert_eq!((sums.amount, sums.count, sums.since.clone()), (None, None, None), "{number}");
        assert_eq!(found.len(), 3, "{number}: {found:?}");
        assert_eq!(sums.unreadable.get("amount"), Some(number));
        assert!(read_body::<Decimal>(number.as_bytes()).is_err(), "{number}");
        let inside = format!(r#"{{"type": "card", "fee": {number}}}"#);
        assert!(read_body::<Source>(inside.as_bytes()).is_err(), "{number}");
    }
    for number in ["0", "0.0", "-0", "0e-400", "0.000E-999", "0.00000000000000000000000", "0.00000000000000000e-310"] {
        assert_eq!(price(number), Some(Amount::ZERO), "{number}");
        let sums: Sums = read_body(format!(r#"{{"amount": {number}, "count": {number}}}"#).as_bytes()).expect(number);
        assert_eq!((sums.amount, sums.count), (Some(Amount::ZERO), Some(0)), "{number}");
    }
}

/// Digits that the currency has a place for are kept, however many there are.
#[test]
fn long_amounts_are_read_by_their_digits() {
    for (number, minor) in [
        ("10.0000000000000000", 1_000),
        ("1234567890123456.78", 123_456_789_012_345_678),
        ("-90071992547409.93", -9_007_199_254_740_993),
        ("90071992547409.930000", 9_007_199_254_740_993),
        ("9.007199254740993e13", 9_007_199_254_740_993),
        ("92233720368547758.07", i64::MAX),
    ] {
        assert_eq!(price(number), Some(Amount::from_minor(minor)), "{number}");
    }
    for number in ["1234567890123456.789", "92233720368547758.08", "90071992547409.931"] {
        assert_eq!(price(number), None, "{number}");
    }
    for number in ["9007199254740993.0", "9007199254740993.00000", "9.007199254740993e15"] {
        let sums: Sums = read_body(format!(r#"{{"amount": {number}, "count": {number}}}"#).as_bytes()).expect(number);
        let read = (sums.amount.map(Amount::minor), sums.count);
        assert_eq!(read, (Some(9_007_199_254_740_993), Some(9_007_199_254_740_993)), "{number}");
    }
}

/// Two numbers that become one double are told apart, or neither is read. Whether they do depends on whether the program
/// enables the feature `float_roundtrip` of `serde_json`.
#[test]
fn a_number_is_not_taken_for_a_longer_one() {
    let read = |text: String| read_body::<Price>(text.as_bytes()).ok().and_then(|price| price.value);
    for (amount, other) in [("90071992547409.9", "90071992547409.901"), ("90071992547409.901", "90071992547409.9")] {
        assert_eq!(read(format!(r#"{{"value": {amount}, "other": {other}}}"#)), None, "{amount}");
    }
    let [first, second] = [("90071992547409.93", 9_007_199_254_740_993), ("90071992547409.92", 9_007_199_254_740_992)];
    let double = |text: &str| serde_json::from_str::<f64>(text).expect("a number").to_bits();
    for ((amount, minor), (other, _)) in [(first, second), (second, first)] {
        let exact = (double(amount) != double(other)).then(|| Amount::from_minor(minor));
        assert_eq!(read(format!(r#"{{"value": {amount}, "other": {other}}}"#)), exact, "{amount}");
    }
}

#[test]
fn whole_numbers_are_exact_or_unreadable() {
    let text = br#"{"amount": 1250.00000000000000001, "count": 6.99999999999999999999, "since": 1704455046.00000000000000001}"#;
    let (sums, found) = collect_unreadable(|| read_body::<Sums>(text));
    let sums = sums.expect("the rest is there");
    assert_eq!((sums.amount, sums.count, sums.since.clone()), (None, None, None));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(sums.unreadable.get("amount"), Some("1250.00000000000000001"));

    let text = br#"{"amount": 1250.00000000000000000000, "count": 7.0, "since": 1704455046.00}"#;
    let sums: Sums = read_body(text).expect("zeros change nothing");
    assert_eq!((sums.amount, sums.count), (Some(Amount::from_minor(1250)), Some(7)));
}

#[test]
fn members_of_unions_are_exact_or_refused() {
    let read = |number: &str| {
        let text = format!(r#"{{"type": "card", "fee": {number}, "limit": {number}}}"#);
        read_body::<Source>(text.as_bytes())
    };
    assert!(read("1250.0").is_ok_and(|source| source.fee == Some(Amount::from_minor(1250))));
    assert!(read("1250.00000000000000001").is_err());
}

#[test]
fn a_text_that_looks_like_a_number_changes_nothing() {
    let text = br#"{"note": "12.50000000000000001 \" 12.50000000000000001", "value": 12.5}"#;
    assert_eq!(read_body::<Price>(text).ok().and_then(|price| price.value), Some(Amount::from_minor(1250)));
}

#[test]
fn one_body_does_not_change_how_the_next_is_read() {
    assert_eq!(price("12.50000000000000001"), None);
    assert_eq!(price("12.5"), Some(Amount::from_minor(1250)));
}

proptest! {
    /// Against the digits themselves: an amount that is read is the one that is written.
    #[test]
    fn no_number_is_rounded(whole in 0_u64..1_000_000_000, fraction in "[0-9]{1,2}0{0,20}[0-9]{0,3}", pad in "[ \n]{0,20}") {
        let text = format!(r#"{{{pad}"value":{pad}{whole}.{fraction}}}"#);
        let read = read_body::<Price>(text.as_bytes()).ok().and_then(|price| price.value);
        let (cents, rest) = if fraction.len() > 2 { fraction.split_at(2) } else { (fraction.as_str(), "") };
        let is_exact = rest.bytes().all(|digit| digit == b'0');
        let minor: i64 = format!("{whole}{cents:0<2}").parse().expect("digits");
        prop_assert_eq!(read, is_exact.then_some(Amount::from_minor(minor)));
    }
}
