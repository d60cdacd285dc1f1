//! Deliveries that bring several events, as a receiver of the showcase API meets them: verified once as a whole, then read,
//! stored and refetched one by one.

use std::time::{Duration, UNIX_EPOCH};

use payspec_test_support::server::Server;
use payspec_test_support::signing::hex_of;
use payspec_webhook::{Reason, VerifyError};
use serde_json::{Value, json};
use showcase_batched_client::ClientBuilder;
use showcase_batched_client::model::{EventType, Sack};
use showcase_batched_webhook::{Event, Events, Verifier, decode, decode_event};

const SENT: u64 = 1_750_000_000;

fn stored(id: &str) -> Value {
    json!({ "id": format!("e-{id}"), "what": "sack", "happened": "stored", "about": { "id": id, "weight": 50_000 } })
}

fn ground(sack: &str) -> Value {
    json!({ "what": "sack", "happened": "ground", "about": { "sack": sack, "weight": 900 }, "at": "2026-01-31T12:30:00Z" })
}

fn delivery(items: &[Value]) -> String {
    json!({ "news": { "sent": SENT, "items": items } }).to_string()
}

fn verify(body: &str, signature: &str) -> Result<Events, VerifyError> {
    let clock = || UNIX_EPOCH + Duration::from_secs(SENT + 10);
    let verifier = Verifier::new("a seal").configure(|verifier| verifier.clock(clock));
    verifier.verify([("x-mill-seal", signature)], body)
}

#[test]
fn events_come_one_by_one_in_their_order() {
    let body = delivery(&[stored("s-1"), ground("s-2"), stored("s-3")]);
    let events = verify(&body, &hex_of("a seal", body.as_bytes())).expect("signed");
    assert_eq!((events.len(), events.body().as_bytes()), (3, body.as_bytes()));
    assert_eq!(format!("{events:?}"), format!("Events {{ left: 3, body: RawBody({} bytes), .. }}", body.len()));
    let types: Vec<_> = events.map(|event| (event.event_type(), event.event_id().map(str::to_owned))).collect();
    let expected = [
        (Some(EventType::SackStored), Some("e-s-1".to_owned())),
        (Some(EventType::SackGround), None),
        (Some(EventType::SackStored), Some("e-s-3".to_owned())),
    ];
    assert_eq!(types, expected);
}

/// Like a bad row of a file.
#[test]
fn a_bad_event_costs_no_other() {
    let items = [
        json!({ "what": "sack", "happened": "stored", "about": { "weight": 1 } }),
        stored("s-1"),
        json!({ "what": "moon", "happened": "milled", "about": { "id": "m-1" } }),
        json!("nothing"),
        Value::Null,
        json!([stored("s-9")]),
        json!({ "what": "sack", "happened": "ground" }),
        json!({ "what": "sack", "happened": "stored", "about": [] }),
        ground("s-2"),
    ];
    let events: Vec<Event> = decode(delivery(&items)).collect();
    assert_eq!(events.len(), items.len());
    let mut kinds = Vec::new();
    for (event, item) in events.iter().zip(&items) {
        assert_eq!(event.raw().as_bytes(), item.to_string().as_bytes(), "each has its own bytes");
        kinds.push(match event {
            Event::SackStored(_) => "stored",
            Event::SackGround(_) => "ground",
            Event::Unknown(_) => "unknown",
            Event::Undecodable(_) => "undecodable",
            _ => "another",
        });
    }
    let bad = "undecodable";
    assert_eq!(kinds, [bad, "stored", "unknown", bad, bad, bad, bad, bad, "ground"]);
}

/// What is stored is one event, and it is read and refetched without the delivery that brought it.
#[tokio::test]
async fn each_event_is_stored_and_refetched_on_its_own() {
    let kept: Vec<Vec<u8>> =
        decode(delivery(&[stored("s-1"), ground("s-2")])).map(|event| event.raw().as_bytes().to_vec()).collect();
    let sack = |id: &str| (format!("GET /sacks/{id}"), (200, json!({ "id": id, "weight": 7 })));
    let server = Server::start([sack("s-1"), sack("s-2")]);
    let client = ClientBuilder::at(server.url()).guild("seal").build().expect("complete settings");
    let mut sacks = Vec::new();
    for bytes in kept {
        let call = match decode_event(bytes) {
            Event::SackStored(event) => event.refetch(),
            Event::SackGround(event) => event.refetch(),
            other => panic!("{other:?}"),
        };
        sacks.push(client.call(call.expect("it names its sack")).await.expect("it is there"));
    }
    assert_eq!(
        sacks.iter().map(|sack| (sack.id.as_str(), sack.weight)).collect::<Vec<_>>(),
        [("s-1", Some(7)), ("s-2", Some(7))]
    );
    // One that cannot be decoded still names its sack.
    let broken = delivery(&[stored("s-1")]).replace(r#""what""#, r#""what":"sack","what""#);
    let Some(Event::Undecodable(error)) = decode(broken).next() else { panic!("a name that is there twice") };
    assert!(error.refetch::<Sack>().is_some());
}

#[test]
fn the_delivery_is_verified_before_anything_is_read() {
    let body = delivery(&[stored("s-1")]);
    let signature = hex_of("a seal", body.as_bytes());
    for (body, signature, error) in [
        (body.replace("s-1", "s-2"), signature.clone(), VerifyError::Wrong),
        (body.clone(), hex_of("another seal", body.as_bytes()), VerifyError::Wrong),
        (body.replace(&SENT.to_string(), "5"), String::new(), VerifyError::Malformed),
    ] {
        assert_eq!(verify(&body, &signature).map(|events| events.len()), Err(error), "{body}");
    }
    let old = body.replace(&SENT.to_string(), "1700000000");
    let refused = verify(&old, &hex_of("a seal", old.as_bytes())).err();
    assert!(matches!(refused, Some(VerifyError::TooOld { .. })), "the time stands beside the list: {refused:?}");
}

#[test]
fn a_body_without_a_list_is_one_undecodable_event() {
    let no_list = |body: &str| match &decode(body).collect::<Vec<_>>()[..] {
        [Event::Undecodable(error)] => {
            assert_eq!(error.raw().as_bytes(), body.as_bytes());
            error.reason().clone()
        }
        other => panic!("{body}: {other:?}"),
    };
    let missing = Reason::NoEvents { member: Some("news.items") };
    for body in ["{}", r#"{"news": []}"#, r#"{"news": {"items": {}}}"#, r#"{"news": {"items": null}}"#] {
        assert_eq!(no_list(body), missing, "{body}");
    }
    assert_eq!(missing.to_string(), "the body has no list of events in `news.items`");
    assert_eq!(no_list(&stored("s-1").to_string()), missing, "an event alone is no delivery");
    let twice = r#"{"news": {"items": []}, "news": {"items": []}}"#;
    assert_eq!(no_list(twice), Reason::Repeated { member: "news.items" });
    assert_eq!(no_list(""), Reason::Empty);
    assert_eq!(no_list("[]"), Reason::NotAnObject { found: "an array" });
    assert!(matches!(no_list(r#"{"news": {"items": [{}, "#), Reason::NotJson(_)));
    assert_eq!(decode(delivery(&[])).count(), 0, "an empty list brings nothing");
}

/// Two members tell the type.
#[test]
fn a_type_is_identified_by_two_members() {
    let read = |item: Value| decode_event(item.to_string());
    let about = json!({ "id": "s-1" });
    for (happened, expected) in [
        (json!("stored"), Some(EventType::SackStored)),
        (json!("ground"), Some(EventType::SackGround)),
        (json!("lost"), None),
        (json!(5), None),
        (json!(true), None),
    ] {
        let about = if happened == "ground" { json!({ "sack": "s-1" }) } else { about.clone() };
        let item = json!({ "what": "sack", "happened": happened, "about": about });
        let event = read(item.clone());
        let name = event.event_type().map(|event| event.to_string()).expect("both are there");
        assert_eq!(name, format!("sack.{}", happened.as_str().map_or_else(|| happened.to_string(), str::to_owned)));
        assert_eq!(matches!(event, Event::Unknown(_)), expected.is_none(), "{event:?}");
        assert!(expected.is_none() || event.event_type() == expected);
        assert_eq!(serde_json::to_value(&event).ok(), Some(item), "written back as it came");
    }
    // A known event with a body that does not fit is never an unknown one.
    for happened in [Value::Null, json!(""), json!([])] {
        let Event::Undecodable(error) = read(json!({ "what": "sack", "happened": happened, "about": about })) else {
            panic!("half of a type")
        };
        assert_eq!(error.reason(), &Reason::NoSubtype { member: "happened" });
        assert_eq!((error.event_type(), error.refetch::<Sack>().is_some()), (Some("sack"), true));
        let told = "sack: the body has the first part of an event type, but no second part in `happened`";
        assert_eq!(error.to_string(), told);
    }
    let Event::Unknown(moon) = read(json!({ "what": "moon", "about": about })) else { panic!("nobody knows moons") };
    assert_eq!(moon.event_type(), Some("moon"));
}

/// A notification that a test makes is written as the API writes one.
#[test]
fn a_made_event_is_written_with_both() {
    let sack: Sack = serde_json::from_value(json!({ "id": "s-1" })).expect("a sack");
    let made = payspec_webhook::Notification::new(&showcase_batched_webhook::ENVELOPE, "sack.stored", sack);
    let written = serde_json::to_value(&made).expect("it is JSON");
    assert_eq!(written, json!({ "what": "sack", "happened": "stored", "about": { "id": "s-1" } }));
    assert!(matches!(decode_event(written.to_string()), Event::SackStored(_)));
}
