//! Webhooks and callbacks -> events.

use super::errors::is_member;
use super::model::{Event, Type};
use super::place::Place;
use super::reader::Reader;
use super::schema::Schema;
use super::types::{Use, Way};
use super::{fields, texts, words};

/// How all deliveries are put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Envelope {
    pub(super) kind: String,
    pub(super) payload: Option<String>,
    pub(super) id: Option<String>,
    pub(super) created: Option<String>,
}

/// The events of a document.
#[derive(Debug)]
pub(super) struct Events {
    pub(super) envelope: Envelope,
    pub(super) all: Vec<Event>,
    pub(super) pointer: String,
}

/// A delivery of the document.
struct Delivery<'d> {
    key: String,
    place: Place<'d>,
    envelope: Envelope,
    /// The member with the type, and the types that it can have.
    kind: Schema<'d>,
    types: Vec<String>,
    payload: Place<'d>,
}

const KINDS: [&str; 6] = ["type", "event_type", "event", "event_name", "name", "topic"];
const PAYLOADS: [&str; 6] = ["data", "payload", "object", "resource", "content", "body"];

/// Reads `webhooks` of the document and `callbacks` of its operations.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Events> {
    let found = deliveries(reader);
    let mut deliveries: Vec<Delivery<'_>> = Vec::new();
    for (key, place) in found {
        match delivery(&key, &place) {
            Some(delivery) => deliveries.push(delivery),
            None => reader.notes.left_out(
                &place.pointer,
                "A delivery has no member for its type, or no object.",
                "Add it to `events`, for example with `forms: [unenveloped]`.",
            ),
        }
    }
    let envelope = most(&deliveries)?;
    let pointer = deliveries.first()?.place.pointer.clone();
    let mut all: Vec<Event> = Vec::new();
    for delivery in deliveries {
        if delivery.envelope.kind != envelope.kind || delivery.envelope.payload != envelope.payload {
            let what = "A delivery has a different envelope than most.";
            reader.notes.left_out(&delivery.place.pointer, what, "All events of an API share one; add it by hand.");
            continue;
        }
        let types = if delivery.types.is_empty() { vec![delivery.key.clone()] } else { delivery.types.clone() };
        let owner = words::pascal(&delivery.key);
        let used = Use { wire: "payload", owner: &owner, way: Way::Received };
        if !delivery.types.is_empty() {
            delivery.kind.settle_all(reader.notes, &["enum", "const"]);
        }
        let kind = reader.types.of(&delivery.payload, &used);
        let Type { around: super::model::Around::Nothing, kind: super::model::Kind::Declared(payload) } = kind else {
            let what = "The payload of a delivery is not an object.";
            reader.notes.left_out(&delivery.place.pointer, what, "Add it by hand.");
            continue;
        };
        let said = ["description", "summary"].iter().find_map(|key| {
            let said = texts::sentences(delivery.place.text(key)?)?;
            reader.notes.settle(format!("{}/{key}", delivery.place.pointer));
            Some(said)
        });
        for wire in types.into_iter().filter(|wire| !wire.trim().is_empty() && wire.trim() == wire) {
            if all.iter().any(|known| known.wire == wire) {
                continue;
            }
            let docs = said.clone().unwrap_or_else(|| format!("{}.", words::spoken(&wire)));
            all.push(Event { wire, docs, payload, pointer: delivery.place.pointer.clone(), rust: None });
        }
    }
    reader.types.finish();
    (!all.is_empty()).then_some(Events { envelope, all, pointer })
}

/// The operations that are deliveries, each with a name.
fn deliveries<'d>(reader: &Reader<'d>) -> Vec<(String, Place<'d>)> {
    let root = &reader.root;
    let mut found = Vec::new();
    let mut add = |name: &str, item: &Place<'d>| {
        let Some(item) = item.resolved() else { return };
        if item.has("post") && item.has("put") {
            let what = "A delivery is sent with POST or PUT.";
            reader.notes.left_out(&item.pointer, what, "POST is used.");
        }
        found.extend(["post", "put"].iter().find_map(|method| item.get(method)).map(|place| (name.to_owned(), place)));
    };
    for (name, item) in root.get("webhooks").map(|all| all.named()).unwrap_or_default() {
        add(name, &item);
    }
    for (_, path) in root.get("paths").map(|all| all.entries()).unwrap_or_default() {
        for (_, operation) in path.entries() {
            for (name, callback) in operation.get("callbacks").map(|all| all.named()).unwrap_or_default() {
                let Some(callback) = callback.resolved() else { continue };
                for (_, item) in callback.entries() {
                    add(name, &item);
                }
            }
        }
    }
    found
}

fn delivery<'d>(key: &str, place: &Place<'d>) -> Option<Delivery<'d>> {
    let body = place.get("requestBody")?.resolved()?;
    let contents = body.get("content")?.named();
    let (_, content) = contents.into_iter().find(|(media, _)| media.contains("json"))?;
    let schema = Schema::at(&content.get("schema")?);
    let properties = schema.properties();
    let named = |names: &[&str], test: &dyn Fn(&Schema<'d>) -> bool| {
        names.iter().find_map(|known| {
            let is_it = |(name, place): &&(&str, Place<'d>)| {
                words::of(name).join("_") == *known && is_member(name) && test(&Schema::at(place))
            };
            properties.iter().find(is_it).cloned()
        })
    };
    let is_text = |schema: &Schema<'d>| schema.types() == ["string"] || !schema.values().is_empty();
    let is_object = |schema: &Schema<'d>| !schema.properties().is_empty();
    let (kind, kind_place) = named(&KINDS, &is_text)?;
    let kind_schema = Schema::at(&kind_place);
    let types = kind_schema.values();
    let (payload, at) = match named(&PAYLOADS, &is_object) {
        Some((name, place)) => {
            let inner = Schema::at(&place).properties();
            let object = inner.iter().find(|(name, place)| *name == "object" && is_object(&Schema::at(place)));
            match object {
                Some((_, object)) => (object.clone(), Some(format!("{name}.object"))),
                None => (place, Some(name.to_owned())),
            }
        }
        None => (content.get("schema")?, None),
    };
    let text = |names: &[&str]| {
        let found = named(names, &|schema| matches!(schema.types()[..], ["string" | "integer"]));
        found.map(|(name, _)| name.to_owned()).filter(|name| *name != kind && at.is_some())
    };
    let created = named(&["created", "created_at", "timestamp", "occurred_at", "date"], &|schema| {
        schema.types() == ["string"] && schema.text("format") == Some("date-time")
    });
    let created = created.map(|(name, _)| name.to_owned()).filter(|_| at.is_some());
    let id = text(&["id", "event_id"]);
    fields::is_wire_name(kind).then(|| Delivery {
        key: key.to_owned(),
        place: place.clone(),
        envelope: Envelope { kind: kind.to_owned(), payload: at, id, created },
        kind: kind_schema,
        types,
        payload,
    })
}

/// The envelope that most deliveries have.
fn most(deliveries: &[Delivery<'_>]) -> Option<Envelope> {
    let count = |envelope: &Envelope| {
        deliveries
            .iter()
            .filter(|other| other.envelope.kind == envelope.kind && other.envelope.payload == envelope.payload)
            .count()
    };
    let best = deliveries.iter().rev().max_by_key(|delivery| count(&delivery.envelope))?;
    Some(best.envelope.clone())
}
