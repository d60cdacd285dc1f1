//! Bodies with an envelope.

use payspec_webhook::{Notification, Reason, decode_as};
use serde_json::{Value, json};

use crate::sample::{Account, ENVELOPE, Event, Refund, decode};

fn encoded<T: serde::Serialize>(notification: &Notification<T>) -> Value {
    serde_json::to_value(notification).expect("a notification is always JSON")
}

#[test]
fn every_member_has_its_place_and_goes_back_to_it() {
    let body = json!({
        "eventId": "e-1",
        "type": "REFUND_UPDATED",
        "creationDate": "2024-01-05T12:44:06.262837+01:00",
        "object": {"refundId": "r-1", "amount": 1500},
        "requestId": "q-1",
        "objectBeforeUpdate": {"refundId": "r-1", "amount": 1000},
    });
    let Event::RefundUpdated(event) = decode(body.to_string()) else {
        panic!("a refund was updated");
    };
    assert_eq!(event.event_id.as_deref(), Some("e-1"));
    assert_eq!(event.event_type, "REFUND_UPDATED");
    let date = event.creation_date.as_ref().expect("there is a date");
    assert_eq!(date.as_str(), "2024-01-05T12:44:06.262837+01:00");
    assert_eq!(event.request_id.as_deref(), Some("q-1"));
    assert_eq!(event.object.amount, Some(1500));
    let previous = event.previous.as_ref().expect("there is a previous state");
    assert_eq!(previous.amount, Some(1000));
    assert_eq!(event.previous_error, None);
    assert!(event.extra.is_empty());
    assert_eq!(event.raw.as_bytes(), body.to_string().as_bytes());
    assert_eq!(encoded(&event), body);
}

#[test]
fn what_is_written_keeps_the_order_of_the_envelope() {
    let text = r#"{"eventId":"e-1","type":"REFUND_CREATED","creationDate":"2024-01-05","object":{"refundId":"r"},"requestId":"q","objectBeforeUpdate":{},"z":1}"#;
    let event = decode(text).refund_created();
    let written = serde_json::to_string(&event).expect("it is JSON");
    assert_eq!(written, text);
}

#[test]
fn members_that_do_not_fit_their_field_are_kept_as_they_were() {
    for extra in [
        json!({}),
        json!({"eventId": 42, "requestId": null}),
        json!({"eventId": null, "creationDate": null, "objectBeforeUpdate": null}),
        json!({"creationDate": 1_700_000_000, "requestId": {"id": 1}}),
        json!({"version": "2", "tags": ["a"], "nested": {"a": null}}),
        json!({"eventId": "", "requestId": "", "creationDate": "yesterday"}),
    ] {
        let mut body = json!({"type": "REFUND_CREATED", "object": {"refundId": "r-1"}});
        let members = body.as_object_mut().expect("it is an object");
        members.extend(extra.as_object().cloned().expect("so is this"));
        let event = decode(body.to_string()).refund_created();
        assert_eq!(encoded(&event), body);
        assert_eq!(event.previous_error, None);
    }
    let event = decode(r#"{"type": "REFUND_CREATED", "object": {}, "eventId": 42}"#).refund_created();
    assert_eq!(event.event_id.as_deref(), Some("42"));
}

#[test]
fn a_previous_object_that_does_not_fit_does_not_hold_up_the_event() {
    let body = json!({
        "type": "REFUND_CREATED",
        "object": {"refundId": "r-1"},
        "objectBeforeUpdate": {"refundId": "r-1", "amount": "a lot"},
    });
    let event = decode(body.to_string()).refund_created();
    assert_eq!(event.object.refund_id.as_deref(), Some("r-1"));
    assert_eq!(event.previous, None);
    let error = event.previous_error.as_ref().expect("it did not fit");
    assert_eq!(error.path(), "objectBeforeUpdate.amount");
    assert_eq!(encoded(&event), body);
}

#[test]
fn an_event_this_version_does_not_know_is_unknown() {
    let body = r#"{"eventId": "e-9", "type": "REFUND_TELEPORTED", "object": {"refundId": "r-1"}}"#;
    let unknown = decode(body).unknown();
    assert_eq!(unknown.event_type(), Some("REFUND_TELEPORTED"));
    assert_eq!(unknown.event_id(), Some("e-9"));
    assert_eq!(unknown.raw().as_str(), Some(body));
    // Who knows better may read it as the type of choice.
    let event: Notification<Refund> = decode_as(&ENVELOPE, unknown.raw()).expect("it fits");
    assert_eq!(event.event_type, "REFUND_TELEPORTED");
    assert_eq!(event.object.refund_id.as_deref(), Some("r-1"));
    let refused = decode_as::<Account>(&ENVELOPE, unknown.raw()).expect_err("it is no account");
    assert_eq!(refused.event_id(), Some("e-9"));
    assert!(matches!(refused.reason(), Reason::Payload(_)));
}

#[test]
fn an_unknown_event_is_written_as_it_came() {
    for start in ["", " ", "\u{FEFF}"] {
        let unknown = decode(format!(r#"{start}{{"type": "REFUND_TELEPORTED", "object": [1e999]}}"#)).unknown();
        let written = serde_json::to_string(&unknown).expect("it was JSON");
        assert_eq!(written, r#"{"type": "REFUND_TELEPORTED", "object": [1e999]}"#);
    }
}

#[test]
fn unknown_without_a_payload_is_still_unknown() {
    let unknown = decode(r#"{"eventId": "e-9", "type": "PING"}"#).unknown();
    assert_eq!(unknown.event_type(), Some("PING"));
    assert_eq!(unknown.event_id(), Some("e-9"));
}

#[test]
fn a_notification_can_be_made_for_tests_of_a_receiver() {
    let refund = Refund { refund_id: Some("r-1".to_owned()), amount: None };
    let mut made = Notification::new(&ENVELOPE, "REFUND_CREATED", refund);
    made.event_id = Some("e-1".to_owned());
    let body = serde_json::to_string(&made).expect("it is JSON");
    let received = decode(body).refund_created();
    assert_eq!(received.object, made.object);
    assert_eq!(received.event_id, made.event_id);
    assert!(made.raw.is_empty());
}

#[test]
fn decode_as_keeps_a_type_that_is_no_text() {
    for body in [json!({"object": {}}), json!({"type": 7, "object": {}}), json!({"type": "", "object": {}})] {
        let event: Notification<Refund> = decode_as(&ENVELOPE, body.to_string()).expect("it has a payload");
        assert_eq!(event.event_type, "");
        assert_eq!(encoded(&event), body);
    }
}

/// A receiver answers an unknown event as a success, and then all events of a batch would be lost.
#[test]
fn several_events_in_one_body_are_no_unknown_event() {
    let one = r#"{"type": "REFUND_CREATED", "object": {"refundId": "r-1"}}"#;
    for (body, reason) in [
        (format!(r#"{{"events": [{one}, {one}]}}"#), Reason::SeveralEvents),
        (format!(r#"{{"type": "batch", "events": [{one}, {one}]}}"#), Reason::SeveralEvents),
        (format!(r#"{{"type": "batch", "eventId": "e-1", "object": [{one}, null]}}"#), Reason::SeveralEvents),
        (r#"{"type": "batch", "events": [{"type": "ACCOUNT_UPDATED"}]}"#.to_owned(), Reason::SeveralEvents),
        (format!(r#"{{"sent": 1, "events": [null, {one}], "type": null}}"#), Reason::SeveralEvents),
        (format!("[{one}, {one}]"), Reason::NotAnObject { found: "an array" }),
        ("[]".to_owned(), Reason::NotAnObject { found: "an array" }),
    ] {
        assert_eq!(*decode(body.as_str()).undecodable().reason(), reason, "{body}");
    }
    let printed = decode(format!(r#"{{"events": [{one}]}}"#).as_str()).undecodable().to_string();
    assert_eq!(printed, "the body contains a list of events, but this API sends one event per delivery");
}

#[test]
fn lists_of_other_things_do_not_make_a_batch() {
    for body in [
        r#"{"type": "MOON_LANDED", "events": [{"type": "MOON_SEEN", "object": {}}]}"#,
        r#"{"type": "MOON_LANDED", "events": [{"type": "REFUND_CREATED", "object": {}}, {"type": "fee"}]}"#,
        r#"{"type": "MOON_LANDED", "events": [{"type": "REFUND_CREATED", "object": {}}, "REFUND_CREATED"]}"#,
        r#"{"type": "MOON_LANDED", "events": [], "names": ["REFUND_CREATED"], "nothing": [null]}"#,
        r#"{"lines": [{"type": "fee"}, {"object": {}}]}"#,
        r#"{"lines": [], "texts": ["type", "object"]}"#,
    ] {
        decode(body).unknown();
    }
    assert!(matches!(decode(r#"{"refundId": "r", "x": [{"type": "A", "object": {}}]}"#), Event::UnenvelopedRefund(_)));
}
