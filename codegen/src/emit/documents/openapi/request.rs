//! What an operation sends.

use payspec_core::{BodyFormat, Path};

use super::super::node::{Members, Node};
use super::super::schema::Way;
use super::super::schema::field::{list_of, typed};
use super::super::schema::rules::Fields;
use super::super::text;
use super::Document;
use super::encoding::Written;
use crate::ir::{Field, HeaderUse, Operation, OwnPaging, Rule};

/// The parts of a request in a document.
pub(super) struct Request<'a> {
    pub(super) parameters: Vec<Node>,
    pub(super) body: Option<Members>,
    pub(super) rules_in_words: Vec<&'a Rule>,
}

const JSON: &str = "application/json";

impl Document<'_> {
    pub(super) fn request<'o>(&self, operation: &'o Operation) -> Request<'o> {
        let (in_path, others): (Vec<&Field>, Vec<&Field>) = operation.params.iter().partition(|field| field.in_path);
        let mut parameters: Vec<Node> = in_path.into_iter().map(|field| self.path_parameter(field)).collect();
        let has_body = matches!(operation.body, BodyFormat::Form | BodyFormat::Json | BodyFormat::Multipart);
        if !has_body {
            parameters.extend(others.iter().map(|field| self.query_parameter(field)));
        }
        parameters.extend(operation.query.iter().map(|(name, value)| fixed(name, value)));
        parameters.extend(self.paging_parameters(operation));
        if !has_body {
            parameters.extend(self.credentials(operation).into_iter().map(|(name, docs)| {
                parameter(&name, "query")
                    .with("required", true)
                    .with_text("description", &docs)
                    .with("schema", typed("string"))
                    .into()
            }));
        }
        parameters.extend(operation.headers.iter().filter_map(header));
        parameters.extend(self.idempotency_key(operation));
        if !has_body {
            // No parameter can refer to another.
            return Request { parameters, body: None, rules_in_words: told(operation) };
        }
        let (body, rules_in_words) = self.body(operation, &others);
        Request { parameters, body: Some(body), rules_in_words }
    }

    fn path_parameter(&self, field: &Field) -> Node {
        self.described(parameter(&field.wire, "path").with("required", true), field, Written::Plain)
    }

    fn query_parameter(&self, field: &Field) -> Node {
        let written = Written::of(field, self.api.lists);
        let name = written.name(field, self.api.lists);
        let mut query = parameter(&name, "query").with_some("required", field.required.then_some(true));
        if let Some(style) = written.style() {
            query.extend(style);
        }
        self.described(query, field, written)
    }

    /// Adds the schema of a parameter; its text stands beside it, where tools show it.
    fn described(&self, mut parameter: Members, field: &Field, written: Written) -> Node {
        let schema = self.schemas.field(field, Way::Input);
        let (mut beside, mut inside) = (Members::new(), Members::new());
        for (name, value) in schema.0 {
            let stands_beside =
                matches!(name.as_str(), "description" | "deprecated" | "x-evidence" | "x-required-evidence");
            if stands_beside { &mut beside } else { &mut inside }.put(name, value);
        }
        parameter.extend(beside);
        match written {
            Written::Json if field.ty.list => {
                let item = Members::new().with("type", "string").with("contentMediaType", JSON);
                parameter.put("schema", list_of(item.with("contentSchema", items_of(inside))));
            }
            Written::Json => parameter.put("content", Members::new().with(JSON, Members::new().with("schema", inside))),
            _ => parameter.put("schema", inside),
        }
        parameter.into()
    }

    fn paging_parameters(&self, operation: &Operation) -> Vec<Node> {
        let paging = match &operation.paging {
            Some(OwnPaging::Shared) => self.api.paging.as_ref(),
            Some(OwnPaging::Own(paging)) => Some(&**paging),
            None => None,
        };
        let Some(paging) = paging else { return Vec::new() };
        let names = paging.parameter.iter().chain(&paging.size);
        let is_new = |name: &&String| !operation.params.iter().any(|field| field.wire == **name);
        let of_name = |name: &String| {
            let is_size = paging.size.as_ref() == Some(name);
            let text = if is_size { "The number of items of a page." } else { "Selects the page." };
            parameter(name, "query")
                .with("description", text)
                .with("schema", Members::new())
                .with("x-evidence", text::evidence(&paging.evidence))
                .into()
        };
        names.filter(is_new).map(of_name).collect()
    }

    fn idempotency_key(&self, operation: &Operation) -> Option<Node> {
        let idempotency = self.api.idempotency.as_ref().filter(|_| operation.idempotency_key)?;
        let text = "Identifies the request: a repeated one with the same key is performed once.";
        let key = parameter(&idempotency.header, "header").with("description", text);
        Some(key.with("schema", typed("string")).into())
    }

    fn body<'o>(&self, operation: &'o Operation, params: &[&Field]) -> (Members, Vec<&'o Rule>) {
        let is_json = operation.body == BodyFormat::Json;
        let lists = self.api.lists;
        let name = |field: &Field| {
            if is_json { field.wire.clone() } else { Written::of(field, lists).name(field, lists) }
        };
        let (mut properties, mut needed, mut encoding) = (Members::new(), Vec::new(), Members::new());
        for field in params {
            let written = Written::of(field, lists);
            let mut schema = self.schemas.field(field, Way::Input);
            if !is_json {
                if let Some(said) = written.in_words(&field.wire) {
                    schema.put("$comment", said);
                }
                let how = match written {
                    Written::Json => Some(Members::new().with("contentType", JSON)),
                    _ => written.style(),
                };
                encoding.put_some(&name(field), how);
            }
            properties.put(name(field), schema);
            needed.extend(field.required.then(|| Node::from(name(field))));
        }
        for (credential, docs) in self.credentials(operation) {
            properties.put(&credential, typed("string").with_text("description", &docs));
            needed.push(credential.into());
        }
        let fields = Fields { schemas: self.schemas, all: &operation.params, name: &name };
        let (of_path, of_body): (Vec<&Rule>, Vec<&Rule>) =
            operation.all_rules().partition(|rule| names_path(operation, rule));
        // The schemas of objects have their own rules.
        let own = |rule: &&Rule| operation.rules.iter().any(|own| std::ptr::eq(own, *rule));
        let (constraints, mut in_words) = fields.constraints(of_body.into_iter().filter(own));
        in_words.extend(of_path);
        let is_required = !needed.is_empty();
        let mut schema = typed("object").with_members("properties", properties).with_list("required", needed);
        schema = schema.with_list("allOf", constraints);
        let mut example = self.example(operation, &name);
        if let Some(path) = &operation.request_wrap {
            // Of a form only the outermost object is a member.
            if let Some(first) = Path::new(path).steps().next().filter(|_| !is_json) {
                encoding = Members::new();
                encoding.put_some(first, Written::Bracketed.style());
            }
            schema = wrapped(path, schema);
            example = example.map(|example| within(path, example));
        }
        let media_type = match operation.body {
            BodyFormat::Form => "application/x-www-form-urlencoded",
            BodyFormat::Multipart => "multipart/form-data",
            BodyFormat::Json | BodyFormat::Query | BodyFormat::None => JSON,
        };
        let media = Members::new().with("schema", schema).with_members("encoding", encoding);
        let media = media.with_some("example", example);
        let body = Members::new().with_some("required", is_required.then_some(true));
        (body.with("content", Members::new().with(media_type, media)), in_words)
    }
}

fn items_of(schema: Members) -> Node {
    schema.0.into_iter().find(|(name, _)| name == "items").map_or_else(|| Members::new().into(), |(_, items)| items)
}

fn parameter(name: &str, place: &str) -> Members {
    Members::new().with("name", name).with("in", place)
}

fn fixed(name: &str, value: &str) -> Node {
    let schema = typed("string").with("const", value);
    parameter(name, "query").with("required", true).with("schema", schema).into()
}

/// A header of an operation. OpenAPI ignores three of them, which other parts of a document describe.
fn header(header: &HeaderUse) -> Option<Node> {
    let is_ignored = ["accept", "content-type", "authorization"].contains(&header.name.to_lowercase().as_str());
    let schema = typed("string").with_some("default", header.value.as_ref());
    let described = text::with_docs(
        parameter(&header.name, "header").with_some("required", header.required.then_some(true)),
        &header.docs,
    );
    (!is_ignored).then(|| described.with("schema", schema).into())
}

/// The rules of an operation that only people read.
fn told(operation: &Operation) -> Vec<&Rule> {
    let is_told =
        |rule: &&Rule| rule.name != crate::ir::rule::REQUIRED && !matches!(rule.check, crate::ir::Check::Format { .. });
    operation.all_rules().filter(is_told).collect()
}

/// Whether a rule names a parameter of the path, which is not part of the body.
fn names_path(operation: &Operation, rule: &Rule) -> bool {
    let mut is_named = rule.when.as_ref().is_some_and(|when| is_in_path(operation, &when.field));
    let mut check = rule.check.clone();
    check.for_each_path(&mut |path| is_named |= is_in_path(operation, path));
    is_named
}

fn is_in_path(operation: &Operation, path: &str) -> bool {
    let first = Path::new(path).steps().next();
    operation.params.iter().any(|field| field.in_path && first == Some(field.wire.as_str()))
}

/// A schema of an object with this one at a path.
pub(super) fn wrapped(path: &str, schema: Members) -> Members {
    let steps: Vec<&str> = Path::new(path).steps().collect();
    steps.into_iter().rev().fold(schema, |schema, step| {
        typed("object").with("properties", Members::new().with(step, schema)).with("required", vec![Node::from(step)])
    })
}

fn within(path: &str, value: Node) -> Node {
    let steps: Vec<&str> = Path::new(path).steps().collect();
    steps.into_iter().rev().fold(value, |value, step| Members::new().with(step, value).into())
}
