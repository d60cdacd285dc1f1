//! An event is the same however its body was read: in one pass, or parsed first.

use payspec_webhook::{Delivery, Envelope, Incoming, Notification, ParsedEnvelope, RawBody, Read, Stopped, parse};
use proptest::prelude::*;

static ENVELOPE: Envelope = Envelope {
    event_type: Some("type"),
    event_subtype: None,
    payload: Some("object"),
    event_id: Some("eventId"),
    created: Some("creationDate"),
    created_as: None,
    request_id: Some("requestId"),
    previous: Some("before"),
    ids: &["refundId"],
    event_types: &["REFUND_CREATED"],
};

#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_field_names, reason = "the API calls it so")]
struct Refund {
    amount: Option<i64>,
    refund_id: String,
    unreadable: payspec_core::UnreadableMembers,
}

payspec_core::read_object!(Refund {
    "\0unreadable" = unreadable: unreadable, "amount" = amount: integer, "refundId" = refund_id: required_text
} required "refundId");

type Event = Box<Notification<Refund>>;

fn choose(event_type: &str, parsed: Option<&ParsedEnvelope<'_>>) -> Option<Read<Event>> {
    let read: Read<Event> = |event: &mut Incoming<'_>| -> Result<Event, Stopped> { event.notification() };
    match event_type {
        "REFUND_OR_NOT" if parsed?.payload_lacks("refundId") => None,
        "REFUND_CREATED" | "REFUND_OR_NOT" => Some(read),
        _ => None,
    }
}

fn in_one_pass(body: &RawBody) -> Option<Event> {
    Delivery::from(body).read_at_once(&ENVELOPE, choose)
}

fn parsed(body: &RawBody) -> Option<Event> {
    let parsed = parse(&ENVELOPE, body).ok()?;
    parsed.read_with(choose(parsed.event_type()?, Some(&parsed))?).ok()
}

const TYPE: &str = r#""type": "REFUND_CREATED""#;
const OBJECT: &str = r#""object": {"refundId": "r-1", "amount": "5", "new": [1, {}]}"#;

#[test]
fn a_delivery_as_it_is_usually_sent_is_read_in_one_pass() {
    for around in [
        "",
        r#", "eventId": "e-1", "requestId": "q-1", "creationDate": "2024-01-10""#,
        r#", "extra": {"a": [null]}, "extra": 2, "before": {"refundId": "r-0", "amount": null}"#,
    ] {
        let body = RawBody::from(format!("\u{FEFF} {{{TYPE}, {OBJECT}{around}}} "));
        let event = in_one_pass(&body).expect(around);
        assert_eq!(Some(&event), parsed(&body).as_ref(), "{around}");
        assert_eq!((event.object.amount, event.event_type.as_str()), (Some(5), "REFUND_CREATED"));
        assert_eq!(event.raw, body);
    }
}

#[test]
fn what_is_odd_is_left_to_the_parsed_body() {
    for (body, is_event) in [
        (format!("{{{OBJECT}, {TYPE}}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"eventId\": 7}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"eventId\": \"\"}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"creationDate\": null}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"before\": null}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"before\": 7}}"), true),
        (format!("{{{TYPE}, {OBJECT}, \"far\": 1e999}}"), true),
        (format!("{{{TYPE}, \"object\": {{\"refundId\": \"r-1\", \"amount\": \"many\"}}}}"), true),
        (format!("{{\"type\": \"REFUND_OR_NOT\", {OBJECT}}}"), true),
        (format!("{{{TYPE}, {OBJECT}, {TYPE}}}"), false),
        (format!("{{{TYPE}, {OBJECT}, {OBJECT}}}"), false),
        (format!("{{{TYPE}, {OBJECT}, \"before\": {{\"refundId\": \"r-0\"}}, \"before\": null}}"), false),
        (format!("{{{TYPE}, \"object\": {{}}}}"), false),
        (format!("{{{TYPE}, \"object\": null}}"), false),
        (format!("{{{TYPE}}}"), false),
        (format!("{{{TYPE}, {OBJECT}}} {{}}"), false),
        (format!("{{{TYPE}, {OBJECT}"), false),
        (format!("{{\"type\": \"NEW\", {OBJECT}}}"), false),
        (format!("[{{{TYPE}, {OBJECT}}}]"), false),
        (String::new(), false),
    ] {
        let body = RawBody::from(body);
        assert!(in_one_pass(&body).is_none(), "{:?}", body.as_str());
        assert_eq!(parsed(&body).is_some(), is_event, "{:?}", body.as_str());
    }
}

/// Members of a body, odd ones among them.
fn members() -> impl Strategy<Value = Vec<&'static str>> {
    let all = [
        TYPE,
        OBJECT,
        r#""type": "REFUND_OR_NOT""#,
        r#""object": {"refundId": 7}"#,
        r#""eventId": "e-1""#,
        r#""eventId": 17"#,
        r#""creationDate": "soon""#,
        r#""requestId": "q\u00e9\n""#,
        r#""before": {"refundId": "r-0", "amount": 2500.00}"#,
        r#""before": []"#,
        r#""note": "x""#,
        r#""note": 12345678901234567890123"#,
    ];
    proptest::collection::vec(proptest::sample::select(all.to_vec()), 0..8)
}

proptest! {
    #[test]
    fn both_ways_give_the_same_event(members in members()) {
        for body in [members.join(","), format!("{TYPE},{OBJECT},{}", members.join(","))] {
            let body = RawBody::from(format!("{{{body}}}"));
            if let Some(event) = in_one_pass(&body) {
                prop_assert_eq!(Some(event), parsed(&body));
            }
        }
    }
}
