//! Messages that an API would send: responses to calls and deliveries of events.

use payspec_core::Path;
use serde_json::{Map, Value, json};

use super::{DEPTH, Maker, made_up, of_a_map, text};
use crate::ir::{Api, Event, Field, Kind, Object, Operation, Output, Success, SuccessId, Tagging, Type, Union};
use crate::raw::outcome::Outcome;
use crate::types::Builtin;

/// What of an object is in a message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fill {
    /// The members that every message has.
    Least,
    /// All members, down to a depth.
    All,
}

/// A message of an API in two forms.
#[derive(Debug)]
pub struct Message {
    /// With the members that the spec guarantees, and no more.
    pub least: String,
    /// With all members, objects in objects down to a depth.
    pub all: String,
    /// The places of `least` without which there is no message, as JSON pointers.
    pub guaranteed: Vec<String>,
}

/// A delivery of an event.
#[derive(Debug)]
pub struct Delivery {
    /// The type of the event in the spec.
    pub event: String,
    /// The object that it is about.
    pub object: String,
    /// Whether members around the object name the event; otherwise the object is recognised by its own.
    pub has_envelope: bool,
    /// The body.
    pub message: Message,
}

/// Returns the successful responses to a call with every parameter, by status: one, unless the status tells what the body is.
pub fn responses(api: &Api, operation: &Operation) -> Vec<(u16, Message)> {
    let mut by_status = operation.output.by_status().peekable();
    if by_status.peek().is_none() {
        // Other statuses of success say more than the status of most.
        let mut successes = operation.responses.iter().filter(|response| response.outcome == Outcome::Success);
        let status = successes.next().map_or(200, |success| success.status);
        return vec![(status, Maker { api }.response(operation, &operation.output, &operation.success))];
    }
    let of_status = |(status, output)| {
        let mut successes = operation.success_by_status.iter();
        let success = successes.find(|(known, _)| *known == status).map_or(&operation.success, |(_, success)| success);
        (status, Maker { api }.response(operation, &output, success))
    };
    by_status.map(of_status).collect()
}

/// Returns a delivery of each event, and of each object that it may be about.
pub fn deliveries(api: &Api) -> Vec<Delivery> {
    let has_envelope = api.webhooks.as_ref().is_some_and(|webhooks| webhooks.envelope.is_some());
    let of_event = |event: &Event| {
        let other = event.alternative.as_ref().map(|other| &other.payload);
        let objects = std::iter::once(&event.payload).chain(other);
        let deliveries = objects.map(|object| Delivery {
            event: event.wire.clone(),
            object: object.clone(),
            has_envelope: has_envelope && (event.enveloped || !event.unenveloped),
            message: Maker { api }.delivery(event, object),
        });
        deliveries.collect::<Vec<_>>()
    };
    api.events().flat_map(of_event).collect()
}

impl Maker<'_> {
    fn response(&self, operation: &Operation, output: &Output, success: &Success) -> Message {
        let ty = match output {
            Output::Empty | Output::ByStatus(_) => {
                return Message { least: String::new(), all: String::new(), guaranteed: Vec::new() };
            }
            Output::Body(ty) => ty.clone(),
            Output::Search(ty) => Type { kind: ty.kind.clone(), list: true },
        };
        if ty.kind == Kind::Builtin(Builtin::Bytes) {
            let file = "%PDF-1.7".to_owned();
            return Message { least: file.clone(), all: file, guaranteed: Vec::new() };
        }
        let [least, all] = [Fill::Least, Fill::All].map(|fill| {
            let mut value = self.of_type(&ty, fill, 0);
            self.show_success(operation, success, &ty, &mut value);
            let around = operation.items.as_ref().or(operation.response_wrap.as_ref());
            if let Some(path) = around {
                let mut members = Map::new();
                Path::new(path).put_into(&mut members, value);
                value = Value::Object(members);
            }
            self.show_code(operation, &mut value);
            value.to_string()
        });
        let at = operation.response_wrap.as_ref().map(|path| pointer(path));
        let inside = at.as_deref().unwrap_or_default();
        let mut guaranteed = if ty.list { Vec::new() } else { self.guaranteed(&ty.kind, inside) };
        guaranteed.extend(at);
        Message { least, all, guaranteed }
    }

    /// A delivery of an event about this object, which is its own or the other one that it may be about.
    fn delivery(&self, event: &Event, payload: &str) -> Message {
        let envelope = self.api.webhooks.as_ref().and_then(|webhooks| webhooks.envelope.as_ref());
        let envelope = envelope.filter(|_| event.enveloped || !event.unenveloped);
        let kind = Kind::Object(payload.to_owned());
        let lacked = event.alternative.as_ref().map(|other| (other.lacks.as_str(), payload == other.payload));
        let [least, all] = [Fill::Least, Fill::All].map(|fill| {
            let mut object = self.of_kind(&kind, fill, 0);
            if let (Value::Object(members), Some((lacked, is_other))) = (&mut object, lacked) {
                if is_other {
                    members.remove(lacked);
                } else if let Some(field) = self.object(payload).and_then(|object| field(object, lacked)) {
                    members.insert(field.wire.clone(), self.of_field(field, fill, 1));
                }
            }
            let Some(envelope) = envelope else {
                self.make_recognisable(payload, &mut object);
                return object.to_string();
            };
            let mut members = match (&envelope.payload, object) {
                (None, Value::Object(members)) => members,
                (payload, object) => {
                    let mut members = Map::new();
                    Path::new(payload.as_deref().unwrap_or_default()).put_into(&mut members, object);
                    members
                }
            };
            let mut put = |path: &str, value| Path::new(path).put_into(&mut members, value);
            match envelope.event_subtype.as_ref().and_then(|at| Some((at, event.wire.split_once('.')?))) {
                Some((at, (first, second))) => {
                    put(&envelope.event_type, json!(first));
                    put(at, json!(second));
                }
                None => put(&envelope.event_type, json!(event.wire)),
            }
            if fill == Fill::All {
                if let Some(previous) = envelope.previous.as_ref().filter(|_| event.previous) {
                    put(previous, self.of_kind(&kind, fill, 1));
                }
                envelope.id.iter().for_each(|path| put(path, json!("an-event")));
                let time = as_number(envelope.created_as, "2026-01-31T12:30:00Z");
                envelope.created.iter().for_each(|path| put(path, time.clone()));
                envelope.request_id.iter().for_each(|path| put(path, json!("a-request")));
            }
            Value::Object(members).to_string()
        });
        let at = envelope.and_then(|envelope| envelope.payload.as_ref()).map(|path| pointer(path));
        let mut guaranteed = self.guaranteed(&kind, at.as_deref().unwrap_or_default());
        guaranteed.extend(envelope.map(|envelope| pointer(&envelope.event_type)));
        guaranteed.extend(envelope.and_then(|envelope| envelope.event_subtype.as_ref()).map(|path| pointer(path)));
        guaranteed.extend(at);
        Message { least, all, guaranteed }
    }

    /// One of the members by which an object is recognised where nothing is around it.
    fn make_recognisable(&self, payload: &str, value: &mut Value) {
        let (Some(object), Value::Object(members)) = (self.object(payload), value) else { return };
        for key in &object.unenveloped {
            let found = field(object, key).filter(|_| !members.contains_key(key));
            members.extend(found.map(|field| (field.wire.clone(), self.of_field(field, Fill::Least, 1))));
        }
    }

    /// What a response must show to be taken for a success: the object that was asked for, or a member that says what it
    /// is.
    fn show_success(&self, operation: &Operation, success: &Success, ty: &Type, value: &mut Value) {
        let ids = success.ids.iter();
        let asked: Vec<_> = ids.filter_map(|id| Some((id, self.asked(operation, id.parameter.as_ref()?)?))).collect();
        let shown: usize = asked.iter().map(|(id, asked)| put_within(&id.within, id, asked, false, value)).sum();
        if shown == 0 {
            for (id, asked) in &asked {
                put_within(&id.within, id, asked, true, value);
            }
        }
        let object = ty.kind.declared().and_then(|name| self.object(name));
        let items = match &mut *value {
            Value::Array(items) => items.iter_mut().collect(),
            other => vec![other],
        };
        for members in items.into_iter().filter_map(Value::as_object_mut) {
            let any_of = &success.any_of;
            if !any_of.is_empty() && !any_of.iter().any(|name| members.contains_key(name)) {
                let shown = object.and_then(|object| any_of.iter().find_map(|name| field(object, name)));
                members.extend(shown.map(|field| (field.wire.clone(), self.of_field(field, Fill::Least, 1))));
            }
        }
    }

    /// The code of a success, from the top of the body.
    fn show_code(&self, operation: &Operation, value: &mut Value) {
        let code = operation.success_codes.as_ref().and_then(|codes| codes.codes.first());
        if let (Some(code), Some(at), Value::Object(members)) = (code, &self.api.errors.code, value) {
            Path::new(at).put_into(members, json!(code));
        }
    }

    /// The value that a call has for a parameter.
    fn asked(&self, operation: &Operation, name: &str) -> Option<Value> {
        let parameter = operation.params.iter().find(|field| field.wire == name)?;
        Some(self.of_field(parameter, Fill::All, 0))
    }

    fn of_type(&self, ty: &Type, fill: Fill, depth: usize) -> Value {
        let value = self.of_kind(&ty.kind, fill, depth);
        if ty.list { json!([value]) } else { value }
    }

    fn of_kind(&self, kind: &Kind, fill: Fill, depth: usize) -> Value {
        match kind {
            Kind::Object(name) => {
                self.object(name).map_or(Value::Null, |object| self.members(&object.fields, fill, depth).into())
            }
            // As an object where one is asked for, and otherwise as the id alone.
            Kind::Expandable(name) => {
                let object = Kind::Object(name.clone());
                let whole = self.of_kind(&object, if depth < DEPTH { fill } else { Fill::Least }, depth);
                let id = self.object(name).and_then(|object| Some(object.identity.as_ref()?.0.wire.clone()));
                let alone = || id.and_then(|id| whole.get(&id).cloned()).unwrap_or(Value::Null);
                if fill == Fill::Least { alone() } else { whole }
            }
            Kind::Union(name) => self.union(name).map_or(Value::Null, |union| self.of_union(union, fill, depth)),
            Kind::Builtin(_) => json!({"any": ["json", 1]}),
            Kind::Map(value) => json!({ "a-key": self.of_kind(value, fill, depth) }),
            declared => json!(self.code(declared)),
        }
    }

    /// The first variant.
    fn of_union(&self, union: &Union, fill: Fill, depth: usize) -> Value {
        let mut members = self.members(&union.fields, fill, depth);
        if let Some(variant) = union.variants.first() {
            let own = self.members(&variant.object.fields, fill, depth);
            match &union.tagging {
                Tagging::Inside(tag) => {
                    members.extend(own);
                    members.insert(tag.clone(), json!(variant.tag));
                }
                Tagging::Beside(_) => members.extend(own),
                Tagging::Member => drop(members.insert(variant.tag.clone(), own.into())),
            }
        }
        members.into()
    }

    fn members(&self, fields: &[Field], fill: Fill, depth: usize) -> Map<String, Value> {
        let is_there = |field: &&Field| match fill {
            Fill::Least => field.guaranteed,
            Fill::All => field.guaranteed || depth < DEPTH || !is_structured(&field.ty.kind),
        };
        let mut members: Map<String, Value> = fields
            .iter()
            .filter(is_there)
            .map(|field| (field.wire.clone(), self.of_field(field, fill, depth + 1)))
            .map(|(wire, value)| (wire.clone(), self.on_the_wire(fields, &wire, value)))
            .collect();
        for field in fields.iter().filter(is_there) {
            let (Some(tag), Kind::Union(name)) = (&field.told_by, &field.ty.kind) else { continue };
            let variant = self.union(name).and_then(|union| union.variants.first());
            members.extend(variant.map(|variant| (tag.clone(), json!(variant.tag))));
        }
        members
    }

    /// A value of a field as the API writes it.
    fn on_the_wire(&self, fields: &[Field], wire: &str, value: Value) -> Value {
        let Some(field) = fields.iter().find(|field| field.wire == wire && field.is_written_apart()) else {
            return value;
        };
        let each = |value: Value| match value {
            Value::String(code) if field.lower_case => json!(code.to_lowercase()),
            Value::String(time) if field.unix.is_some() => as_number(field.unix, &time),
            Value::Number(minor) if field.major.is_some() => {
                self.in_major_units(fields, field, minor.as_i64().unwrap_or_default())
            }
            other => other,
        };
        match value {
            Value::Array(items) => items.into_iter().map(each).collect(),
            one => each(one),
        }
    }

    fn in_major_units(&self, fields: &[Field], field: &Field, minor: i64) -> Value {
        let Some(amounts) = &self.api.amounts else { return json!(minor) };
        let currency = field.major.as_ref().and_then(|major| major.currency.as_ref());
        let holder = currency.and_then(|currency| fields.iter().find(|field| field.wire == currency.field.wire));
        let code = holder
            .and_then(|field| self.one(field, field.example.as_ref(), Fill::Least, 0).as_str().map(str::to_owned));
        let decimals = amounts.decimals_of(code.as_deref()).unwrap_or_default();
        let text = payspec_core::Amount::from_minor(minor).to_decimal(decimals);
        match text.parse::<f64>() {
            Ok(number) if amounts.is_number && decimals > 0 => json!(number),
            Ok(_) if amounts.is_number => json!(minor),
            _ => json!(text),
        }
    }

    fn of_field(&self, field: &Field, fill: Fill, depth: usize) -> Value {
        let example = field.example.as_ref();
        if !field.ty.list {
            return self.one(field, example, fill, depth);
        }
        let items = match example.and_then(Value::as_array) {
            Some(items) if !items.is_empty() => {
                items.iter().map(|item| self.one(field, Some(item), fill, depth)).collect()
            }
            _ => vec![self.one(field, None, fill, depth)],
        };
        if field.nested { json!([items]) } else { json!(items) }
    }

    /// A value of a field's type, or an item where that is a list.
    fn one(&self, field: &Field, example: Option<&Value>, fill: Fill, depth: usize) -> Value {
        if let Kind::Map(kind) = &field.ty.kind {
            let first = example.and_then(Value::as_object).and_then(|entries| entries.iter().next());
            let (key, example) = first.map_or(("a-key", None), |(key, value)| (key.as_str(), Some(value)));
            return json!({ key: self.one(&of_a_map(field, kind), example, fill, depth) });
        }
        let Kind::Builtin(builtin) = &field.ty.kind else {
            return match text(example) {
                Some(text) if !is_structured(&field.ty.kind) => json!(text),
                _ => self.of_kind(&field.ty.kind, fill, depth),
            };
        };
        match builtin {
            Builtin::Integer | Builtin::Iterations => json!(example.and_then(Value::as_i64).unwrap_or(2)),
            Builtin::Boolean => json!(example.and_then(Value::as_bool).unwrap_or(true)),
            Builtin::Amount => json!(example.and_then(Value::as_i64).unwrap_or(1250)),
            Builtin::Decimal => example.filter(|example| example.is_number()).cloned().unwrap_or(json!(1.25)),
            Builtin::Json | Builtin::Bytes => example.cloned().unwrap_or_else(|| json!({"any": ["json", 1]})),
            Builtin::Metadata => {
                example.filter(|example| example.is_object()).cloned().unwrap_or(json!({"order": "4711"}))
            }
            Builtin::String | Builtin::Date | Builtin::DateTime | Builtin::CardNumber | Builtin::Secret => {
                json!(text(example).unwrap_or_else(|| made_up(*builtin, field)))
            }
        }
    }

    /// The places of what an object guarantees, and of what these members guarantee themselves.
    fn guaranteed(&self, kind: &Kind, at: &str) -> Vec<String> {
        let Kind::Object(name) = kind else { return Vec::new() };
        let fields = self.object(name).map(|object| object.fields.as_slice()).unwrap_or_default();
        let mut places = Vec::new();
        for field in fields.iter().filter(|field| field.guaranteed) {
            let place = format!("{at}/{}", field.wire);
            if !field.ty.list {
                places.extend(self.guaranteed(&field.ty.kind, &place));
            }
            places.push(place);
        }
        places
    }

    pub(crate) fn union(&self, name: &str) -> Option<&Union> {
        self.api.modules.iter().flat_map(|module| &module.unions).find(|union| union.name == name)
    }
}

/// Whether values have members of their own.
pub(crate) fn is_structured(kind: &Kind) -> bool {
    matches!(kind.value(), Kind::Object(_) | Kind::Union(_) | Kind::Expandable(_))
}

fn field<'a>(object: &'a Object, name: &str) -> Option<&'a Field> {
    object.fields.iter().find(|field| field.wire == name || field.also.iter().any(|also| also == name))
}

/// A path as a JSON Pointer (RFC 6901).
fn pointer(path: &str) -> String {
    Path::new(path).steps().flat_map(|step| ["/", step]).collect()
}

/// Puts the id that was asked for wherever the response has one, or may have one. Returns how many places there are.
fn put_within(within: &[String], id: &SuccessId, asked: &Value, or_may_have: bool, value: &mut Value) -> usize {
    match (value, within) {
        (Value::Array(items), _) => items.iter_mut().map(|item| put_within(within, id, asked, or_may_have, item)).sum(),
        (Value::Object(members), [step, rest @ ..]) => {
            members.get_mut(step).map_or(0, |inner| put_within(rest, id, asked, or_may_have, inner))
        }
        (Value::Object(members), []) => {
            let first = id.names.first().filter(|_| or_may_have);
            let name = id.names.iter().find(|name| members.contains_key(*name)).or(first);
            name.map_or(0, |name| {
                members.insert(name.clone(), asked.clone());
                1
            })
        }
        _ => 0,
    }
}

/// A time as the API writes it.
fn as_number(unix: Option<payspec_core::UnixTime>, time: &str) -> Value {
    let number = unix.and_then(|unix| unix.number(&payspec_core::DateTime::from(time)).ok());
    number.map_or_else(|| json!(time), |number| json!(number))
}
