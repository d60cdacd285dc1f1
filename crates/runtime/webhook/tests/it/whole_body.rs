//! Events whose object is the whole body.

use payspec_core::DateTime;
use payspec_webhook::{Envelope, Notification, RawBody, parse};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

static ENVELOPE: Envelope = Envelope {
    event_type: Some("eventType"),
    event_subtype: None,
    payload: None,
    event_id: None,
    created: Some("date"),
    created_as: None,
    request_id: None,
    previous: None,
    ids: &["refundId"],
    event_types: &[],
};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Paid {
    payment: Option<Payment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Payment {
    id: String,
}

fn read(body: &Value) -> Result<Box<Notification<Paid>>, String> {
    let raw = RawBody::from(body.to_string());
    let opened = parse(&ENVELOPE, &raw).map_err(|error| error.to_string())?;
    opened.notification().map_err(|error| error.to_string())
}

#[test]
fn the_object_and_what_names_the_event_are_read_from_one_body() {
    let body = json!({"eventType": "PAID", "date": "2024-01-05T12:00:00Z", "payment": {"id": "p-1"}, "version": "2"});
    let event = read(&body).expect("it fits");
    assert_eq!(event.event_type, "PAID");
    assert_eq!(event.creation_date.as_ref().map(DateTime::as_str), Some("2024-01-05T12:00:00Z"));
    assert_eq!(event.object.payment, Some(Payment { id: "p-1".to_owned() }));
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body, "written back as it came");
}

#[test]
fn a_member_that_names_an_event_and_is_no_text_is_kept() {
    let body = json!({"eventType": 5, "payment": null});
    let event = read(&body).expect("it fits");
    assert_eq!(event.event_type, "");
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body);
}

#[test]
fn an_object_that_does_not_fit_is_reported_with_its_place() {
    let why = read(&json!({"eventType": "PAID", "payment": {"id": 5}})).expect_err("the id is no text");
    assert!(why.starts_with("PAID: the payload does not match the event type") && why.contains("payment.id"), "{why}");
}
