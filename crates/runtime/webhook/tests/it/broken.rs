//! Bodies that cannot be read: each says why, keeps what could be known, and keeps the bytes.

use payspec_webhook::Reason;

use crate::sample::{Event, decode};

#[test]
fn bodies_that_are_no_object_say_what_they_are() {
    for (body, wanted) in [
        ("", "the body is empty"),
        (" \r\n\t", "the body is empty"),
        ("\u{FEFF}", "the body is empty"),
        ("[]", "the body is an array, not an object"),
        (r#"[{"type": "REFUND_CREATED", "object": {}}]"#, "an array"),
        ("\"REFUND_CREATED\"", "a string"),
        ("-1.5", "a number"),
        ("false", "a boolean"),
        ("null", "null, not an object"),
        ("nul", "not JSON"),
        ("type=REFUND_CREATED&object=%7B%7D", "not JSON"),
        ("<html></html>", "not JSON"),
        ("{", "not JSON"),
        ("{\"type\"}", "not JSON"),
        ("{\"a\": 1,}", "not JSON"),
        ("{} {}", "not JSON"),
        ("{\"a\": 01}", "not JSON"),
        ("\u{0}", "not JSON"),
    ] {
        let undecodable = decode(body).undecodable();
        let text = undecodable.to_string();
        assert!(text.contains(wanted), "{body:?}: {text}");
        assert_eq!(undecodable.raw().as_str(), Some(body));
    }
}

#[test]
fn a_byte_order_mark_is_skipped_and_kept_in_the_raw_body() {
    let body = "\u{FEFF}{\"type\": \"REFUND_CREATED\", \"object\": {\"refundId\": \"r-1\"}}";
    let event = decode(body).refund_created();
    assert_eq!(event.object.refund_id.as_deref(), Some("r-1"));
    assert_eq!(event.raw.as_str(), Some(body));
    let utf16: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(decode(utf16).undecodable().reason(), Reason::NotUtf8 { at: 0 }));
}

#[test]
fn a_body_cut_off_still_tells_which_event_it_was() {
    let body = r#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"refundId": "r-"#;
    let undecodable = decode(body).undecodable();
    assert!(matches!(undecodable.reason(), Reason::NotJson(_)));
    assert_eq!(undecodable.event_type(), Some("REFUND_CREATED"));
    assert_eq!(undecodable.event_id(), Some("e-1"));
}

#[test]
fn a_byte_that_is_not_utf8_still_tells_which_event_it_was() {
    let mut body = br#"{"eventId": "e-1", "type": "REFUND_CREATED", "object": {"name": ""#.to_vec();
    let at = body.len();
    body.extend_from_slice(b"Ren\xE9\"}}");
    let undecodable = decode(body.clone()).undecodable();
    assert_eq!(undecodable.reason(), &Reason::NotUtf8 { at: at + 3 });
    assert_eq!(undecodable.event_type(), Some("REFUND_CREATED"));
    assert_eq!(undecodable.event_id(), Some("e-1"));
    assert_eq!(undecodable.raw().as_bytes(), body);
    // Where the name itself is broken, it is not guessed.
    let undecodable = decode(b"{\"type\": \"REFUND\xFF\", \"eventId\": \"e\"}").undecodable();
    assert_eq!(undecodable.event_type(), None);
    assert_eq!(undecodable.event_id(), Some("e"));
}

#[test]
fn a_known_event_with_a_wrong_payload_is_never_unknown() {
    for (object, place, wanted) in [
        (r#"{"amount": "a lot"}"#, "object.amount", "expected i64, found a string"),
        (r#"{"amount": 1, "amount": 2}"#, "object.amount", "duplicate field `amount`"),
        ("[]", "object", "found an array"),
        (r#"["r-1", 5]"#, "object", "found an array"),
        ("null", "object", "found null"),
        ("\"r-1\"", "object", "found a string"),
    ] {
        let body = format!(r#"{{"eventId": "e-1", "type": "REFUND_CREATED", "object": {object}}}"#);
        let undecodable = decode(body).undecodable();
        let Reason::Payload(error) = undecodable.reason() else {
            panic!("{object}: {undecodable}");
        };
        assert_eq!(error.path(), place, "{object}: {error}");
        assert!(error.to_string().contains(wanted), "{object}: {error}");
        assert_eq!(undecodable.event_type(), Some("REFUND_CREATED"));
        assert_eq!(undecodable.event_id(), Some("e-1"));
    }
    let undecodable = decode(r#"{"type": "REFUND_CREATED"}"#).undecodable();
    assert_eq!(undecodable.reason(), &Reason::NoPayload { member: "object" });
    assert!(undecodable.to_string().starts_with("REFUND_CREATED: "));
}

#[test]
fn a_member_of_the_envelope_that_is_there_twice_is_not_chosen_from() {
    for (body, member) in [
        (r#"{"type": "REFUND_CREATED", "type": "REFUND_UPDATED", "object": {}}"#, "type"),
        (r#"{"type": "REFUND_CREATED", "object": {}, "object": {"amount": 9}}"#, "object"),
        (r#"{"type": "REFUND_CREATED", "\u006fbject": {}, "object": {}}"#, "object"),
        (r#"{"type": "REFUND_CREATED", "object": {}, "eventId": "a", "eventId": "a"}"#, "eventId"),
    ] {
        let undecodable = decode(body).undecodable();
        assert_eq!(undecodable.reason(), &Reason::Repeated { member }, "{body}");
    }
    // A member of no meaning here is none of our business.
    let event = decode(r#"{"type": "REFUND_CREATED", "object": {}, "x": 1, "x": 2}"#);
    assert_eq!(event.refund_created().extra["x"], 2);
}

#[test]
fn depth_is_no_danger() {
    const DEPTH: usize = 200_000;
    let deep = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    // Where nobody looks, it does not matter.
    let body = format!(r#"{{"type": "REFUND_CREATED", "object": {{"amount": 1}}, "x": {deep}}}"#);
    let event = decode(body).refund_created();
    assert_eq!(event.object.amount, Some(1));
    assert!(event.extra.is_empty() && event.raw.len() > 2 * DEPTH);
    let body = format!(r#"{{"type": "NEW_EVENT", "object": {deep}}}"#);
    assert_eq!(decode(body).unknown().event_type(), Some("NEW_EVENT"));
    // Where it is read, it is refused.
    let body = format!(r#"{{"type": "REFUND_CREATED", "object": {{"amount": {deep}}}}}"#);
    assert!(matches!(decode(body).undecodable().reason(), Reason::Payload(_)));
    let body = format!(r#"{{"type": "REFUND_CREATED", "object": {{"other": {deep}}}}}"#);
    assert_eq!(decode(body).refund_created().object.amount, None, "nobody reads `other`");
    decode(deep).undecodable();
    decode("{\"a\":".repeat(DEPTH)).undecodable();
}

#[test]
fn a_small_stack_is_enough() {
    let body = r#"{"type": "ACCOUNT_UPDATED", "object": {"accountId": "a-1"}}"#;
    let thread = std::thread::Builder::new()
        .stack_size(64 * 1024)
        .spawn(move || matches!(decode(body), Event::AccountUpdated(_)))
        .expect("a thread can be started");
    assert!(thread.join().expect("the stack was large enough"));
}

/// What a person or the next call needs is told by any part of a body that is left.
#[test]
fn ids_are_found_in_what_is_left() {
    for (body, ids) in [
        (r#"{"type": "REFUND_CREATED", "object": {"refundId": "r-1", "amount": "#, Some("r-1")),
        (r#"{"type": "REFUND_CREATED", "object": {"amount": "many", "refundId": 17}}"#, Some("17")),
        ("\u{feff} {\"object\": {\"refundId\": \"r-1\"}, ", Some("r-1")),
        (r#"{"refundId": "r-1", "#, Some("r-1")),
        ("amount=%zz&refundId=r%2D1&other", Some("r-1")),
        (r#"{"object": {"refundId": "r-1", "refundId": "r-2", "#, None),
        (r#"{"object": [{"refundId": "r-1"}], "#, None),
        ("refundId=r-1&refundId=r-2", None),
        ("{", None),
    ] {
        let undecodable = decode(body).undecodable();
        let wanted: Vec<_> = ids.map(|id| ("refundId", id.to_owned())).into_iter().collect();
        assert_eq!(undecodable.ids(), wanted, "{body}");
        assert_eq!(undecodable.member("refundId").as_deref(), ids, "{body}");
        assert!(!format!("{undecodable:?}{undecodable}").contains("r-1"), "ids are not printed by themselves");
    }
}

/// Two objects under one event are told apart by a member.
#[test]
fn a_payload_that_lacks_a_member_is_reported() {
    let lacks = |body: &str| {
        let raw = payspec_webhook::RawBody::from(body);
        payspec_webhook::parse(&crate::sample::ENVELOPE, &raw).expect("an object").payload_lacks("refundId")
    };
    assert!(lacks(r#"{"object": {"accountId": "a-1"}}"#) && lacks(r#"{"object": {"refundId": null}}"#));
    for body in [r#"{"object": {"refundId": "r-1"}}"#, r#"{"object": "r-1"}"#, r#"{"x": {}}"#] {
        assert!(!lacks(body), "{body}");
    }
}
