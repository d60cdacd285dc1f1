//! What is special about CentralPay's webhooks. What all events of all APIs have in common is in `tests/conformance`.

use payspec::centralpay::webhook::{Event, decode};
use serde_json::Value;

use payspec_test_support::files;

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("JSON is JSON")
}

#[test]
fn an_event_keeps_its_id_its_request_and_the_object_before() {
    let sample = files::one("webhooks", "CARD_UPDATED");
    let Event::CardUpdated(event) = decode(bytes(&sample)) else { panic!("a known event") };
    assert_eq!(event.event_id.as_deref(), sample["eventId"].as_str());
    assert_eq!(event.request_id.as_deref(), sample["requestId"].as_str());
    let before = event.previous.as_ref().expect("the sample shows the card before");
    assert_eq!(before.cardholder_email.as_deref(), Some("jane.roe@example.com"));
    assert_eq!(event.object.cardholder_email.as_deref(), Some("test@gmail.com"));
}

/// Visits the place of each value in a document, as a JSON pointer.
pub(crate) fn each_place(value: &Value, path: &str, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let path = format!("{path}/{key}");
                visit(&path);
                each_place(inner, &path, visit);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                let path = format!("{path}/{index}");
                visit(&path);
                each_place(inner, &path, visit);
            }
        }
        _ => {}
    }
}

#[test]
fn an_event_of_tomorrow_and_a_broken_one_keep_their_bytes() {
    let body = br#"{"eventId":"e-1","type":"TRANSACTION_TELEPORTED","object":{"transactionId":"t-1"}}"#;
    let event = decode(body.as_slice());
    assert!(matches!(&event, Event::Unknown(unknown) if unknown.event_type() == Some("TRANSACTION_TELEPORTED")));
    assert_eq!((event.event_id(), event.raw().as_bytes()), (Some("e-1"), body.as_slice()));

    let body = br#"{"eventId":"e-2","type":"TRANSACTION_SUCCEEDED","object":{"amount":{"of":"tomorrow"}}}"#;
    let event = decode(body.as_slice());
    let Event::Undecodable(undecodable) = &event else { panic!("an object that does not fit") };
    assert_eq!(undecodable.event_type(), Some("TRANSACTION_SUCCEEDED"));
    assert_eq!(event.raw().as_bytes(), body);
}

#[test]
fn a_payment_with_a_card_in_short_is_read() {
    let mut sample = files::one("webhooks", "TRANSACTION_SUCCEEDED");
    sample["object"]["card"] = serde_json::json!({ "commercialBrand": "VISA", "first6": "403203", "uuid": "c-1" });
    let Event::TransactionSucceeded(event) = decode(bytes(&sample)) else { panic!("money has moved") };
    assert_eq!(event.object.card.as_ref().and_then(|card| card.first6.as_deref()), Some("403203"));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_value(body in proptest::collection::vec(proptest::num::u8::ANY, 0..512)) {
        let event = decode(body.clone());
        proptest::prop_assert_eq!(event.raw().as_bytes(), body.as_slice());
    }

    #[test]
    fn a_sample_cut_off_anywhere_is_a_value(cut in 0_usize..2_000) {
        let whole = bytes(&files::one("webhooks", "TRANSACTION_CAPTURED"));
        let body = &whole[..cut.min(whole.len() - 1)];
        let event = decode(body);
        proptest::prop_assert!(matches!(event, Event::Undecodable(_)));
        proptest::prop_assert_eq!(event.raw().as_bytes(), body);
    }
}
