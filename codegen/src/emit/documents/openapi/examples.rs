//! Examples: the smallest valid request of an operation, responses that are made up from the spec, and samples of events.

use serde_json::{Map, Value};

use super::super::node::{Members, Node};
use super::Document;
use crate::ir::{Field, Kind, Operation};
use crate::samples;

/// Longer responses say no more than the schemas.
const MOST_LETTERS: usize = 3_000;

impl Document<'_> {
    /// The smallest valid request without what stands in the path. None if something in it is written in another way than
    /// callers give it.
    pub(super) fn example(&self, operation: &Operation, name: &dyn Fn(&Field) -> String) -> Option<Node> {
        let request = self.requests.smallest(operation)?;
        let mut members = Vec::new();
        for field in operation.params.iter().filter(|field| !field.in_path) {
            let Some(value) = request.get(&field.wire) else { continue };
            if self.is_converted(field, value) {
                return None;
            }
            members.push((name(field), Node::from(value.clone())));
        }
        // Credentials among the parameters are not known here.
        let is_whole = self.credentials(operation).is_empty();
        (is_whole && !members.is_empty()).then(|| Members(members).into())
    }

    fn is_converted(&self, field: &Field, value: &Value) -> bool {
        let within = |members: &Map<String, Value>, fields: &[Field]| {
            let present = fields.iter().filter_map(|field| Some((field, members.get(&field.wire)?)));
            present.into_iter().any(|(field, value)| self.is_converted(field, value))
        };
        let inner = match &field.ty.kind {
            Kind::Object(name) => self.schemas.object(name).map(|object| object.fields.as_slice()),
            // Variants and maps may hold anything.
            Kind::Union(_) | Kind::Map(_) => return true,
            _ => None,
        };
        field.is_written_apart()
            || inner.is_some_and(|fields| match value {
                Value::Object(members) => within(members, fields),
                Value::Array(items) => items.iter().filter_map(Value::as_object).any(|members| within(members, fields)),
                _ => false,
            })
    }

    /// A successful response with this status.
    pub(super) fn response_example(&self, operation: &Operation, status: u16) -> Option<Node> {
        let (_, message) = samples::responses(self.api, operation).into_iter().find(|(known, _)| *known == status)?;
        let text = if message.all.len() <= MOST_LETTERS { message.all } else { message.least };
        serde_json::from_str::<Value>(&text).ok().map(Node::from)
    }

    /// The vendor's sample of an event, if it is JSON.
    pub(super) fn sample(&self, event: &str) -> Option<Node> {
        let sample = self.api.samples.get(event)?;
        serde_json::from_str::<Value>(sample).ok().map(Node::from)
    }
}
