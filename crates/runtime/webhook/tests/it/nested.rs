//! Envelopes whose members stand inside other members: a dot in their names steps into an object.

use payspec_webhook::{Envelope, Notification, RawBody, Reason, decode_as, parse};
use serde_json::{Value, json};

use crate::sample::Refund;

const NESTED: Envelope = Envelope {
    event_type: Some("event.type"),
    event_subtype: None,
    payload: Some("data.object"),
    event_id: Some("event.id"),
    created: Some("event.at"),
    created_as: None,
    request_id: Some("meta.request.id"),
    previous: Some("data.previous"),
    ids: &["refundId"],
    event_types: &["REFUND_CREATED"],
};

/// The id of the event is one of the object as well.
const INSIDE: Envelope =
    Envelope { event_type: Some("type"), payload: Some("data"), event_id: Some("data.refundId"), ..Envelope::NONE };

fn body() -> Value {
    json!({
        "event": {"type": "REFUND_CREATED", "id": "e-1", "at": "2024-01-05T12:44:06Z", "version": 2},
        "data": {"object": {"refundId": "r-1", "amount": 1500}, "previous": {"refundId": "r-1"}, "more": [1]},
        "meta": {"request": {"id": "q-1"}},
        "live": true,
    })
}

fn read(body: &Value) -> Notification<Refund> {
    decode_as(&NESTED, body.to_string()).expect("it is an event")
}

fn refused(body: &str) -> payspec_webhook::UndecodableError {
    decode_as::<Refund>(&NESTED, body).expect_err("it is no event")
}

#[test]
fn members_are_found_where_they_stand_and_written_back_there() {
    let body = body();
    let event = read(&body);
    assert_eq!(event.event_id.as_deref(), Some("e-1"));
    assert_eq!(event.event_type, "REFUND_CREATED");
    assert_eq!(event.creation_date.as_ref().map(payspec_core::DateTime::as_str), Some("2024-01-05T12:44:06Z"));
    assert_eq!(event.request_id.as_deref(), Some("q-1"));
    assert_eq!(event.object.amount, Some(1500));
    assert!(event.previous.is_some() && event.previous_error.is_none());
    let rest = json!({"event": {"version": 2}, "data": {"more": [1]}, "live": true});
    assert_eq!(Value::Object(event.extra.clone()), rest, "what no field holds is kept where it stood");
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body);
}

#[test]
fn what_does_not_fit_its_field_goes_back_as_it_came() {
    for (path, value) in [
        ("/event/id", json!(42)),
        ("/event/id", json!(null)),
        ("/event/at", json!(1_700_000_000)),
        ("/meta/request", json!("q-1")),
        ("/meta", json!([])),
        ("/data/previous", json!({"refundId": "r-1", "amount": "a lot"})),
        ("/data/previous", json!(null)),
    ] {
        let mut body = body();
        *body.pointer_mut(path).expect(path) = value;
        assert_eq!(serde_json::to_value(read(&body)).expect("it is JSON"), body, "{path}");
    }
    let error = decode_as::<Refund>(
        &NESTED,
        r#"{"data": {"object": {"amount": "a lot"}, "previous": {"amount": "a lot"}}, "event": {"type": "X"}}"#,
    );
    let Reason::Payload(error) = error.expect_err("it does not fit").reason().clone() else { panic!("the payload") };
    assert_eq!(error.path(), "data.object.amount");
}

#[test]
fn an_id_inside_the_object_is_read_and_written_once() {
    let body = json!({"type": "REFUND_CREATED", "data": {"refundId": "r-1", "amount": 3}});
    let event: Notification<Refund> = decode_as(&INSIDE, body.to_string()).expect("it is an event");
    assert_eq!(event.event_id.as_deref(), Some("r-1"));
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body);
}

#[test]
fn a_body_without_the_path_has_no_payload() {
    for body in [
        r#"{"event": {"type": "REFUND_CREATED"}}"#,
        r#"{"event": {"type": "REFUND_CREATED"}, "data": {}}"#,
        r#"{"event": {"type": "REFUND_CREATED"}, "data": [{"object": {}}]}"#,
        r#"{"event": {"type": "REFUND_CREATED"}, "data.object": {}}"#,
    ] {
        let error = refused(body);
        assert_eq!(error.reason(), &Reason::NoPayload { member: "data.object" }, "{body}");
        assert_eq!(error.event_type(), Some("REFUND_CREATED"));
    }
}

/// Two members of one name on the way to the object may be two objects.
#[test]
fn members_on_the_way_that_come_twice_are_refused() {
    for (body, member) in [
        (r#"{"data": {"object": {}}, "data": {}, "event": {"type": "X"}}"#, "data.object"),
        (r#"{"data": {"object": {}, "object": {}}, "event": {"type": "X"}}"#, "data.object"),
        (r#"{"data": {"object": {}}, "event": {"type": "X", "type": "Y"}}"#, "event.type"),
        (r#"{"data": {"object": {}}, "meta": {"request": {}, "request": {"id": "q"}}}"#, "meta.request.id"),
    ] {
        assert_eq!(refused(body).reason(), &Reason::Repeated { member }, "{body}");
    }
}

#[test]
fn what_a_broken_body_still_says_is_found() {
    let whole = body().to_string();
    for body in [
        r#"{"event": {"type": "REFUND_CREATED", "id": "e-1", "at"#.to_owned(),
        r#"{"event": {"type": "REFUND_CREATED", "id": "e-1"}, "data": {"object": {"refundId": "r-1", "#.to_owned(),
        format!("{whole} x"),
    ] {
        let error = refused(&body);
        assert_eq!((error.event_type(), error.event_id()), (Some("REFUND_CREATED"), Some("e-1")), "{body}");
        if body.contains("r-1") {
            assert_eq!(error.ids(), [("refundId", "r-1".to_owned())], "{body}");
        }
    }
    let mut bytes = br#"{"event": {"type": "REFUND_CREATED", "id": "e-1"}, "data": ""#.to_vec();
    bytes.extend([0xFF, b'"', b'}']);
    let error = decode_as::<Refund>(&NESTED, bytes).expect_err("it is no text");
    assert_eq!((error.event_type(), error.event_id()), (Some("REFUND_CREATED"), Some("e-1")));
}

#[test]
fn a_batch_of_such_events_is_no_unknown_event() {
    let one = r#"{"event": {"type": "REFUND_CREATED"}, "data": {"object": {}}}"#;
    let raw = RawBody::from(format!(r#"{{"events": [{one}, {one}]}}"#));
    let parsed = parse(&NESTED, &raw).expect("it is an object");
    assert_eq!(parsed.unknown().expect_err("it is a batch").reason(), &Reason::SeveralEvents);
    let raw = RawBody::from(format!(r#"{{"event": {{"type": "NEW"}}, "data": {{"object": {{}}}}, "list": [{one}]}}"#));
    let parsed = parse(&NESTED, &raw).expect("it is an object");
    assert_eq!(parsed.unknown().expect_err("it is a batch").reason(), &Reason::SeveralEvents);
}

const OF_TWO: Envelope = Envelope {
    event_type: Some("item.code"),
    event_subtype: Some("item.success"),
    payload: Some("item"),
    event_types: &["REFUND.true", "REFUND.false"],
    ..Envelope::NONE
};

/// Both parts of a type may stand in the object, and the second may be a word that is no text.
#[test]
fn the_parts_of_a_type_may_stand_in_the_object() {
    let read = |body: &str| decode_as::<Refund>(&OF_TWO, body);
    let body = r#"{"item": {"code": "REFUND", "success": true, "refundId": "r-1"}}"#;
    let event = read(body).expect("a refund");
    assert_eq!(event.event_type, "REFUND.true");
    let written: Value = serde_json::to_value(&event).expect("it is JSON");
    assert_eq!((&written["item"]["code"], &written["item"]["success"]), (&json!("REFUND"), &json!("true")));
    for body in [
        r#"{"item": {"code": "REFUND", "refundId": "r-1"}}"#,
        r#"{"item": {"code": "REFUND", "success": null, "refundId": "r-1"}}"#,
    ] {
        let error = read(body).expect_err("half of a type");
        assert_eq!(error.reason(), &Reason::NoSubtype { member: "item.success" });
        assert_eq!(error.event_type(), Some("REFUND"));
    }
    // What begins like no event that is known is one that is new.
    assert_eq!(read(r#"{"item": {"code": "MOON", "refundId": "r-1"}}"#).expect("a new event").event_type, "MOON");
    let cut_off = read(r#"{"item": {"code": "REFUND", "success": "false", "refundId": "#).expect_err("cut off");
    assert_eq!(cut_off.event_type(), Some("REFUND.false"));
    let twice = r#"{"item": {"code": "REFUND", "success": true, "success": false}}"#;
    assert_eq!(read(twice).expect_err("both").reason(), &Reason::Repeated { member: "item.success" });
}

/// A list of events that only their two parts name together is a batch as well.
#[test]
fn a_list_of_events_of_two_parts_is_no_unknown_event() {
    let raw = RawBody::from(
        r#"{"item": {"code": "X", "success": 1}, "more": [{"item": {"code": "REFUND", "success": true}}]}"#,
    );
    let parsed = payspec_webhook::parse(&OF_TWO, &raw).expect("an envelope");
    assert_eq!(parsed.unknown().expect_err("a batch").reason(), &Reason::SeveralEvents);
}
