//! Events, in the envelope that the spec describes.

use centralpay_model::EventType;
use centralpay_webhook::ENVELOPE;
use serde::Serialize;
use serde_json::{Map, Value};

use super::dates::date_time;
use crate::engine::delivery::Event;
use crate::engine::failure::Failure;
use crate::engine::step::Step;

/// Tells webhooks what happened to an object.
pub(super) fn tell<T: Serialize>(
    step: &mut Step<'_>,
    kind: &EventType,
    about: &str,
    object: &T,
    previous: Option<&T>,
) -> Result<(), Failure> {
    let written = |object: &T| {
        serde_json::to_value(object)
            .map_err(|error| Failure::new(format!("{} cannot be written: {error}", kind.as_str())))
    };
    let (object, previous) = (written(object)?, previous.map(written).transpose()?);
    let event = envelope(step, kind, about, object, previous);
    step.tell(event);
    Ok(())
}

/// An event in its envelope, which is not reported yet.
pub(super) fn envelope(
    step: &mut Step<'_>,
    kind: &EventType,
    about: &str,
    object: Value,
    previous: Option<Value>,
) -> Event {
    let id = step.random().uuid();
    let at = step.now();
    let mut body = Map::new();
    let mut put = |name: Option<&'static str>, value: Value| {
        if let Some(name) = name {
            body.insert(name.to_owned(), value);
        }
    };
    put(ENVELOPE.event_id, Value::from(id.as_str()));
    put(ENVELOPE.event_type, Value::from(kind.as_str()));
    put(ENVELOPE.created, Value::from(date_time(at).as_str()));
    put(ENVELOPE.payload, object);
    put(ENVELOPE.request_id, Value::from(step.request_id()));
    if let Some(previous) = previous {
        put(ENVELOPE.previous, previous);
    }
    let body = Value::Object(body).to_string().into_bytes();
    Event { id, name: kind.as_str().to_owned(), about: about.to_owned(), at, body }
}
