//! Card numbers, secrets and redaction: on the wire in full, nowhere else.

use payspec_core::{CardNumber, Form, FormTree, FormValue, Secret, redact};
use proptest::prelude::*;

#[test]
fn a_card_number_is_shown_by_its_ends() {
    for (text, shown, first, last) in [
        ("4000000000000002", "400000******0002", Some("400000"), Some("0002")),
        ("4000 0000-0000\u{a0}0002", "400000******0002", Some("400000"), Some("0002")),
        ("4000000000002", "400000***0002", Some("400000"), Some("0002")),
        ("6304000000000000000", "630400*********0000", Some("630400"), Some("0000")),
        ("400000000002", "************", None, None),
        ("4000000000000002x", "*****************", None, None),
        ("400000******0002", "****************", None, None),
        ("40000000000000020000", "*******************", None, None),
        ("é€", "*****", None, None),
        ("", "", None, None),
    ] {
        let card = CardNumber::from(text);
        assert_eq!(card.to_string(), shown, "{text}");
        assert_eq!(format!("{card:?}"), format!("CardNumber({shown})"));
        assert_eq!((card.first6(), card.last4()), (first, last), "{text}");
    }
}

#[test]
fn a_card_number_is_sent_in_full_without_blanks() {
    let card = CardNumber::from("4000 0000 0000 0002".to_owned());
    assert_eq!(card.expose(), "4000000000000002");
    assert_eq!(card.form_value(), "4000000000000002");
    assert_eq!(serde_json::to_string(&card).unwrap(), "\"4000000000000002\"");
    assert_eq!(serde_json::from_str::<CardNumber>("\"4000-0000-0000-0002\"").unwrap(), card);
    assert_eq!(serde_json::from_str::<CardNumber>("4000000000000002").unwrap(), card);
    assert_eq!(CardNumber::from("4000x").expose(), "4000x", "typing errors are kept");
}

#[test]
fn the_check_digit() {
    for valid in ["4000000000000002", "4242424242424242", "5555555555554444", "378282246310005", "6011111111111117"] {
        assert!(CardNumber::from(valid).passes_luhn(), "{valid}");
    }
    for invalid in ["4000000000000003", "4000000000000020", "400000000000000x", "", "0", "４"] {
        assert!(!CardNumber::from(invalid).passes_luhn(), "{invalid}");
    }
    assert!(CardNumber::from("0".repeat(100_000)).passes_luhn(), "the sum cannot overflow");
}

#[test]
fn a_secret_is_only_exposed_on_purpose() {
    let secret = Secret::from("s3cret".to_owned());
    assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "[redacted] Some([redacted])");
    assert_eq!((secret.expose(), &*secret.form_value()), ("s3cret", "s3cret"));
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"s3cret\"");
    assert_eq!(serde_json::from_str::<Secret>("\"s3cret\"").unwrap(), secret);
    assert_eq!(serde_json::from_str::<Secret>("123").unwrap().expose(), "123");
}

#[test]
fn refusals_do_not_quote() {
    let wrong = ["[\"4000000000000002\"]", "{\"4000000000000002\":1}", "null"];
    for json in wrong {
        let card = serde_json::from_str::<CardNumber>(json).unwrap_err().to_string();
        let secret = serde_json::from_str::<Secret>(json).unwrap_err().to_string();
        assert!(card.starts_with("expected a card number as text, found "), "{card}");
        assert!(secret.starts_with("expected a secret as text, found "), "{secret}");
        assert!(!format!("{card}{secret}").contains("4000"), "{card} {secret}");
    }
}

#[test]
fn generated_debug_can_leave_values_out() {
    assert_eq!(format!("{:?}", redact::option(&Some("x"))), "[redacted]");
    assert_eq!(format!("{:?}", redact::option::<String>(&None)), "None");
    assert_eq!(format!("{:?}", redact::value("x")), "[redacted]");
}

#[test]
fn json_errors_lose_the_value_and_keep_the_rest() {
    #[derive(Debug, serde::Deserialize)]
    enum Closed {
        A,
    }
    fn message<T: serde::de::DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
        payspec_core::json::read::<T>(json.as_bytes(), json.as_bytes()).unwrap_err().to_string()
    }
    assert_eq!(message::<u8>("\"4000, expected 2\""), "expected u8, found a string (line 1, column 18)");
    assert_eq!(message::<u8>("777"), "expected u8, found an integer (line 1, column 3)");
    assert_eq!(message::<Closed>("\"s3cret\""), "the value does not fit (line 1, column 8)");
    assert_eq!(message::<bool>("{}"), "expected a boolean, found an object (line 1, column 0)");
    assert_eq!(message::<Vec<u8>>("[\"\\\"`s3cret`\"]"), "at `[0]`: expected u8, found a string (line 1, column 13)");
    assert_eq!(message::<u8>(""), "not JSON: EOF while parsing a value (line 1, column 0)");
    assert!(matches!(serde_json::from_str("\"A\""), Ok(Closed::A)));
}

#[test]
fn a_number_that_lost_digits_is_no_card_and_no_secret() {
    for json in ["1.10", "100000000000000000001", "4e15"] {
        assert!(serde_json::from_str::<Secret>(json).is_err(), "{json}");
        assert!(serde_json::from_str::<CardNumber>(json).is_err(), "{json}");
    }
    assert!(serde_json::from_str::<Secret>("true").is_err());
}

#[test]
fn forms_show_names_only() {
    let mut form = Form::new();
    form.field("card[number]", &CardNumber::from("4000000000000002")).field("cvc", &Secret::from("737"));
    assert_eq!(format!("{form:?}"), "Form[\"card[number]\", \"cvc\"]");
    let tree = FormTree::parse(form.encode().as_bytes()).unwrap();
    assert_eq!(format!("{tree:?}"), "FormTree{\"card\": {\"number\": [redacted]}, \"cvc\": [redacted]}");
    assert_eq!(format!("{:?}", tree.get(&["cvc"])), "Some([redacted])");
}

#[test]
fn a_body_that_is_no_form_does_not_reach_a_log_as_a_name() {
    for body in ["{\"number\":\"4000000000000002\"}", "4000000000000002", "[\"4000000000000002\"]"] {
        let shown = match FormTree::parse(body.as_bytes()) {
            Ok(tree) => format!("{tree:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!shown.contains("4000"), "{shown}");
        assert!(!format!("{:?}", Form::from_pairs([(body, "")])).contains("4000"));
    }
}

proptest! {
    #[test]
    fn at_most_ten_digits_of_a_card_are_shown(text in "[0-9 -]{0,24}|.*") {
        let card = CardNumber::from(text.as_str());
        let shown = card.to_string();
        prop_assert!(shown.chars().all(|c| c == '*' || c.is_ascii_digit()));
        let digits = shown.bytes().filter(u8::is_ascii_digit).count();
        prop_assert!(digits == 0 || (digits == 10 && card.expose().len() >= 13));
        prop_assert!(!card.passes_luhn() || card.expose().bytes().all(|byte| byte.is_ascii_digit()));
    }
}
