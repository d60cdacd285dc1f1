//! Every event of every API is read: deliveries that are made up from the spec, and those that the vendor shows.

use payspec_codegen::samples::Delivery;
use payspec_conformance::{APIS, ApiClient, Received, Webhook};
use payspec_test_support::files;
use serde_json::Value;

use crate::made_up::deliveries;
use crate::responses::without;

fn webhooks() -> impl Iterator<Item = (&'static ApiClient, &'static Webhook)> {
    APIS.iter().filter_map(|api| Some((*api, api.webhook.as_ref()?)))
}

/// The deliveries of all APIs that are made up from the spec.
fn made_up() -> impl Iterator<Item = (String, &'static Webhook, &'static Delivery)> {
    webhooks().flat_map(|(api, webhook)| {
        let of_api = deliveries(api.spec.name).iter();
        of_api.map(move |sample| (format!("{} {}", api.spec.name, sample.event), webhook, sample))
    })
}

/// Whether a delivery was read as an event. Where nothing around the object names the event, several may share an object.
fn is_read(received: &Received, sample: &Delivery) -> bool {
    received.is_known && (!sample.has_envelope || received.event.as_deref() == Some(&*sample.event))
}

#[test]
fn every_event_is_read_with_all_that_the_spec_says_of_it() {
    let mut problems = Vec::new();
    for (name, webhook, sample) in made_up() {
        for body in [&sample.message.least, &sample.message.all] {
            let received = (webhook.receive)(body.as_bytes());
            if !is_read(&received, sample) || !received.unreadable().is_empty() {
                problems.push(format!("{name}: {body} was read as {}", received.shown));
            }
        }
        let received = (webhook.receive)(sample.message.all.as_bytes());
        let sent: Value = serde_json::from_str(&sample.message.all).expect("it is JSON");
        let lost = payspec_test_support::compare::lost(&sent, &received.json.unwrap_or_default());
        if !lost.is_empty() {
            problems.push(format!("{name}: {lost:?} are not written back"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn no_event_is_read_without_what_the_spec_guarantees_of_its_object() {
    let mut tried = 0;
    for (name, webhook, sample) in made_up() {
        for place in &sample.message.guaranteed {
            let body = without(serde_json::from_str(&sample.message.least).expect("it is JSON"), place);
            let received = (webhook.receive)(body.to_string().as_bytes());
            assert!(!received.is_known, "{name}: {body} lacks {place} and was read as {}", received.shown);
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried} members are guaranteed");
}

/// Samples are named after their events; where nothing around the object names the event, after anything.
#[test]
fn every_sample_of_the_vendor_is_read() {
    for (api, webhook) in webhooks() {
        for (name, sample) in files::all_of(api.spec.name, "webhooks") {
            let of = format!("spec/{}/samples/webhooks/{name}.json", api.spec.name);
            let received = (webhook.receive)(sample.to_string().as_bytes());
            assert!(received.is_known, "{of} was read as {}", received.shown);
            assert_eq!(received.unreadable(), [""; 0], "{of}");
            let event = received.event.as_deref();
            let is_named = deliveries(api.spec.name).iter().any(|one| one.has_envelope && Some(&*one.event) == event);
            let is_of_event = deliveries(api.spec.name).iter().any(|one| one.event == name);
            assert!(!is_named || event == Some(name.as_str()), "{of} is an event {event:?}");
            assert!(is_named || event.is_some() || is_of_event, "{of} is named after no event");
        }
    }
}
