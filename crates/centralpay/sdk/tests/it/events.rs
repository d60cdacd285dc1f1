//! Every event that the spec describes, the deprecated ones and those without a sample too, decoded from the least that
//! can come and from the worst. The documented samples are held in `webhooks`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use payspec::centralpay::model::EventType;
use payspec::centralpay::webhook::{Event, decode};
use payspec_codegen::load;
use payspec_codegen::source::Sources;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use payspec_test_support::files::root;
use payspec_test_support::names;

/// What these tests read of a spec file, as plain data.
#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    ids: BTreeMap<String, Value>,
    enums: BTreeMap<String, Value>,
    statuses: BTreeMap<String, Value>,
    objects: BTreeMap<String, Object>,
    events: BTreeMap<String, Described>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Object {
    unenveloped: Vec<String>,
    fields: BTreeMap<String, Field>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Field {
    #[serde(rename = "type")]
    of: String,
    guaranteed: bool,
}

#[derive(Deserialize)]
struct Described {
    payload: String,
}

struct Spec {
    /// The types that any text is one of.
    texts: BTreeSet<String>,
    objects: BTreeMap<String, Object>,
    /// The name of each event's object.
    payloads: BTreeMap<String, String>,
}

/// Read once: there is more of it than of anything else here.
static SPEC: LazyLock<Spec> = LazyLock::new(read);

fn read() -> Spec {
    let mut sources = Sources::new();
    load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let texts = BTreeSet::from(["string".to_owned()]);
    let mut spec = Spec { texts, objects: BTreeMap::new(), payloads: BTreeMap::new() };
    for (_, source) in sources.iter().filter(|(_, source)| source.path.starts_with("spec/centralpay/")) {
        let file: File = serde_yaml::from_str(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        spec.texts.extend(file.ids.into_keys().chain(file.enums.into_keys()).chain(file.statuses.into_keys()));
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

    /// The least that an object holds: what is guaranteed.
    fn least(&self, object: &str) -> Value {
        let fields = self.objects[object].fields.iter().filter(|(_, field)| field.guaranteed);
        fields.map(|(name, _)| (name.clone(), "something".into())).collect::<Map<_, _>>().into()
    }

    /// Something that a field can hold, where that is simple.
    fn something(&self, field: &Field) -> Option<Value> {
        match field.of.as_str() {
            of if self.texts.contains(of) => Some("something".into()),
            of if of.starts_with("list<") => Some(json!([])),
            "boolean" => Some(true.into()),
            "integer" | "amount" => Some(1.into()),
            _ => None,
        }
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
    names::assert_same(
        (SPEC.payloads.keys(), "events of spec/centralpay that are not generated: run `cargo xtask codegen`"),
        (
            EventType::KNOWN.iter().map(EventType::as_str),
            "generated events that spec/centralpay does not have: run `cargo xtask codegen`",
        ),
    );
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
    // The fields of all objects there are; what a type does not know, it does not write back.
    let simple = |payload: &String| -> Map<String, Value> {
        let fields = spec.objects[payload].fields.iter();
        fields.filter_map(|(name, field)| Some((name.clone(), spec.something(field)?))).collect()
    };
    let payloads: BTreeSet<&String> = spec.payloads.values().collect();
    let all: Map<String, Value> = payloads.iter().flat_map(|payload| simple(payload)).collect();
    for kind in EventType::KNOWN {
        let own = simple(&spec.payloads[kind.as_str()]);
        // What is simple in another object may be none here.
        let is_foreign = |name: &String| !spec.fields(kind).contains_key(name);
        let foreign =
            all.iter().filter(|(name, _)| is_foreign(name)).map(|(name, value)| (name.clone(), value.clone()));
        let object: Map<String, Value> = own.clone().into_iter().chain(foreign).collect();
        let event = decoded(&json!({ "type": kind.as_str(), "object": object }));
        let back = serde_json::to_value(&event).expect("an event is plain JSON");
        assert_eq!(back["object"], Value::Object(own), "{kind}");
    }
    let told_apart: BTreeSet<Vec<String>> =
        payloads.iter().map(|payload| simple(payload).keys().cloned().collect()).collect();
    assert_eq!(told_apart.len(), payloads.len(), "no two objects have the same fields, or this would prove nothing");
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

#[test]
fn an_object_alone_is_recognised_by_its_own_fields_and_by_no_fewer() {
    let spec = &SPEC;
    let unenveloped: Vec<(&String, &Object)> =
        spec.objects.iter().filter(|(_, object)| !object.unenveloped.is_empty()).collect();
    assert!(unenveloped.len() > 7, "those of the samples: {}", unenveloped.len());
    for (name, object) in unenveloped {
        let value = |field: &String| {
            spec.something(&object.fields[field]).unwrap_or_else(|| spec.least(&object.fields[field].of))
        };
        let guaranteed = object.fields.iter().filter(|(_, field)| field.guaranteed).map(|(field, _)| field);
        let marks: BTreeSet<&String> = object.unenveloped.iter().chain(guaranteed).collect();
        let body: Map<String, Value> = marks.into_iter().map(|field| (field.clone(), value(field))).collect();
        let event = decoded(&Value::Object(body.clone()));
        assert!(format!("{event:?}").starts_with(&format!("Unenveloped{name}(")), "{name}: {event:?}");
        assert_eq!(event.event_type(), None, "{name}: which event it was, it does not say");
        for mark in &object.unenveloped {
            let mut less = body.clone();
            less.remove(mark);
            let event = decoded(&Value::Object(less));
            assert!(!format!("{event:?}").starts_with("Payload"), "{name} without {mark}: {event:?}");
        }
    }
}
