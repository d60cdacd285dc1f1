//! Every event of every API is read: deliveries that are made up from the spec, and those that the vendor shows.

use std::collections::BTreeSet;

use payspec_codegen::ir::{Api, Field, Kind};
use payspec_codegen::samples::Delivery;
use payspec_codegen::types::Builtin;
use payspec_conformance::{APIS, ApiClient, Received, Webhook};
use payspec_test_support::{compare, files};
use serde_json::Value;

use crate::made_up::{api, deliveries};
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

/// Whether a delivery was read as an event. Where nothing around the object names the event, several may share an
/// object.
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
        let lost = compare::lost(&sent, &received.json.unwrap_or_default());
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

/// Where a delivery brings several events, each is read as it would be alone, whatever stands next to it.
#[test]
fn events_of_a_list_are_read_one_by_one() {
    for (api, webhook) in webhooks() {
        let Some(list) = &webhook.list else { continue };
        let mut items: Vec<Value> = Vec::new();
        for sample in deliveries(api.spec.name) {
            items.push(serde_json::from_str(&sample.message.all).expect("it is JSON"));
            items.extend([Value::Null, Value::from("no event"), serde_json::json!({ "nothing": [1] })]);
        }
        let body = match list.spec.at {
            None => Value::from(items.clone()),
            Some(at) => {
                let mut members = serde_json::Map::new();
                payspec_core::Path::new(at).put_into(&mut members, Value::from(items.clone()));
                Value::Object(members)
            }
        };
        let received = (list.receive)(body.to_string().as_bytes());
        assert_eq!(received.len(), items.len(), "{}", api.spec.name);
        for (one, item) in received.iter().zip(&items) {
            let alone = (webhook.receive)(item.to_string().as_bytes());
            assert_eq!((&one.event, &one.raw, &one.json), (&alone.event, &alone.raw, &alone.json), "{item}");
        }
    }
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
            assert_eq!(received.raw, sample.to_string().as_bytes(), "{of}: the bytes as they came");
            let written = received.json.as_ref().expect("an event is plain JSON");
            assert_eq!(compare::lost(&sample, written), [""; 0], "{of}");
            assert_eq!(compare::invented(&sample, written), [""; 0], "{of}");
            let event = received.event.as_deref();
            let is_named = deliveries(api.spec.name).iter().any(|one| one.has_envelope && Some(&*one.event) == event);
            let is_of_event = deliveries(api.spec.name).iter().any(|one| one.event == name);
            assert!(!is_named || event == Some(name.as_str()), "{of} is an event {event:?}");
            assert!(is_named || event.is_some() || is_of_event, "{of} is named after no event");
            // Without an envelope an object is recognised by its members.
            let of_event = deliveries(api.spec.name).iter().filter(|one| event.is_none() && one.event == name);
            let objects: Vec<String> = of_event.map(|one| format!("Unenveloped{}(", one.object)).collect();
            let is_object = objects.iter().any(|start| received.shown.starts_with(start));
            assert!(objects.is_empty() || is_object, "{of} was read as {}", received.shown);
        }
    }
}

/// The members of an API's objects that `Debug` hides, wherever they stand.
fn hidden_members(api: &Api) -> BTreeSet<&str> {
    let is_sensitive_id =
        |name: &str| api.modules.iter().flat_map(|module| &module.ids).any(|id| id.name == name && id.sensitive);
    let is_hidden = |field: &&Field| {
        field.sensitive
            || match &field.ty.kind {
                Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => true,
                Kind::Id(name) => is_sensitive_id(name),
                _ => false,
            }
    };
    let objects = api.modules.iter().flat_map(|module| &module.objects).flat_map(|object| &object.fields);
    let hidden = objects.filter(is_hidden);
    hidden.flat_map(|field| std::iter::once(&field.wire).chain(&field.also)).map(String::as_str).collect()
}

/// The texts under members of these names.
fn texts_under(names: &BTreeSet<&str>, value: &Value, is_under: bool, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                texts_under(names, inner, is_under || names.contains(name.as_str()), found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts_under(names, item, is_under, found)),
        // A shorter one may stand in any other text.
        Value::String(text) if is_under && text.len() > 3 => drop(found.insert(text.clone())),
        _ => {}
    }
}

/// What the spec calls sensitive in one object is so in all.
#[test]
fn nothing_sensitive_of_a_sample_is_printed() {
    let mut problems = Vec::new();
    for (client, webhook) in webhooks() {
        let names = hidden_members(api(client.spec.name));
        for (name, sample) in files::all_of(client.spec.name, "webhooks") {
            let mut texts = BTreeSet::from(["@".to_owned()]);
            texts_under(&names, &sample, false, &mut texts);
            let shown = (webhook.receive)(sample.to_string().as_bytes()).shown;
            let told = texts.iter().filter(|text| shown.contains(*text));
            problems.extend(told.map(|text| format!("{} {name} shows {text}", client.spec.name)));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
