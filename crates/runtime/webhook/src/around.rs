//! The members of a body outside the event's object. Independent of the object's type, so it is compiled once for all
//! events.

use payspec_core::{DateTime, Path};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::members::{Members, is_string, said};
use crate::{Envelope, ParsedEnvelope};

/// The members outside the event's object.
#[derive(Default)]
pub(crate) struct Around {
    pub(crate) event_type: Option<String>,
    pub(crate) event_id: Option<String>,
    pub(crate) creation_date: Option<DateTime>,
    pub(crate) request_id: Option<String>,
    /// Members without a field, and those that their field cannot represent as received.
    pub(crate) extra: Map<String, Value>,
}

impl Around {
    /// Reads those of a body. `previous` decodes the previous state of the object at its path, and returns whether
    /// there is one.
    pub(crate) fn of(parsed: &ParsedEnvelope<'_>, previous: &mut dyn FnMut(&str, &RawValue) -> bool) -> Self {
        let envelope = parsed.envelope();
        let mut around = Self { event_type: parsed.event_type().map(str::to_owned), ..Self::default() };
        // The paths of members whose field represents them as received.
        let (mut held, mut count) = ([""; Envelope::MEMBERS], 0);
        for path in envelope.paths().map(Path::as_str) {
            let Some(value) = parsed.at(path) else { continue };
            let is = |member: Option<&str>| member == Some(path);
            let fits = if is(envelope.payload) {
                true
            } else if is(envelope.event_subtype) {
                // The type is composed of two members, so each is kept as received.
                false
            } else if is(envelope.event_type) {
                envelope.event_subtype.is_none() && around.event_type.as_ref().is_some_and(|name| !name.is_empty())
            } else if is(envelope.event_id) {
                around.event_id = said(value);
                is_string(value) && around.event_id.is_some()
            } else if is(envelope.created) {
                around.creation_date = said(value).and_then(|text| match envelope.created_as {
                    Some(unix) => unix.read(&text),
                    None => Some(DateTime::from(text)),
                });
                // A number is written back as received.
                is_string(value) && envelope.created_as.is_none() && around.creation_date.is_some()
            } else if is(envelope.request_id) {
                around.request_id = said(value);
                is_string(value) && around.request_id.is_some()
            } else {
                previous(path, value)
            };
            if fits {
                held[count] = path;
                count += 1;
            } else if envelope.payload.is_none()
                && let Some(value) = as_value(value)
            {
                // If the body is the object, the other members belong to it.
                Path::new(path).put_into(&mut around.extra, value);
            }
        }
        if envelope.payload.is_some() {
            keep_others(&mut around.extra, "", parsed.members(), &held[..count]);
        }
        around
    }
}

/// Keeps what no field represents: of an object on the path of a member with a field, the other members.
fn keep_others(extra: &mut Map<String, Value>, on_the_way: &str, members: &Members<'_>, held: &[&str]) {
    for (name, value) in members.iter() {
        let (mut is_held, mut leads_on) = (false, false);
        for path in held {
            match path.strip_prefix(on_the_way).and_then(|rest| rest.strip_prefix(name)) {
                Some("") => is_held = true,
                Some(rest) => leads_on |= rest.starts_with('.'),
                None => {}
            }
        }
        if is_held {
            continue;
        }
        let inner = if leads_on { Members::of(value) } else { None };
        if let Some(inner) = inner {
            let mut others = Map::new();
            keep_others(&mut others, &format!("{on_the_way}{name}."), &inner, held);
            if !others.is_empty() {
                extra.insert(name.to_owned(), Value::Object(others));
            }
        } else if let Some(value) = as_value(value) {
            extra.insert(name.to_owned(), value);
        }
    }
}

/// Converts a member. One that is too deep for a `Value`, or has a number too large for one, stays in the raw body
/// only.
fn as_value(value: &RawValue) -> Option<Value> {
    serde_json::from_str(value.get()).ok()
}
