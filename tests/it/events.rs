//! Every event that the spec describes, the deprecated ones and those without a sample too, decoded from the least that
//! can come and from the worst. The documented samples are held in `webhooks`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use centralpay_model::EventType;
use centralpay_webhook::{Event, decode};
use payspec_codegen::load;
use payspec_codegen::source::Sources;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::support::files::root;

/// What these tests read of a spec file, as plain data.
#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    objects: BTreeMap<String, Object>,
    events: BTreeMap<String, Described>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Object {
    fields: BTreeMap<String, Field>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Field {
    guaranteed: bool,
}

#[derive(Deserialize)]
struct Described {
    payload: String,
}

struct Spec {
    objects: BTreeMap<String, Object>,
    /// The name of each event's object.
    payloads: BTreeMap<String, String>,
}

/// Read once: there is more of it than of anything else here.
static SPEC: LazyLock<Spec> = LazyLock::new(read);

fn read() -> Spec {
    let mut sources = Sources::new();
    load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let mut spec = Spec { objects: BTreeMap::new(), payloads: BTreeMap::new() };
    for (_, source) in sources.iter().filter(|(_, source)| source.path.starts_with("spec/centralpay/")) {
        let file: File = serde_yaml::from_str(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        spec.objects.extend(file.objects);
        spec.payloads.extend(file.events.into_iter().map(|(name, event)| (name, event.payload)));
    }
    spec
}

impl Spec {
    fn fields(&self, event: &EventType) -> &BTreeMap<String, Field> {
        &self.objects[&self.payloads[event.as_str()]].fields
    }

    /// The event's object with its guaranteed ids, and a value for all else if one is given.
    fn object(&self, event: &EventType, otherwise: Option<&Value>) -> Map<String, Value> {
        let value = |field: &Field| if field.guaranteed { Some("id-1".into()) } else { otherwise.cloned() };
        self.fields(event).iter().filter_map(|(name, field)| Some((name.clone(), value(field)?))).collect()
    }
}

fn decoded(event: &Value) -> Event {
    decode(event.to_string())
}

/// An event must be the variant of its own type, and whole.
fn is_typed(kind: &EventType, event: &Event) {
    assert!(!matches!(event, Event::Unknown(_) | Event::Undecodable(_)), "{kind}: {event:?}");
    assert_eq!(event.event_type().as_ref(), Some(kind));
    let shown = format!("{event:?}");
    assert!(shown.contains("previous_error: None"), "{kind}: the object as it was: {shown}");
}

#[test]
fn the_events_there_are_are_those_of_the_spec() {
    let known: Vec<&str> = {
        let mut known: Vec<&str> = EventType::KNOWN.iter().map(EventType::as_str).collect();
        known.sort_unstable();
        known
    };
    assert_eq!(known, SPEC.payloads.keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn the_least_that_can_come_is_typed() {
    let spec = &SPEC;
    for kind in EventType::KNOWN {
        let event = decoded(&json!({ "type": kind.as_str(), "object": spec.object(kind, None) }));
        is_typed(kind, &event);
        assert_eq!(event.event_id(), None);
    }
}

#[test]
fn each_event_is_about_the_object_that_the_spec_names() {
    let spec = &SPEC;
    // An object with the ids of all; what a type does not know, it does not write back.
    let is_id = |name: &&String| name.ends_with("Id");
    let payloads = spec.payloads.values().map(|payload| &spec.objects[payload]);
    let ids: BTreeSet<&String> = payloads.flat_map(|object| object.fields.keys()).filter(is_id).collect();
    for kind in EventType::KNOWN {
        let fields = spec.fields(kind);
        let object: Map<String, Value> = ids.iter().map(|id| ((*id).clone(), "id-1".into())).collect();
        let event = decoded(&json!({ "type": kind.as_str(), "object": object }));
        let back = serde_json::to_value(&event).expect("an event is plain JSON");
        let kept: Vec<&String> = back["object"].as_object().expect("an object").keys().collect();
        let own: Vec<&String> = fields.keys().filter(is_id).collect();
        assert!(!own.is_empty(), "{kind}: an object without any id");
        assert_eq!(kept, own, "{kind}");
    }
}

#[test]
fn nulls_everywhere_and_fields_of_tomorrow_do_no_harm() {
    let spec = &SPEC;
    for kind in EventType::KNOWN {
        let mut object = spec.object(kind, Some(&Value::Null));
        object.insert("fieldOfTomorrow".to_owned(), json!({ "deep": [null, 1] }));
        let mut event = json!({
            "eventId": null, "creationDate": null, "requestId": null, "objectBeforeUpdate": null,
            "type": kind.as_str(), "object": object, "memberOfTomorrow": [{}],
        });
        is_typed(kind, &decoded(&event));
        // The object as it was may come along with any event, and be as bare.
        event["objectBeforeUpdate"] = event["object"].clone();
        is_typed(kind, &decoded(&event));
        assert_eq!(decoded(&event).raw().as_bytes(), event.to_string().as_bytes(), "{kind}: what is new is kept");
    }
}

#[test]
fn an_object_without_its_id_is_no_such_event_and_keeps_its_bytes() {
    let spec = &SPEC;
    let mut without = 0;
    for kind in EventType::KNOWN {
        for (id, _) in spec.fields(kind).iter().filter(|(_, field)| field.guaranteed) {
            let mut absent = spec.object(kind, None);
            absent.remove(id);
            let mut null = absent.clone();
            null.insert(id.clone(), Value::Null);
            for object in [absent, null] {
                let body = json!({ "type": kind.as_str(), "object": object, "eventId": "e-1" });
                let event = decoded(&body);
                assert!(matches!(&event, Event::Undecodable(_)), "{kind} without {id}: {event:?}");
                assert_eq!((event.event_id(), event.raw().as_bytes()), (Some("e-1"), body.to_string().as_bytes()));
            }
            without += 1;
        }
    }
    assert!(without > 50, "most objects have an id: {without}");
}
