//! Deliveries that bring a list of events: what of them is an event, whatever they are.

use payspec_webhook::{Delivery, EventList, Events, RawBody, Reason, UndecodableError};
use proptest::prelude::*;

use crate::sample::{ENVELOPE, Event, decode};

static WHOLE: EventList = EventList { at: None, envelope: &ENVELOPE };
static INSIDE: EventList = EventList { at: Some("data.events"), envelope: &ENVELOPE };

fn events(list: &EventList, body: &RawBody) -> Events<Result<Event, UndecodableError>> {
    Events::of(list, Delivery::from(body), |item| Ok(decode(item)), Err)
}

fn reason(list: &EventList, body: &str) -> Reason {
    let mut events = events(list, &body.into());
    let first = events.next().expect("something is told");
    assert!(events.next().is_none(), "{body}");
    first.expect_err("no list").reason().clone()
}

#[test]
fn a_body_may_be_the_list() {
    let event = r#"{"type": "REFUND_CREATED", "object": {"refundId": "r-1"}}"#;
    let body = RawBody::from(format!("\u{FEFF} [{event} ,\n 5,{event}] "));
    let found: Vec<_> = events(&WHOLE, &body).map(|event| event.expect("an item")).collect();
    let bytes: Vec<_> = found.iter().map(|event| event.raw().as_bytes()).collect();
    assert_eq!(bytes, [event.as_bytes(), b"5", event.as_bytes()]);
    assert!(matches!(found[..], [Event::RefundCreated(_), Event::Undecodable(_), Event::RefundCreated(_)]));
    assert_eq!(reason(&WHOLE, event), Reason::NoEvents { member: None });
    assert_eq!(reason(&WHOLE, event).clone().to_string(), "the body is not a list of events");
    assert!(matches!(reason(&WHOLE, "[5, "), Reason::NotJson(_)));
    assert!(matches!(reason(&WHOLE, "[5] 6"), Reason::NotJson(_)));
    assert_eq!(reason(&WHOLE, " "), Reason::Empty);
}

/// They are read when they are asked for: a long list of nothing takes no more than its places.
#[test]
fn events_are_counted_before_they_are_read() {
    let body = RawBody::from(format!("[{}0]", "0,".repeat(100_000)));
    let mut events = events(&WHOLE, &body);
    assert_eq!((events.len(), events.size_hint()), (100_001, (100_001, Some(100_001))));
    assert!(events.next().is_some_and(|event| matches!(event, Ok(Event::Undecodable(_)))));
    assert_eq!(events.len(), 100_000);
}

#[test]
fn what_is_deep_costs_no_other() {
    let deep = "[".repeat(50_000) + &"]".repeat(50_000);
    let body = RawBody::from(format!(r#"{{"data": {{"events": [{deep}, {{"refundId": "r-1"}}]}}}}"#));
    let found: Vec<_> = events(&INSIDE, &body).collect();
    assert!(matches!(found[..], [Ok(Event::Undecodable(_)), Ok(_)]), "{found:?}");
}

proptest! {
    #[test]
    fn any_bytes_are_events(body in any::<Vec<u8>>()) {
        for list in [&WHOLE, &INSIDE] {
            let raw = RawBody::from(body.clone());
            let events = events(list, &raw);
            let count = events.len();
            prop_assert_eq!(events.count(), count);
        }
    }

    #[test]
    fn any_items_are_events_with_their_bytes(items in prop::collection::vec("[1-9][0-9]{0,2}|\"[a-z ]{0,9}\"|\\{\"type\": ?\"[A-Z_]{1,9}\"\\}| ?null", 0..20)) {
        let body = RawBody::from(format!(r#"{{"more": 1, "data": {{"x": [], "events": [{}]}}}}"#, items.join(",")));
        let found: Vec<_> = events(&INSIDE, &body).map(|event| event.expect("an item").raw().as_bytes().to_vec()).collect();
        let expected: Vec<_> = items.iter().map(|item| item.trim().as_bytes().to_vec()).collect();
        prop_assert_eq!(found, expected);
    }
}
