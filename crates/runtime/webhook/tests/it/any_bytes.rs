//! Any bytes give a value, and nothing is lost.

use std::mem::discriminant;

use payspec_webhook::{RawBody, Reason, decode_as, decode_payload};
use proptest::prelude::*;
use serde_json::Value;

use crate::sample::{ENVELOPE, Event, Refund, decode};

/// Bodies close to real ones: the parts of an envelope in any order and number, with odd values.
fn near_envelope() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "type",
        "object",
        "eventId",
        "requestId",
        "creationDate",
        "objectBeforeUpdate",
        "refundId",
        "accountId",
        "iban",
        "cardId",
        "x",
    ]);
    let value = prop::sample::select(vec![
        "\"REFUND_CREATED\"",
        "\"ACCOUNT_UPDATED\"",
        "\"X\"",
        "{}",
        "[]",
        "null",
        "1",
        "1e999",
        "-0.5",
        "true",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "{\"refundId\": \"r\"}",
        "{\"refundId\": 1}",
        "{\"accountId\": \"a\"}",
        "{\"amount\": 9223372036854775808}",
        "{\"a\": {\"a\": [[]]}}",
        "oops",
    ]);
    prop::collection::vec((name, value), 0..8).prop_map(|members| {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(", "))
    })
}

/// Any JSON, the texts in it all secret, with the members of the sample's objects here and there.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        "-?[1-9]\\.[0-9]{1,3}[eE]-?[0-9]{1,2}",
        "S3CRET[ a-z]{0,3}".prop_map(|text| format!("\"{text}\"")),
    ];
    let name = "refundId|accountId|amount|iban|cardId|x";
    leaf.prop_recursive(4, 32, 4, move |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",")));
        let object = prop::collection::vec((name, inner), 0..4).prop_map(|members| {
            let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        });
        prop_oneof![list, object]
    })
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let event = decode(bytes);
    prop_assert_eq!(event.raw().as_bytes(), bytes);
    let printed = format!("{event:?} {event}");
    prop_assert!(!printed.is_empty());
    if let Event::Unknown(unknown) = &event {
        // What is written is the same delivery.
        let written = serde_json::to_vec(unknown).expect("an unknown event is JSON");
        prop_assert!(matches!(decode(written), Event::Unknown(again) if again.event_id() == unknown.event_id()));
    }
    if let Event::RefundCreated(event) = &event {
        // What is written reads back the same.
        let written = serde_json::to_vec(event).expect("a notification is always JSON");
        let again = decode(written).refund_created();
        prop_assert_eq!(&again.object, &event.object);
        prop_assert_eq!(&again.extra, &event.extra);
        prop_assert_eq!(&again.event_id, &event.event_id);
        prop_assert_eq!(&again.previous, &event.previous);
    }
    if let Event::Undecodable(undecodable) = &event {
        // An id is a short word, whatever the body says.
        let is_word = |id: &String| (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
        prop_assert!(undecodable.ids().iter().all(|(_, id)| is_word(id)));
    }
    // The other ways in agree on what is no object at all.
    if let Event::Undecodable(undecodable) = &event
        && matches!(
            undecodable.reason(),
            Reason::Empty | Reason::NotUtf8 { .. } | Reason::NotJson(_) | Reason::NotAnObject { .. }
        )
    {
        let others = [
            decode_as::<Refund>(&ENVELOPE, bytes).expect_err("it is no object"),
            decode_payload::<Refund>(bytes).expect_err("it is no object"),
        ];
        for other in others {
            prop_assert_eq!(discriminant(other.reason()), discriminant(undecodable.reason()), "{}", other);
            prop_assert_eq!(other.raw().as_bytes(), bytes);
        }
    } else {
        prop_assert!(
            decode_as::<Refund>(&ENVELOPE, bytes).map_or_else(|no| no.raw().len(), |event| event.raw.len())
                == bytes.len()
        );
        prop_assert!(
            decode_payload::<Refund>(bytes).map_or_else(|no| no.raw().len(), |unenveloped| unenveloped.raw.len())
                == bytes.len()
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in any::<Vec<u8>>()) {
        check(&bytes)?;
    }

    #[test]
    fn arbitrary_text(text in any::<String>()) {
        check(text.as_bytes())?;
    }

    #[test]
    fn bodies_near_an_envelope(body in near_envelope(), cut in any::<prop::sample::Index>()) {
        check(body.as_bytes())?;
        check(&body.as_bytes()[..cut.index(body.len() + 1)])?;
    }

    #[test]
    fn an_event_whose_envelope_is_whole_keeps_its_id_whatever_its_object_is(
        object in json(), previous in json(), kind in "REFUND_CREATED|ACCOUNT_UPDATED|TOMORROW_[A-Z]{1,5}",
    ) {
        let body = format!(
            r#"{{"eventId": "e-17", "type": "{kind}", "object": {object}, "objectBeforeUpdate": {previous}}}"#
        );
        let event = decode(body.as_str());
        prop_assert_eq!(event.raw().as_bytes(), body.as_bytes());
        let (id, name) = match &event {
            Event::RefundCreated(event) => (event.event_id.as_deref(), Some(event.event_type.as_str())),
            Event::AccountUpdated(event) => (event.event_id.as_deref(), Some(event.event_type.as_str())),
            Event::Unknown(unknown) => (unknown.event_id(), unknown.event_type()),
            Event::Undecodable(undecodable) => {
                let read: Result<Value, _> = serde_json::from_str(&object);
                let fits = matches!(undecodable.reason(), Reason::Payload(_));
                prop_assert!(fits || read.is_err(), "{undecodable}");
                (undecodable.event_id(), undecodable.event_type())
            }
            _ => return Err(TestCaseError::fail("it has an envelope")),
        };
        prop_assert_eq!((id, name), (Some("e-17"), Some(kind.as_str())));
        let shown = format!("{event:?} {event}");
        prop_assert!(!shown.contains("S3CRET"), "{}", shown);
    }

    #[test]
    fn one_byte_changed(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = br#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"refundId": "r-1", "amount": 5}, "requestId": "q"}"#.to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        check(&body)?;
    }
}

#[test]
fn a_raw_body_can_be_made_from_what_frameworks_hand_out() {
    let owned: Vec<u8> = b"{}".to_vec();
    let raw = RawBody::from(owned.as_slice());
    assert_eq!(raw, RawBody::from(owned.clone()));
    assert_eq!(raw, RawBody::from("{}"));
    assert_eq!(raw, RawBody::from("{}".to_owned()));
    assert_eq!(raw, RawBody::from(b"{}"));
    assert_eq!(raw, RawBody::from(std::sync::Arc::<[u8]>::from(owned)));
    assert_eq!(raw, RawBody::from(&raw));
    assert_eq!((raw.len(), raw.is_empty(), raw.as_ref()), (2, false, b"{}".as_slice()));
    assert_eq!(RawBody::from(b"\xFF").as_str(), None);
}

#[test]
fn everything_can_cross_threads() {
    fn both<T: Send + Sync + 'static>() {}
    both::<RawBody>();
    both::<Event>();
    both::<payspec_webhook::Envelope>();
    both::<payspec_webhook::DecodeError>();
}
