//! Rules about the value of a field.

use payspec_core::{Check, CompactDate, Form, KnownValues, Rule, TextFormat, check, check_known_values};
use proptest::prelude::*;
use serde_json::json;

/// The messages for one field `f` with this value.
fn judge(check_: Check, value: &str) -> Vec<String> {
    messages(check_, &Form::from_pairs([("f", value)]))
}

fn messages(check_: Check, form: &Form) -> Vec<String> {
    let rules = [Rule { name: "r", when: None, check: check_, because: "why", evidence: None }];
    let result = check(&rules, &[], None, form);
    let Err(violations) = result else { return Vec::new() };
    violations.iter().map(|violation| format!("{}: {}", violation.fields().join(" "), violation.message())).collect()
}

fn table(check_: Check, good: &[&str], bad: &[&str], message: &str) {
    for value in good {
        assert_eq!(judge(check_, value), [] as [&str; 0], "{value}");
    }
    for value in bad {
        assert_eq!(judge(check_, value), [format!("f: {message}")], "{value}");
    }
    assert_eq!(messages(check_, &Form::new()), [] as [&str; 0], "a field that is not there passes");
}

#[test]
fn range() {
    let both = Check::Range { field: "f", min: Some(1), max: Some(100) };
    table(both, &["1", "100", "050"], &["0", "-5"], "is below the allowed range; set an integer from 1 to 100");
    table(both, &[], &["101", "99999999999999999999"], "is above the allowed range; set an integer from 1 to 100");
    table(
        both,
        &[],
        &["", "x", "1.0", "+5", " 5", "9".repeat(60).as_str()],
        "is not an integer; set an integer from 1 to 100",
    );
    let min = Check::Range { field: "f", min: Some(0), max: None };
    table(min, &["0", "9223372036854775808"], &["-1"], "is below the allowed range; set an integer of at least 0");
    let max = Check::Range { field: "f", min: None, max: Some(0) };
    table(max, &["0", "-9"], &["1"], "is above the allowed range; set an integer of at most 0");
    let any = Check::Range { field: "f", min: None, max: None };
    table(any, &["0", "-9"], &["x"], "is not an integer; set an integer");
}

#[test]
fn multiple_of() {
    let five = Check::MultipleOf { field: "f", of: 5 };
    table(five, &["0", "5", "-10"], &["3", "x", ""], "is not a multiple of 5; set one that is");
    let lowest = i128::MIN.to_string();
    table(Check::MultipleOf { field: "f", of: -1 }, &["-9223372036854775808", lowest.as_str()], &[], "");
    let zero = "rule cannot be evaluated: nothing is a multiple of zero; report it to the maintainers of this crate";
    table(Check::MultipleOf { field: "f", of: 0 }, &[], &["5"], zero);
}

#[test]
fn length() {
    let both = Check::Length { field: "f", min: Some(2), max: Some(3) };
    table(both, &["ab", "abc", "éé€"], &["", "a", "€"], "is too short; set 2 to 3 characters");
    table(both, &[], &["abcd"], "is too long; set 2 to 3 characters");
    table(
        Check::Length { field: "f", min: Some(3), max: Some(3) },
        &["123"],
        &["1"],
        "is too short; set exactly 3 characters",
    );
    table(
        Check::Length { field: "f", min: Some(1), max: None },
        &["1"],
        &[""],
        "is too short; set at least 1 characters",
    );
    table(
        Check::Length { field: "f", min: None, max: Some(1) },
        &[""],
        &["12"],
        "is too long; set at most 1 characters",
    );
}

#[test]
fn min_items() {
    let one = Check::MinItems { field: "f", min: 1 };
    table(one, &["[1]", "[[]]", "v", "{"], &["[]", " [ ] "], "has too few items; send at least 1");
    let two = Check::MinItems { field: "f", min: 2 };
    let form = |names: &[&str]| Form::from_pairs(names.iter().map(|name| (*name, "v")));
    assert_eq!(messages(two, &form(&["f[]"])), ["f[]: has too few items; send at least 2"]);
    assert_eq!(messages(two, &form(&["f[]", "f[]"])), [] as [&str; 0]);
    let rules = [Rule { name: "r", when: None, check: one, because: "why", evidence: None }];
    for (body, kept) in
        [(json!({}), true), (json!({"f": null}), true), (json!({"f": [0]}), true), (json!({"f": []}), false)]
    {
        assert_eq!(check(&rules, &[], None, &body).is_ok(), kept, "{body}");
    }
}

#[test]
fn max_items() {
    let two = Check::MaxItems { field: "f", max: 2 };
    let form = |names: &[&str]| Form::from_pairs(names.iter().map(|name| (*name, "v")));
    assert_eq!(messages(two, &form(&["f[]", "f[]"])), [] as [&str; 0]);
    assert_eq!(messages(two, &form(&["f[]", "f[]", "f[]"])), ["f[]: has too many items; send at most 2"]);
    assert_eq!(messages(two, &form(&["f[a]", "f[b]", "f[c]"])), ["f: has too many items; send at most 2"]);
    table(two, &["v", "[1,2]", "{"], &["[1,2,3]"], "has too many items; send at most 2");
    table(Check::MaxItems { field: "f", max: 0 }, &[], &["v"], "has too many items; send at most 0");
}

#[test]
fn pattern() {
    let letters = Check::Pattern { field: "f", pattern: "[A-Z]{3}|[0-9]+", means: "three letters or digits" };
    let message = "does not have the expected form; it must be three letters or digits";
    table(letters, &["EUR", "978"], &["", "eur", "EURO", "xEUR", "EUR\n", "12a"], message);
    let broken = "rule cannot be evaluated: its pattern is not a valid regular expression; report it to the maintainers of this crate";
    for pattern in ["(", "a)(b", "[z-a]", "\\p{Greek}", "a{1000000}{1000000}"] {
        table(Check::Pattern { field: "f", pattern, means: "x" }, &[], &["a"], broken);
    }
}

#[test]
fn one_of() {
    let source = Check::OneOf { field: "f", values: &["EC", "DP"] };
    table(source, &["EC", "DP"], &["", "ec", "MO"], "must be one of EC, DP, but has another value");
    let many = &["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"];
    let message = "must be one of a, b, c, d, e, f, g, h, i, j, k, l and 2 more, but has another value";
    table(Check::OneOf { field: "f", values: many }, &["n"], &["z"], message);
    let list = Form::from_pairs([("f[]", "EC"), ("f[]", "MO"), ("f[]", "XX")]);
    let message = "must be one of EC, DP, but has another value";
    assert_eq!(messages(source, &list), [format!("f[] (item 2): {message}"), format!("f[] (item 3): {message}")]);
    let twice = Form::from_pairs([("f", "EC"), ("f", "XX")]);
    assert_eq!(messages(source, &twice), [format!("f (item 2): {message}")]);
}

#[test]
fn none_of() {
    let source = Check::NoneOf { field: "f", values: &["EC", "DP"] };
    let message = "must be none of EC, DP; use another value";
    table(source, &["", "ec", "MO", "EC "], &["EC", "DP"], message);
    let list = Form::from_pairs([("f[]", "EC"), ("f[]", "MO"), ("f[]", "DP")]);
    assert_eq!(messages(source, &list), [format!("f[] (item 1): {message}"), format!("f[] (item 3): {message}")]);
    table(Check::NoneOf { field: "f", values: &["a"] }, &["b"], &["a"], "must not be a; use another value");
}

#[test]
fn unique_by() {
    let unique = Check::UniqueBy { field: "f", key: "to.id" };
    let form = |ids: &[&str]| Form::from_pairs(ids.iter().map(|id| ("f[]", json!({"to": {"id": id}}).to_string())));
    assert_eq!(messages(unique, &form(&["a", "b", "c"])), [] as [&str; 0]);
    assert_eq!(
        messages(unique, &form(&["a", "b", "a"])),
        ["f[]: items 1 and 3 have the same `to.id`; send each only once"]
    );
    let without = Form::from_pairs([("f[]", "{}"), ("f[]", "{}"), ("f[]", "text")]);
    assert_eq!(messages(unique, &without), [] as [&str; 0], "items without the key are not the same");
    let items = Check::UniqueBy { field: "f", key: "" };
    let form = Form::from_pairs([("f[]", "x"), ("f[]", "x")]);
    assert_eq!(messages(items, &form), ["f[]: items 1 and 2 are the same; send each only once"]);
    table(items, &["single"], &["[1,1]"], "items 1 and 2 are the same; send each only once");
}

#[test]
fn not_above() {
    let fee = Check::NotAbove { field: "fee", other: "amount" };
    let form = |fee: &str, amount: &str| Form::from_pairs([("fee", fee), ("amount", amount)]);
    for (low, high) in [("5", "5"), ("-1", "0"), ("5", "")] {
        assert_eq!(messages(fee, &form(low, high)), [] as [&str; 0], "{low} {high}");
    }
    assert_eq!(messages(fee, &form("6", "5")), ["fee: exceeds `amount`; lower it to at most that value"]);
    assert_eq!(messages(fee, &form("x", "5")), ["fee: is not an integer; set an integer"]);
    assert_eq!(messages(fee, &Form::from_pairs([("fee", "6")])), [] as [&str; 0]);
    assert_eq!(messages(fee, &Form::from_pairs([("amount", "x")])), [] as [&str; 0]);
    // A bound that cannot be compared with is not one that holds.
    for amount in ["x", "1e3", "1,000", "5.0", "9".repeat(60).as_str()] {
        assert_eq!(messages(fee, &form("5", amount)), ["amount: is not an integer; set an integer"], "{amount}");
    }
    let several = Form::from_pairs([("fee", "6"), ("amount", "9"), ("amount", "5"), ("amount", "7")]);
    assert_eq!(messages(fee, &several), ["fee: exceeds `amount (item 2)`; lower it to at most that value"]);
    let numbered = Form::from_pairs([("fee", "6"), ("amount[0]", "5")]);
    assert_eq!(messages(fee, &numbered), ["fee: exceeds `amount[0]`; lower it to at most that value"]);
}

#[test]
fn numbers_in_json_that_overflow_do_not_pass() {
    let range = Check::Range { field: "f.fee", min: None, max: Some(5) };
    for json in [r#"{"fee":1e3}"#, r#"{"fee":99999999999999999999999999999999999999999}"#, r#"{"fee":5.0}"#] {
        let found = messages(range, &Form::from_pairs([("f", json)]));
        assert_eq!(found, ["f (fee): is not an integer; set an integer of at most 5"], "{json}");
    }
    let found = messages(range, &Form::from_pairs([("f", r#"{"fee":1e999}"#)]));
    assert_eq!(found, ["f: is malformed JSON, so its content cannot be checked; fix it"]);
}

/// `name[0]=v` is how PHP numbers the items of a list.
#[test]
fn numbered_items_are_judged_like_others() {
    let range = Check::Range { field: "f", min: None, max: Some(5) };
    let form = Form::from_pairs([("f[0]", "5"), ("f[1]", "6")]);
    let message = "f[1]: is above the allowed range; set an integer of at most 5";
    assert_eq!(messages(range, &form), [message]);
    let tree = payspec_core::FormTree::parse(b"f[0]=5&f[1]=6").unwrap();
    let rules = [Rule { name: "r", when: None, check: range, because: "", evidence: None }];
    assert_eq!(check(&rules, &[], None, &tree).unwrap_err().to_string(), message.replace("f[1]:", "`f[1]`:") + " [r]");
    let unique = Check::UniqueBy { field: "f", key: "id" };
    let form = Form::from_pairs([("f[0][id]", "a"), ("f[7]", "{\"id\":\"a\"}")]);
    assert_eq!(messages(unique, &form), ["f: items 1 and 2 have the same `id`; send each only once"]);
    let fee = Check::Range { field: "f.fee", min: None, max: Some(5) };
    let form = Form::from_pairs([("f[0][fee]", "6"), ("f[1][other]", "6")]);
    assert_eq!(messages(fee, &form), ["f[0][fee]: is above the allowed range; set an integer of at most 5"]);
    assert_eq!(messages(Check::OneOf { field: "f", values: &["a"] }, &Form::from_pairs([("f[0]", "b")])).len(), 1);
    // An object with names is none.
    assert_eq!(messages(range, &Form::from_pairs([("f[0]", "6"), ("f[x]", "6")])), [] as [&str; 0]);
}

#[test]
fn a_value_sent_once_more_in_another_shape_is_still_judged() {
    let range = Check::Range { field: "f", min: None, max: Some(5) };
    let above = "is above the allowed range; set an integer of at most 5";
    for (pairs, name) in [
        ([("f", "999"), ("f[x]", "1")], "f"),
        ([("f[x]", "1"), ("f", "999")], "f"),
        ([("f", "999"), ("f[]", "1")], "f"),
        ([("f[]", "1"), ("f", "999")], "f"),
        ([("f[x]", "1"), ("f[]", "999")], "f[] (item 1)"),
    ] {
        assert_eq!(messages(range, &Form::from_pairs(pairs)), [format!("{name}: {above}")], "{pairs:?}");
    }
}

/// Judging in quadratic time would take minutes here.
#[test]
fn many_fields_are_all_judged() {
    let names = (0..200_000).map(|key| format!("f[k{key}]"));
    let items = (0..200_000).map(|item| ("g[]", format!("{{\"id\":{item}}}")));
    let form = Form::from_pairs(names.map(|name| (name, "x".to_owned())));
    assert_eq!(messages(Check::MaxItems { field: "f", max: 1 }, &form).len(), 1);
    let form = Form::from_pairs(items);
    assert_eq!(messages(Check::UniqueBy { field: "g", key: "id" }, &form), [] as [&str; 0]);
}

#[test]
fn luhn() {
    let message = "is not a valid card number, its check digit is wrong; check it for typing errors";
    let bad = ["", "4000000000000003", "4000 0000 0000 0002", "x"];
    table(Check::Luhn { field: "f" }, &["4000000000000002"], &bad, message);
}

#[test]
fn date() {
    let day = Check::Date { field: "f", form: CompactDate::Day };
    let bad = ["", "2024-01-05", "20240230", "202401051200", "soon", "2024010 "];
    table(day, &["20240105", "20240229"], &bad, "is not an existing date; write it as YYYYMMDD");
    let minute = Check::Date { field: "f", form: CompactDate::Minute };
    table(
        minute,
        &["202401052359"],
        &["202401052460", "20240105"],
        "is not an existing date; write it as YYYYMMDDHHMM",
    );
    let second = Check::Date { field: "f", form: CompactDate::Second };
    table(second, &["20240105235959"], &["20240105235999"], "is not an existing date; write it as YYYYMMDDHHMMSS");
}

#[test]
fn format() {
    let tail = "check whether it is the value of another parameter";
    for (format, good, bad, what) in [
        (TextFormat::Url, "https://a.example/", "a.example", "an absolute URL that starts with https:// or http://"),
        (TextFormat::IpAddress, "203.0.113.7", "pos-1", "an IP address (one, without a port)"),
        (TextFormat::Email, "a@b.example", "+33600000000", "an e-mail address"),
        (TextFormat::Phone, "+33600000000", "a@b.example", "a phone number"),
        (TextFormat::Country, "FR", "FRA", "a country code of two letters (ISO 3166-1 alpha-2)"),
    ] {
        // An empty text may clear a field.
        table(Check::Format { field: "f", format }, &[good, ""], &[bad], &format!("is not {what}; {tail}"));
    }
    let each = Form::from_pairs([("f[]", "a@b.example"), ("f[]", "a"), ("f[]", "")]);
    let emails = Check::Format { field: "f", format: TextFormat::Email };
    assert_eq!(messages(emails, &each), [format!("f[] (item 2): is not an e-mail address; {tail}")]);
}

fn unknown(values: &'static [&'static str], sensitive: bool, form: &Form) -> Vec<String> {
    let known = [KnownValues { field: "f.x", of: "Kind", values, also: &[], sensitive }];
    check_known_values(&known, form).into_iter().flatten().map(|violation| violation.to_string()).collect()
}

#[test]
fn known_values() {
    let form = |value: &str| Form::from_pairs([("f[x]", value)]);
    let told = |value: &str| unknown(&["CARD", "WALLET", "MOBILE_MONEY"], false, &form(value));
    for known in ["CARD", "WALLET", "MOBILE_MONEY", ""] {
        assert_eq!(told(known), [""; 0], "{known}");
    }
    let of = "`f[x]`: is not a known value of `Kind`";
    assert_eq!(told("card"), [format!("{of}; did you mean `CARD`? [unknown-value]")]);
    assert_eq!(told("mobile money"), [format!("{of}; did you mean `MOBILE_MONEY`? [unknown-value]")]);
    assert_eq!(told("S3CRET"), [format!("{of}; known are CARD, WALLET, MOBILE_MONEY [unknown-value]")]);
    // What a secret is close to is half of it.
    assert_eq!(unknown(&["CARD"], true, &form("card")), [format!("{of}; known are CARD [unknown-value]")]);
    assert_eq!(unknown(&["CARD"], false, &Form::new()), [""; 0]);
    // Another column of the table has texts that are known and not suggested.
    let known = [KnownValues::new("f.x", "Currency", &["EUR", "USD"]).or(&["978", "840"])];
    let told = |value: &str| check_known_values(&known, &form(value)).into_iter().flatten().count();
    assert_eq!([told("EUR"), told("978"), told("840"), told("841")], [0, 0, 0, 1]);
    let violations = check_known_values(&known, &form("979")).expect("no currency has it").to_string();
    assert!(violations.contains("known are EUR, USD"), "{violations}");
    // Also in the items of a list of JSON texts.
    let items = Form::from_pairs([("f[]", "{\"x\":\"CARD\"}"), ("f[]", "{\"x\":\"CARDS\"}"), ("f[]", "{}")]);
    assert_eq!(
        unknown(&["CARD"], false, &items),
        ["`f[] (item 2: x)`: is not a known value of `Kind`; did you mean `CARD`? [unknown-value]"]
    );
}

#[test]
fn objects_have_no_value_to_judge() {
    let value = json!({"f": {"a": 1}, "g": null});
    for field in ["f", "g"] {
        let rules = [Rule {
            name: "r",
            when: None,
            check: Check::Length { field, min: Some(9), max: None },
            because: "",
            evidence: None,
        }];
        assert!(check(&rules, &[], None, &value).is_ok());
    }
}

/// Every check once, on the field `f`.
const ALL: [Check; 20] = [
    Check::ExactlyOneOf(&["f", "g"]),
    Check::AtLeastOneOf(&["g", "f.x"]),
    Check::AtMostOneOf(&["f", "g"]),
    Check::AllOrNone(&["f", "h"]),
    Check::Requires(&["f.x", "h"]),
    Check::Forbids(&["f"]),
    Check::Range { field: "f", min: Some(3), max: Some(4) },
    Check::MultipleOf { field: "f", of: 7 },
    Check::Length { field: "f", min: Some(3), max: Some(4) },
    Check::MinItems { field: "f", min: 9 },
    Check::MaxItems { field: "f", max: 0 },
    Check::Pattern { field: "f", pattern: "q", means: "the letter q" },
    Check::OneOf { field: "f", values: &["q"] },
    Check::NoneOf { field: "f", values: &["q"] },
    Check::UniqueBy { field: "f", key: "x" },
    Check::NotAbove { field: "f", other: "g" },
    Check::NotAbove { field: "g", other: "f.x" },
    Check::Luhn { field: "f" },
    Check::Date { field: "f", form: CompactDate::Day },
    Check::Format { field: "f", format: TextFormat::Url },
];

#[test]
fn no_message_contains_a_value() {
    for check_ in ALL {
        for name in ["f", "f[]", "f[x]", "f[x][y]"] {
            for value in ["S3CRET", "774411", "{\"x\":\"S3CRET\"}", "[\"774411\",\"774411\"]"] {
                let shown = messages(check_, &Form::from_pairs([(name, value), ("g", "1"), (name, value)])).join("\n");
                assert!(!shown.contains("S3CRET") && !shown.contains("774411"), "{check_:?} {shown}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_form_is_checked_without_panic(pairs in proptest::collection::vec(("[fgxh\\[\\]]{0,6}|f\\[\\]|f\\[x\\]", ".*|[\\[\\]{}\",:x0-9]{0,12}|-?[0-9]{1,40}"), 0..6)) {
        let form = Form::from_pairs(pairs);
        for check_ in ALL {
            let _ = messages(check_, &form);
        }
    }
}
