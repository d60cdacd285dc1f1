//! Bodies that are an object without an envelope.

use payspec_webhook::{PayloadShape, Reason, decode_payload, parse};
use serde_json::json;

use crate::sample::{Account, ENVELOPE, Event, Refund, decode};

#[test]
fn the_keys_tell_the_resource() {
    let body = json!({"refundId": "r-1", "amount": 5, "status": null}).to_string();
    let Event::UnenvelopedRefund(unenveloped) = decode(body.as_str()) else {
        panic!("it is a refund");
    };
    assert_eq!(unenveloped.object.amount, Some(5));
    assert_eq!(unenveloped.raw.as_str(), Some(body.as_str()));
    let written = serde_json::to_value(&unenveloped).expect("it is JSON");
    assert_eq!(written, json!({"refundId": "r-1", "amount": 5}));
}

#[test]
fn most_keys_win_and_a_tie_is_unknown() {
    let most = json!({"refundId": "r-1", "accountId": "a-1", "iban": "FR76"}).to_string();
    assert!(matches!(decode(most), Event::UnenvelopedAccount(_)));
    let tie = json!({"refundId": "r-1", "cardId": "c-1"}).to_string();
    assert_eq!(decode(tie).unknown().event_type(), None);
    let none = json!({"accountId": "a-1"}).to_string();
    decode(none).unknown();
    decode("{}").unknown();
}

#[test]
fn a_member_named_type_of_the_object_itself_does_not_matter() {
    let body = json!({"type": "BASIC", "accountId": "a-1", "iban": "FR76"}).to_string();
    assert!(matches!(decode(body), Event::UnenvelopedAccount(_)));
    let body = json!({"type": null, "refundId": "r-1"}).to_string();
    assert!(matches!(decode(body), Event::UnenvelopedRefund(_)));
    let body = json!({"type": "BASIC", "accountId": 1, "iban": "FR76"}).to_string();
    let undecodable = decode(body).undecodable();
    assert_eq!(undecodable.event_type(), None, "it is not the name of an event");
    let unknown = decode(r#"{"type": "BASIC"}"#).unknown();
    assert_eq!(unknown.event_type(), Some("BASIC"));
}

#[test]
fn an_envelope_is_never_taken_for_a_bare_object() {
    let body = json!({"type": "NEW_EVENT", "object": {}, "refundId": "r-1"}).to_string();
    decode(body).unknown();
    let body = json!({"object": {"refundId": "r-1"}, "refundId": "r-1"}).to_string();
    decode(body).unknown();
}

#[test]
fn a_bare_object_that_does_not_fit_is_undecodable() {
    let body = r#"{"refundId": "r-1", "amount": "a lot"}"#;
    let undecodable = decode(body).undecodable();
    let Reason::Payload(error) = undecodable.reason() else {
        panic!("it does not fit: {undecodable}");
    };
    assert_eq!(error.path(), "amount");
    assert_eq!(undecodable.raw().as_str(), Some(body));
}

#[test]
fn who_knows_the_event_reads_the_object_alone() {
    let account = decode_payload::<Account>(r#"{"accountId": "a-1"}"#).expect("it fits");
    assert_eq!(account.object.account_id, "a-1");
    for (body, wanted) in [
        ("", "is empty"),
        ("[]", "an array"),
        (r#"["a-1"]"#, "an array"),
        ("\"a-1\"", "a string"),
        ("7", "a number"),
        ("true", "a boolean"),
        (" null ", "null, not an object"),
        ("nothing", "not JSON"),
        (r#"{"accountId": "a-1""#, "not JSON"),
        (r#"{"accountId": "a-1"} {}"#, "not JSON"),
        (r#"{"accountId": 1}"#, "found an integer"),
        ("{}", "missing field `accountId`"),
        (r#"{"accountId": "a", "accountId": "b"}"#, "duplicate field"),
    ] {
        let refused = decode_payload::<Account>(body).expect_err(body);
        assert!(refused.to_string().contains(wanted), "{body}: {refused}");
        assert_eq!(refused.raw().as_str(), Some(body));
    }
    assert!(decode_payload::<Refund>("[]").is_err());
}

#[test]
fn a_shape_is_found_through_the_opened_body_as_well() {
    const SHAPES: &[PayloadShape] = &[PayloadShape { object: "x", keys: &["a", "b"] }];
    let raw = r#"{"a": null, "b": {"deep": []}}"#.into();
    let opened = parse(&ENVELOPE, &raw).expect("it is an object");
    assert_eq!(opened.payload_object(SHAPES), Some("x"));
    assert_eq!(opened.payload_object(&[]), None);
}
