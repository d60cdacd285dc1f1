//! Notifications: they name what has changed, prove nothing, and are confirmed by reading it.

use payspec::lyra_marketplace::webhook::{Event, decode};
use serde_json::Value;

use payspec_test_support::files;

#[test]
fn every_sample_is_read_as_its_event_and_written_back() {
    for (name, sample) in files::all_of("lyra-marketplace", "webhooks") {
        let event = decode(sample.to_string());
        // The operation that reads it again, and the path it names.
        let refetch = match &event {
            Event::Order(event) => event.refetch().map(|read| ("order", read.uuid.to_string())),
            Event::Registration(event) => event.refetch().map(|read| ("registration", read.uuid.to_string())),
            Event::Refund(event) => event.refetch().map(|read| ("refund", read.uuid.to_string())),
            Event::Token(event) => event.refetch().map(|read| ("token", read.uuid.to_string())),
            // The meaning of its ID is not documented.
            Event::Kyc(event) => Some(("kyc", event.object.kyc.clone())),
            other => panic!("{name}: {other:?}"),
        };
        let id = sample[&name].as_str().expect("a text").to_owned();
        assert_eq!(refetch, Some((name.as_str(), id)));
        assert_eq!(event.event_type().map(|kind| kind.as_str().to_owned()).as_deref(), Some(&*name));
        assert_eq!(serde_json::to_value(&event).expect("it is JSON"), sample, "{name}");
    }
}

#[test]
fn what_is_new_or_no_event_is_kept() {
    assert!(matches!(decode(r#"{"moon": "1"}"#), Event::Unknown(_)));
    assert!(matches!(decode("{}"), Event::Unknown(_)));
    assert!(matches!(decode(r#"{"order": {"uuid": "1"}}"#), Event::Undecodable(_)));
    // When an address is set, it is called with nothing in it.
    let Event::Undecodable(nothing) = decode("") else { panic!("there is nothing in it") };
    assert!(nothing.raw().is_empty());
    // Two names in one body would be two events.
    let Event::Unknown(both) = decode(r#"{"order": "1", "refund": "2"}"#) else { panic!("which one?") };
    assert_eq!(both.raw().as_str().map(|text| serde_json::from_str::<Value>(text).is_ok()), Some(true));
}
