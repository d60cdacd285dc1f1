//! What each API makes of a body.

use payspec_webhook::{Envelope, RawBody, Reason};
use serde_json::Value;

use crate::difference::{self, is_empty};

/// A body as one API reads it.
pub(super) struct Reading {
    pub(super) api: &'static str,
    pub(super) title: &'static str,
    pub(super) kind: Kind,
    pub(super) event_type: Option<String>,
    pub(super) event_id: Option<String>,
    /// What could be decoded.
    pub(super) decoded: Option<Value>,
    /// The paths of members that are not in the description of the event.
    pub(super) unknown: Vec<String>,
    /// The paths of members whose value does not match its type.
    pub(super) unreadable: Vec<String>,
    /// Why nothing could be decoded.
    pub(super) reason: Option<String>,
}

/// How sure it is that the body is an event of the API, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// It is an event that is described.
    Known,
    /// It has the type of one, and does not match it.
    Broken,
    /// It has the envelope of one, and a type that is not described.
    NewType,
    /// Nothing in it belongs to the API.
    Foreign,
}

macro_rules! read {
    ($webhook:ident, $body:expr) => {{
        use $webhook::{ENVELOPE, Event, decode};
        let event = decode($body.clone());
        let kind = match &event {
            Event::Unknown(_) if is_enveloped(&ENVELOPE, $body) => Kind::NewType,
            Event::Unknown(_) => Kind::Foreign,
            Event::Undecodable(error) => of_error(error.event_type(), error.reason(), &ENVELOPE),
            _ => Kind::Known,
        };
        let reason = match &event {
            Event::Undecodable(error) => Some(error.reason().to_string()),
            _ => None,
        };
        let decoded = serde_json::to_value(&event).ok();
        let unknown = match (kind, &decoded) {
            (Kind::Known, Some(decoded)) => unknown($webhook::model::API.name, &ENVELOPE, &json_of($body), decoded),
            _ => Vec::new(),
        };
        Reading {
            api: $webhook::model::API.name,
            title: $webhook::model::API.title,
            kind,
            event_type: event.event_type().map(|event_type| event_type.as_str().to_owned()),
            event_id: event.event_id().map(str::to_owned),
            unknown,
            unreadable: event.unreadable().iter().map(|member| member.path().to_owned()).collect(),
            decoded,
            reason,
        }
    }};
}

/// Reads a body as a delivery of each API; the surest come first.
pub(super) fn all(body: &RawBody) -> Vec<Reading> {
    let mut readings = vec![
        read!(centralpay_webhook, body),
        read!(cinetpay_webhook, body),
        read!(lyra_marketplace_webhook, body),
        read!(primer_webhook, body),
    ];
    readings.sort_by_key(|reading| reading.kind);
    readings
}

fn of_error(event_type: Option<&str>, reason: &Reason, envelope: &Envelope) -> Kind {
    // A body that is cut off may still have its type.
    let is_known = event_type.is_some_and(|event_type| envelope.event_types.contains(&event_type));
    match reason {
        Reason::Payload(_) => Kind::Broken,
        _ if is_known => Kind::Broken,
        _ => Kind::Foreign,
    }
}

/// Returns `true` if a body has more of an envelope than a type, which many objects have.
fn is_enveloped(envelope: &Envelope, body: &RawBody) -> bool {
    let body = json_of(body);
    let has = |path: Option<&str>| path.is_some_and(|path| at(&body, path).is_some());
    let others = [envelope.payload, envelope.event_id, envelope.created, envelope.request_id];
    let expected: Vec<&str> = others.into_iter().flatten().collect();
    has(envelope.event_type) && (expected.is_empty() || expected.iter().any(|path| has(Some(path))))
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| value.get(step))
}

/// Returns a body as JSON, a form as an object of texts.
fn json_of(body: &RawBody) -> Value {
    let bytes = body.as_bytes();
    serde_json::from_slice(bytes).unwrap_or_else(|_| {
        let pairs = payspec_core::parse_pairs(bytes).unwrap_or_default();
        Value::Object(pairs.into_iter().map(|(name, value)| (name, Value::from(value))).collect())
    })
}

/// The members of a body that decoding did not keep. Empty values may read as absent, so they are not among them; members
/// of the envelope are kept whatever their name, so they are compared with those of the envelope.
fn unknown(api: &str, envelope: &Envelope, body: &Value, decoded: &Value) -> Vec<String> {
    let mut found = difference::missing(api, body, decoded);
    let Some(payload) = envelope.payload else { return found.into_iter().collect() };
    let parts = [
        envelope.event_type,
        envelope.event_subtype,
        Some(payload),
        envelope.event_id,
        envelope.created,
        envelope.request_id,
        envelope.previous,
    ];
    let known: Vec<&str> = parts.into_iter().flatten().filter_map(|path| path.split('.').next()).collect();
    if at(body, payload).is_some() {
        let names = body.as_object().into_iter().flatten().filter(|(_, value)| !is_empty(value)).map(|(name, _)| name);
        found.extend(names.filter(|name| !known.contains(&name.as_str())).cloned());
    }
    found.into_iter().collect()
}
