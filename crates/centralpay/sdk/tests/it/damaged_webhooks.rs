//! The documented webhooks with something broken: whatever it is, there is an event, no byte is lost, and an envelope that is
//! whole keeps its id.

use std::sync::LazyLock;

use payspec::centralpay::webhook::{Event, decode};
use payspec_webhook::Reason;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::webhooks::each_place;
use payspec_test_support::files;

/// The samples that have an envelope with an id.
static SAMPLES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let samples = files::all("webhooks").into_iter().map(|(_, sample)| sample);
    samples.filter(|sample| sample["eventId"].is_string() && sample["object"].is_object()).collect()
});

fn samples() -> impl Strategy<Value = &'static Value> {
    any::<Index>().prop_map(|at| at.get(&SAMPLES))
}

/// Decodes a body; one that cannot be read is kept as it came, and nothing of it is printed but names.
fn event(body: &[u8]) -> Event {
    let event = decode(body);
    let _ = format!("{event:?}");
    if let Event::Undecodable(kept) = &event {
        assert_eq!(kept.raw().as_bytes(), body, "nothing is lost");
    }
    event
}

/// The id of a sample, and what it calls itself.
fn envelope(sample: &Value) -> (Option<&str>, Option<&str>) {
    (sample["eventId"].as_str(), sample["type"].as_str())
}

/// The id and the type of an event, undecodable or not.
fn said(event: &Event) -> (Option<String>, Option<String>) {
    let kind = match event {
        Event::Undecodable(undecodable) => undecodable.event_type().map(str::to_owned),
        event => event.event_type().map(|kind| kind.as_str().to_owned()),
    };
    (event.event_id().map(str::to_owned), kind)
}

/// Checks that an event is the one that the sample is, however its object looks.
fn keeps_its_envelope(event: &Event, sample: &Value) -> Result<(), TestCaseError> {
    let (id, kind) = said(event);
    prop_assert_eq!((id.as_deref(), kind.as_deref()), envelope(sample));
    prop_assert!(!matches!(event, Event::Unknown(_)), "what is known does not become unknown");
    Ok(())
}

#[test]
fn most_samples_have_an_envelope_to_keep() {
    assert!(SAMPLES.len() > 70, "{} samples are broken below", SAMPLES.len());
}

proptest! {
    #[test]
    fn a_changed_byte_is_an_event_all_the_same(sample in samples(), at in any::<Index>(), byte in any::<u8>()) {
        let mut body = sample.to_string().into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        let event = event(&body);
        let start = sample.to_string().find("\"object\":").expect("it has an object") + "\"object\":".len();
        let object = start..start + sample["object"].to_string().len();
        // A quotation mark or a brace may end the object; what follows is then another envelope.
        if object.contains(&at) && byte.is_ascii_alphanumeric() && body[at - 1] != b'\\' && serde_json::from_slice::<Value>(&body).is_ok() {
            keeps_its_envelope(&event, sample)?;
        }
    }

    #[test]
    fn a_body_that_is_cut_off_keeps_the_id_that_has_come(sample in samples(), at in any::<Index>()) {
        let whole = sample.to_string();
        let body = &whole.as_bytes()[..at.index(whole.len())];
        let event = event(body);
        let Event::Undecodable(undecodable) = &event else { return Err(TestCaseError::fail("half an event")) };
        prop_assert!(matches!(undecodable.reason(), Reason::NotJson(_) | Reason::Empty), "{}", undecodable);
        let has_come = String::from_utf8_lossy(body).contains(&format!("\"eventId\":{}", sample["eventId"]));
        prop_assert_eq!(event.event_id(), sample["eventId"].as_str().filter(|_| has_come));
    }

    #[test]
    fn a_value_of_another_kind_is_that_event_or_no_event_at_all(
        sample in samples(),
        at in any::<Index>(),
        value in select(vec![
            json!(null), json!([]), json!({}), json!("text"), json!(""), json!(7), json!(-0.5), json!(true), json!(u64::MAX),
            json!([[null]]), json!({"0": {}}), json!({"a": "b"}), json!([{"a": 1}, "b"]),
        ]),
    ) {
        let mut places = Vec::new();
        each_place(&sample["object"], "/object", &mut |path| places.push(path.to_owned()));
        let place = at.get(&places);
        let mut changed = sample.clone();
        *changed.pointer_mut(place).expect("a place of the sample") = value;
        let event = event(changed.to_string().as_bytes());
        keeps_its_envelope(&event, sample)?;
        if let Event::Undecodable(undecodable) = &event {
            let Reason::Payload(error) = undecodable.reason() else {
                return Err(TestCaseError::fail(format!("the envelope is whole: {undecodable}")));
            };
            prop_assert!(error.path().starts_with("object"), "{}", undecodable);
        }
    }

    #[test]
    fn a_member_that_comes_twice_is_no_guess(sample in samples(), at in any::<Index>(), inside in any::<bool>()) {
        let outer = sample.as_object().expect("an envelope is an object");
        let object = outer["object"].as_object().expect("the samples are chosen so");
        let members = if inside { object } else { outer };
        let (name, value) = members.iter().nth(at.index(members.len())).expect("an index of it");
        let once = format!("{}:{value}", json!(name));
        let whole = Value::Object(members.clone()).to_string();
        let twice = whole.replacen(&once, &format!("{once},{once}"), 1);
        let body = if inside { sample.to_string().replacen(&whole, &twice, 1) } else { twice };
        let event = event(body.as_bytes());
        keeps_its_envelope(&event, sample)?;
        if !inside && ["eventId", "type", "object", "creationDate", "requestId", "objectBeforeUpdate"].contains(&name.as_str()) {
            let Event::Undecodable(undecodable) = &event else { return Err(TestCaseError::fail("either may be meant")) };
            prop_assert!(matches!(undecodable.reason(), Reason::Repeated { member } if member == name), "{}", undecodable);
        }
    }
}
