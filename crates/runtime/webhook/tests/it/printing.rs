//! What is printed of a delivery: ids, names and sizes.

use std::error::Error as _;
use std::fmt::Write as _;

use crate::sample::decode;

/// Each body holds this where personal data would be.
const PERSONAL: &str = "PERSONAL";

#[test]
fn nothing_of_a_payload_is_printed() {
    for body in [
        r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"refundId": "PERSONAL"}, "objectBeforeUpdate": {"refundId": "PERSONAL"}, "extra": "PERSONAL"}"#,
        r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"amount": "PERSONAL"}}"#,
        r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"amount": "PERSONAL, expected PERSONAL"}}"#,
        r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {}, "objectBeforeUpdate": "PERSONAL"}"#,
        r#"{"type": "NEW_EVENT", "object": {"a": "PERSONAL"}}"#,
        r#"{"type": "PERSONAL someone@example.org", "eventId": "{PERSONAL}", "object": "PERSONAL"}"#,
        r#"{"refundId": "PERSONAL"}"#,
        r#"{"refundId": "PERSONAL", "amount": "PERSONAL"}"#,
        r#"{"accountId": "a", "iban": "PERSONAL"}"#,
        r#"{"PERSONAL one": {"PERSONAL two": }}"#,
        r#"{"a": "PERSONAL"#,
        "PERSONAL",
        "\"PERSONAL\"",
    ] {
        let event = decode(body);
        let mut printed = format!("{event:?} {event:#?} {event}");
        if let crate::sample::Event::Undecodable(undecodable) = &event {
            let mut source = undecodable.source();
            while let Some(cause) = source {
                write!(printed, " {cause:?} {cause}").expect("a String takes it");
                source = cause.source();
            }
        }
        assert!(!printed.contains(PERSONAL), "{body}: {printed}");
    }
}

#[test]
fn what_helps_is_printed() {
    let event = decode(r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"amount": "x"}}"#);
    assert_eq!(
        event.to_string(),
        "REFUND_CREATED: the payload does not match the event type: at `object.amount`: expected i64, found a string \
         (line 1, column 69); event e-1"
    );
    let event = decode(r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {}}"#);
    let printed = format!("{event:?}");
    assert!(printed.contains("e-1") && printed.contains("RawBody(58 bytes)"), "{printed}");
}

#[test]
fn names_and_ids_of_a_delivery_are_printed_on_one_line_and_short() {
    for odd in ["x".repeat(2_000_000), "\u{1b}[31m\r\nERROR forged".to_owned()] {
        for body in [
            serde_json::json!({ "eventId": odd, "type": odd, "requestId": odd, "object": {} }),
            serde_json::json!({ "eventId": odd, "type": "REFUND_CREATED", "requestId": odd, "object": { "amount": odd } }),
            serde_json::json!({ "eventId": odd, "type": "REFUND_CREATED", "requestId": odd, "object": {} }),
            serde_json::json!({ odd.as_str(): odd }),
        ] {
            let event = decode(body.to_string());
            let printed = format!("{event:?} {event}");
            assert!(printed.len() < 1_000 && !printed.contains(char::is_control), "{} bytes", printed.len());
        }
    }
}
