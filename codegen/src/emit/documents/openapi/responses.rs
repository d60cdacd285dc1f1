//! What an operation gets, by status.

use std::collections::BTreeMap;

use payspec_core::Path;

use super::super::node::{Members, Node};
use super::super::schema::Way;
use super::super::schema::field::{list_of, typed};
use super::super::text;
use super::Document;
use super::request::wrapped;
use crate::ir::{Field, Kind, Operation, Output, Response, Type};
use crate::raw::outcome::Outcome;
use crate::types::{self, Builtin, Shape};

/// The name of the schema of error bodies. It holds a letter that no name of a spec has.
pub(super) const ERROR: &str = "Error-Body";

impl Document<'_> {
    pub(super) fn responses(&self, operation: &Operation) -> Members {
        let mut by_status: BTreeMap<u16, Vec<&Response>> = BTreeMap::new();
        for response in &operation.responses {
            by_status.entry(response.status).or_default().push(response);
        }
        let mut responses = Members::new();
        for (status, all) in by_status {
            responses.put(status.to_string(), self.response(operation, status, &all));
        }
        if responses.is_empty() {
            responses.put("default", Members::new().with("description", "Not described."));
        }
        responses
    }

    fn response(&self, operation: &Operation, status: u16, all: &[&Response]) -> Members {
        let texts = all.iter().map(|response| text::description(&response.docs)).filter(|text| !text.is_empty());
        let mut description = texts.collect::<Vec<_>>().join("\n\n");
        if description.is_empty() {
            let is_success = all.iter().all(|one| one.outcome == Outcome::Success);
            description.push_str(if is_success { "Success." } else { "Error." });
        }
        let mut reasons = String::new();
        for reason in operation.reasons.iter().filter(|reason| reason.status == status) {
            reasons.push_str(&format!(
                "- `{}`: {}\n",
                reason.name,
                text::description(&reason.docs).replace("\n\n", " ")
            ));
        }
        text::paragraph(&mut description, reasons.trim_end());
        let is_success = all.iter().any(|response| response.outcome == Outcome::Success);
        let mut bodies: Vec<Node> = Vec::new();
        let mut is_file = false;
        for response in all {
            let body = if response.outcome == Outcome::Success {
                let output = operation.output.by_status().find(|(known, _)| *known == status).map(|(_, output)| output);
                let output = output.as_ref().unwrap_or(&operation.output);
                is_file |= matches!(output, Output::Body(ty) if ty.kind == Kind::Builtin(Builtin::Bytes));
                self.output(operation, output)
            } else {
                response.body.as_deref().and_then(|body| self.in_words_of_the_spec(body)).or_else(|| {
                    let error = Members::new().with("$ref", format!("#/components/schemas/{ERROR}"));
                    Some(error)
                })
            };
            bodies.extend(body.map(Node::from).filter(|body| !bodies.contains(body)));
        }
        let schema = match bodies.len() {
            0 => None,
            1 => bodies.pop(),
            _ => Some(Members::new().with("anyOf", bodies).into()),
        };
        let example = if is_success && !is_file { self.response_example(operation, status) } else { None };
        let content = match schema {
            _ if is_file => Some(Members::new().with("application/octet-stream", Members::new())),
            Some(schema) => {
                let media = Members::new().with("schema", schema).with_some("example", example);
                Some(Members::new().with("application/json", media))
            }
            None => None,
        };
        let evidence = all.iter().find_map(|response| response.docs.evidence.as_ref()).map(text::evidence);
        let links = if is_success { self.links(operation, status) } else { Members::new() };
        Members::new()
            .with("description", description)
            .with_some("content", content)
            .with_members("links", links)
            .with_some("x-evidence", evidence)
    }

    /// The body of a success; none if there is nothing in it.
    fn output(&self, operation: &Operation, output: &Output) -> Option<Members> {
        let around = operation.items.as_ref().or(operation.response_wrap.as_ref());
        let schema = match output {
            Output::Empty | Output::ByStatus(_) => return None,
            Output::Body(ty) => self.of_type(ty),
            Output::Search(ty) => {
                let list = list_of(self.of_type(&Type { kind: ty.kind.clone(), list: false }));
                if around.is_some() {
                    list
                } else {
                    // The member that holds the items is not documented.
                    Members::new().with("anyOf", vec![list.into(), typed("object").into()])
                }
            }
        };
        Some(match around {
            Some(path) => wrapped(path, schema),
            None => schema,
        })
    }

    fn of_type(&self, ty: &Type) -> Members {
        let one = match &ty.kind {
            Kind::Builtin(Builtin::Json) => Members::new(),
            Kind::Builtin(_) => typed("string"),
            Kind::Map(value) => typed("object")
                .with("additionalProperties", self.of_type(&Type { kind: (**value).clone(), list: false })),
            declared => self.schemas.refer(declared, Way::Output),
        };
        if ty.list { list_of(one) } else { one }
    }

    /// The body of an error, as the spec names it.
    fn in_words_of_the_spec(&self, body: &str) -> Option<Members> {
        let expression = types::parse(body)?;
        let name = expression.name;
        let kind = if self.schemas.object(name).is_some() {
            Kind::Object(name.to_owned())
        } else if self.schemas.union(name).is_some() {
            Kind::Union(name.to_owned())
        } else {
            return None;
        };
        Some(self.of_type(&Type { kind, list: expression.shape == Shape::List }))
    }

    /// What all error bodies may have.
    pub(super) fn error_body(&self) -> Members {
        let errors = &self.api.errors;
        let mut schema = typed("object");
        let text = || Members::new().with("type", super::super::node::texts(["string", "integer", "null"]));
        for path in errors.messages.iter().chain(&errors.request_id).chain(&errors.field_name) {
            put(&mut schema, path, text());
        }
        errors.code.iter().for_each(|path| put(&mut schema, path, text().with("description", "A code for programs.")));
        errors.fields.iter().for_each(|path| {
            put(&mut schema, path, Members::new().with("description", "Messages by the names of fields."));
        });
        if let Some((path, field, message)) = &errors.listed {
            let mut item = typed("object");
            put(&mut item, field, text());
            put(&mut item, message, text());
            put(&mut schema, path, list_of(item));
        }
        schema.with("description", "The body of an error. Every member may be missing.")
    }
}

/// Puts the schema of a member at a path, unless there is one.
fn put(schema: &mut Members, path: &str, member: Members) {
    let steps: Vec<&str> = Path::new(path).steps().collect();
    let Some((last, before)) = steps.split_last() else { return };
    let inner = before.iter().fold(schema, |schema, step| schema.object("properties").object(step));
    let properties = inner.object("properties");
    if !properties.has(last) {
        properties.put(*last, member);
    }
}

/// The members of a response that may be ids: those of its object.
pub(super) fn fields_of<'a>(document: &Document<'a>, output: &Output) -> &'a [Field] {
    let Output::Body(ty) = output else { return &[] };
    match &ty.kind {
        Kind::Object(name) if !ty.list => {
            document.schemas.object(name).map(|object| &object.fields[..]).unwrap_or_default()
        }
        Kind::Union(name) if !ty.list => {
            document.schemas.union(name).map(|union| &union.fields[..]).unwrap_or_default()
        }
        _ => &[],
    }
}
