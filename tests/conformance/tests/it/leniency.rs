//! What servers get wrong in one way is forgiven everywhere: in all events, answers and lists of all APIs.

use payspec_codegen::samples::Delivery;
use payspec_conformance::{APIS, Webhook};
use payspec_core::json::{collect_unreadable, read_body};
use serde_json::{Value, json};

use payspec_test_support::files;

use crate::made_up::deliveries;

/// Decodes a body: why it cannot be, or the places that cannot be read.
fn decode(webhook: &Webhook, body: &str) -> Result<Vec<String>, String> {
    let received = (webhook.receive)(body.as_bytes());
    match &received.problem {
        Some(problem) => Err(problem.clone()),
        None => Ok(received.unreadable().into_iter().map(str::to_owned).collect()),
    }
}

/// The places of all values that are not in the envelope, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                places(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                places(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    if !at.is_empty() {
        found.push(at.to_owned());
    }
}

/// Every sample of every API with each of its values replaced, and the place of it.
fn each_replaced(by: &Value, mut check: impl FnMut(&Webhook, &str, &Value, String)) {
    for api in APIS {
        let Some(webhook) = &api.webhook else { continue };
        let api = api.spec.name;
        for (name, sample) in files::all_of(api, "webhooks") {
            let mut found = Vec::new();
            places(&sample, "", &mut found);
            for place in found {
                let mut changed = sample.clone();
                *changed.pointer_mut(&place).expect("it is there") = by.clone();
                check(
                    webhook,
                    &format!("{api} {name} {place}"),
                    &sample.pointer(&place).expect("it is there").clone(),
                    changed.to_string(),
                );
            }
        }
    }
}

#[test]
fn half_of_a_character_makes_no_event_undecodable() {
    for half in [r"\ud83d", r"x\uD83Dy", r"\ude00", r"\ud83d\n"] {
        let mut tried = 0;
        each_replaced(&json!("HALF"), |webhook, place, value, body| {
            if value.is_string() {
                let read = decode(webhook, &body.replace("HALF", half));
                assert!(read.is_ok(), "{place}: {read:?}");
                tried += 1;
            }
        });
        assert!(tried > 1_000, "{tried} texts were cut");
    }
}

#[test]
fn an_empty_text_stands_for_nothing() {
    let mut tried = 0;
    each_replaced(&json!(""), |webhook, place, _, body| {
        // Without a payload there is no event, and an item of a list is no member.
        let is_payload =
            place.split(['/', ' ']).count() == 4 && [" /object", " /payment"].iter().any(|end| place.ends_with(end));
        let is_item = place.ends_with(|last: char| last.is_ascii_digit());
        if !is_payload && !is_item {
            assert_eq!(decode(webhook, &body), Ok(Vec::new()), "{place}");
            tried += 1;
        }
    });
    assert!(tried > 1_000, "{tried} values were nothing");
}

/// An event cannot do without its type, its object, and what the spec guarantees of that; with all else it can.
#[test]
fn a_null_a_new_value_or_a_new_field_anywhere_does_no_harm() {
    let mut tried = 0;
    for (api, webhook) in APIS.iter().filter_map(|api| Some((api.spec.name, api.webhook.as_ref()?))) {
        for (name, sample) in files::all_of(api, "webhooks") {
            let event = (webhook.receive)(sample.to_string().as_bytes()).event;
            let is_it = |made_up: &&Delivery| made_up.has_envelope && Some(&*made_up.event) == event.as_deref();
            let Some(made_up) = deliveries(api).iter().find(is_it) else { continue };
            let mut found = Vec::new();
            places(&sample, "", &mut found);
            for place in found.iter().filter(|place| !made_up.message.guaranteed.contains(place)) {
                for variant in variants(sample.pointer(place).expect("it is there")) {
                    let mut changed = sample.clone();
                    *changed.pointer_mut(place).expect("it is there") = variant;
                    let received = (webhook.receive)(changed.to_string().as_bytes());
                    assert!(received.is_known && received.event == event, "{api} {name} {place}: {changed}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 3_000, "{tried} places were changed");
}

/// What may stand in place of a value one day.
fn variants(value: &Value) -> Vec<Value> {
    let mut variants = vec![Value::Null];
    match value {
        Value::String(_) => variants.push("A_VALUE_OF_TOMORROW".into()),
        Value::Object(members) if members.is_empty() => variants.push(json!([])),
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("fieldOfTomorrow".to_owned(), json!({ "deep": [1] }));
            variants.push(more.into());
        }
        _ => {}
    }
    variants
}

/// What is read by itself is read in a list.
#[test]
fn numbers_in_a_list_of_texts_are_texts() {
    use showcase_model::Address;
    let (address, found) =
        collect_unreadable(|| read_body::<Address>(br#"{"name": "Ann", "notes": [7, "b", true, null]}"#));
    let notes = address.expect("an address").notes;
    assert_eq!((notes, found.len()), (Some(["7", "b", "true"].map(str::to_owned).to_vec()), 0));
}

/// `12345678901234567890123` would read as `12345678901234568000000`, and `5.50` as `5.5`.
#[test]
fn a_number_that_would_not_stay_as_written_is_no_text() {
    for (number, text) in [("42", Some("42")), ("12345678901234567890123", None), ("5.50", None)] {
        let body = format!(r#"{{"id": "p-1", "orderId": {number}}}"#);
        let payment: payspec::primer::model::Payment =
            payspec_core::json::read_body(body.as_bytes()).expect("the payment can be read");
        assert_eq!(payment.order_id.as_deref(), text);
        assert_eq!(payment.unreadable().get("orderId"), text.is_none().then_some(number), "its digits are kept");
    }
}
