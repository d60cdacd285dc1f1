//! The body of the delivery of an event: its object, and the members around it.

use payspec_core::{Path, UnixTime};

use super::node::{Members, Node};
use super::schema::field::{list_of, typed};
use super::schema::{Schemas, Way};
use crate::ir::{Envelope, Event, Kind, Webhooks};

pub(super) fn schema(schemas: &Schemas<'_>, webhooks: &Webhooks, event: &Event) -> Members {
    let mut bodies = Vec::new();
    if let Some(envelope) = webhooks.envelope.as_ref().filter(|_| event.enveloped || !event.unenveloped) {
        bodies.push(Node::from(enveloped(schemas, envelope, event)));
    }
    if event.unenveloped || webhooks.envelope.is_none() {
        bodies.push(object(schemas, event).into());
    }
    match bodies.pop() {
        Some(Node::Map(only)) if bodies.is_empty() => only,
        last => {
            bodies.extend(last);
            Members::new().with("anyOf", bodies)
        }
    }
}

/// The object of the event, or one of two.
fn object(schemas: &Schemas<'_>, event: &Event) -> Members {
    let refer = |name: &String| schemas.refer(&Kind::Object(name.clone()), Way::Output);
    let Some(other) = &event.alternative else { return refer(&event.payload) };
    // The other object is told by a member that it lacks.
    let needed = || vec![Node::from(&other.lacks)];
    let own = refer(&event.payload).with("required", needed());
    let lacking = refer(&other.payload).with("not", Members::new().with("required", needed()));
    Members::new().with("anyOf", vec![own.into(), lacking.into()])
}

fn enveloped(schemas: &Schemas<'_>, envelope: &Envelope, event: &Event) -> Members {
    let mut around = typed("object");
    let constant = |text: &str| Members::new().with("const", text);
    let subtype = envelope.event_subtype.as_ref().and_then(|at| Some((at, event.wire.split_once('.')?)));
    match subtype {
        Some((at, (first, second))) => {
            put(&mut around, &envelope.event_type, constant(first), true);
            put(&mut around, at, constant(second), true);
        }
        None => put(&mut around, &envelope.event_type, constant(&event.wire), true),
    }
    let nullable = |name: &str| Members::new().with("type", super::node::texts([name, "null"]));
    for path in envelope.id.iter().chain(&envelope.request_id) {
        put(&mut around, path, nullable("string"), false);
    }
    if let Some(path) = &envelope.created {
        let is_number = matches!(envelope.created_as, Some(UnixTime::Seconds | UnixTime::Milliseconds));
        put(&mut around, path, nullable(if is_number { "integer" } else { "string" }), false);
    }
    if let Some(path) = envelope.previous.as_ref().filter(|_| event.previous) {
        let before = vec![object(schemas, event).into(), typed("null").into()];
        put(&mut around, path, Members::new().with("anyOf", before), false);
    }
    match &envelope.payload {
        Some(path) => put(&mut around, path, object(schemas, event), true),
        None => around.put("allOf", vec![Node::from(object(schemas, event))]),
    }
    match envelope.events.as_deref() {
        None => around,
        Some(".") => list_of(around),
        Some(path) => {
            let mut whole = typed("object");
            put(&mut whole, path, list_of(around), true);
            whole
        }
    }
}

/// Puts the schema of a member at a path.
fn put(schema: &mut Members, path: &str, member: Members, is_needed: bool) {
    let steps: Vec<&str> = Path::new(path).steps().collect();
    let Some((last, before)) = steps.split_last() else { return };
    let mut inner = schema;
    for step in before {
        require(inner, step, is_needed);
        inner = inner.object("properties").object(step);
    }
    require(inner, last, is_needed);
    let properties = inner.object("properties");
    // The object of an event may hold members of the envelope.
    if properties.has(last) {
        properties.object(last).put("allOf", vec![Node::from(member)]);
    } else {
        properties.put(*last, member);
    }
}

fn require(schema: &mut Members, name: &str, is_needed: bool) {
    match schema.get_mut("required") {
        _ if !is_needed => {}
        Some(Node::List(needed)) if needed.contains(&name.into()) => {}
        Some(Node::List(needed)) => needed.push(name.into()),
        _ => schema.put("required", vec![Node::from(name)]),
    }
}
