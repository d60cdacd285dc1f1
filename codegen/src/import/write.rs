//! The parts of a draft -> its files.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::draft::{self, Parts};
use super::model::{
    Around, Bounds, Def, Field, Kind, Operation, Paging, Renamed, Resource, Response, Type, TypeDef, TypeId,
};
use super::yaml::{self, Key, Map, Node};
use super::{Head, words, write_api};
use crate::names;

/// The source that all evidence names.
pub(super) const SOURCE: &str = "openapi";

/// The first line of each file, for editors.
pub(super) const SCHEMA: &str = "# yaml-language-server: $schema=../format.schema.json\n";

/// The files of a draft by their names.
pub(super) fn files(parts: &Parts, head: &Head<'_>) -> Vec<(String, String)> {
    let homes = homes(parts);
    let mut files = vec![("api.yaml".to_owned(), write_api::file(parts, head))];
    for resource in &parts.resources {
        files.push((format!("{}.yaml", resource.file), self::resource(parts, resource, &homes)));
    }
    for (file, events_only) in [("types", false), ("webhooks", true)] {
        let mut sections = Map::default();
        types(parts, &homes, file, None, &mut sections);
        if events_only {
            events(parts, None, &mut sections);
        }
        if !sections.is_empty() {
            files.push((format!("{file}.yaml"), yaml::document(SCHEMA, sections.lines())));
        }
    }
    files
}

/// The file of each type: that of the one resource that uses it, or one that all share.
fn homes(parts: &Parts) -> HashMap<TypeId, String> {
    let mut users: BTreeMap<TypeId, HashSet<&str>> = BTreeMap::new();
    for resource in &parts.resources {
        for id in super::directions::reached(&parts.defs, draft::of_resource(resource)) {
            users.entry(id).or_default().insert(&resource.file);
        }
    }
    if let Some(events) = &parts.events {
        let alone = events.all.iter().filter(|event| resource_of(parts, event.payload).is_none());
        for id in super::directions::reached(&parts.defs, alone.map(|event| event.payload)) {
            users.entry(id).or_default().insert("webhooks");
        }
    }
    let mut homes: HashMap<TypeId, String> = HashMap::new();
    for id in &parts.used {
        let files = users.get(id);
        let only = files.filter(|files| files.len() == 1).and_then(|files| files.iter().next());
        homes.insert(*id, only.map_or("types", |file| file).to_owned());
    }
    for resource in &parts.resources {
        let id = resource.object.iter();
        homes.extend(id.map(|id| (*id, resource.file.clone())));
    }
    homes
}

fn resource_of(parts: &Parts, object: TypeId) -> Option<&Resource> {
    parts.resources.iter().find(|resource| resource.object == Some(object))
}

pub(super) fn documented(pointer: &str) -> Node {
    let mut evidence = Map::default();
    let at = pointer.replace('`', "");
    evidence.word("level", "documented").word("source", SOURCE).text("at", &at).short()
}

pub(super) fn inferred(note: &str) -> Node {
    Map::default().word("level", "inferred").text("note", note).short()
}

pub(super) fn number(value: &impl ToString) -> Node {
    Node::Plain(value.to_string())
}

pub(super) fn paging(paging: &Paging) -> Node {
    let mut one = Map::default();
    one.word("by", paging.by).some("parameter", paging.parameter.as_deref()).some("cursor", paging.cursor.as_deref());
    one.some("link", paging.link.as_deref()).some("more", paging.more.as_deref()).some("size", paging.size.as_deref());
    one.text("docs", "How the next page is requested.");
    one.add("evidence", inferred("Derived from the names of parameters and members in the document.")).lines()
}

fn resource(parts: &Parts, resource: &Resource, homes: &HashMap<TypeId, String>) -> String {
    let mut about = Map::default();
    about.word("name", &resource.name).word("plural", &resource.plural).text("docs", &resource.docs);
    about.some("object", resource.object.map(|id| parts.defs[id].name.as_str())).some("id", resource.id.as_deref());
    let mut sections = Map::default();
    sections.add("resource", about.lines());
    types(parts, homes, &resource.file, resource.object, &mut sections);
    let mut operations = Map::default();
    for operation in &resource.operations {
        operations.add(operation.verb.as_str(), self::operation(parts, operation));
    }
    sections.add("operations", operations.lines());
    if resource.object.is_some() {
        events(parts, resource.object, &mut sections);
    }
    yaml::document(SCHEMA, sections.lines())
}

/// The types of a file, section by section. The object of its resource is the first.
fn types(parts: &Parts, homes: &HashMap<TypeId, String>, file: &str, object: Option<TypeId>, sections: &mut Map) {
    let mut ids: Vec<TypeId> =
        parts.used.iter().copied().filter(|id| homes.get(id).is_some_and(|home| home == file)).collect();
    ids.sort_by_key(|id| (Some(*id) != object, *id));
    let mut by_section: [(&str, Map); 5] =
        ["ids", "enums", "tables", "objects", "unions"].map(|name| (name, Map::default()));
    for id in ids {
        let def = &parts.defs[id];
        let (section, node) = match &def.def {
            Def::Open => continue,
            Def::Id { example } => {
                let mut one = Map::default();
                one.text("docs", &def.docs);
                if let Some(example) = example {
                    one.add("example", Node::Text(example.clone()));
                }
                (0, one.short())
            }
            Def::Enum { values } => {
                let values = values.iter().map(|value| {
                    let mut one = Map::default();
                    rust(one.word("code", &value.code).text("docs", &value.docs), value.rust.as_ref());
                    one.short()
                });
                let values = Node::List(values.collect());
                (1, head(def).add("values", lines_of(values)).lines())
            }
            Def::Currency { lower } => {
                let mut one = head(def);
                one.word("extends", "iso/Currency");
                (2, one.some("case", lower.then_some("lower")).lines())
            }
            Def::Object { fields } => {
                let mut one = head(def);
                one.add("fields", self::fields(parts, fields));
                rules(fields, &mut one);
                (3, one.lines())
            }
            Def::Union { tag, fields, variants } => {
                let mut one = head(def);
                match tag {
                    Some(tag) => {
                        one.word("tag", tag);
                    }
                    None => {
                        one.word("told_by", "member");
                    }
                }
                if !fields.is_empty() {
                    one.add("fields", self::fields(parts, fields));
                }
                let mut all = Map::default();
                for variant in variants {
                    let mut inner = Map::default();
                    inner.text("docs", &variant.docs);
                    rust(&mut inner, variant.rust.as_ref());
                    if !variant.fields.is_empty() {
                        inner.add("fields", self::fields(parts, &variant.fields));
                        rules(&variant.fields, &mut inner);
                    }
                    let node = if variant.fields.is_empty() { inner.short() } else { inner.lines() };
                    all.add(variant.tag.as_str(), node);
                }
                (4, one.add("variants", all.lines()).lines())
            }
        };
        by_section[section].1.add(def.name.as_str(), node);
    }
    for (name, mut map) in by_section {
        if !map.is_empty() {
            sections.add(name, map.lines());
        }
    }
}

/// A list whose items have a line each.
fn lines_of(list: Node) -> Node {
    Node::Lines(Box::new(list))
}

fn head(def: &TypeDef) -> Map {
    let mut one = Map::default();
    one.text("docs", &def.docs).add("evidence", documented(&def.pointer));
    one
}

fn rust<'m>(map: &'m mut Map, renamed: Option<&Renamed>) -> &'m mut Map {
    if let Some(renamed) = renamed {
        map.add("rust", Map::default().word("name", &renamed.name).text("because", &renamed.because).short());
    }
    map
}

fn written(parts: &Parts, kind: Type) -> String {
    let name = match kind.kind {
        Kind::Plain(name) => name,
        Kind::Declared(id) => &parts.defs[id].name,
    };
    match kind.around {
        Around::Nothing => name.to_owned(),
        Around::List => format!("list<{name}>"),
        Around::Map => format!("map<{name}>"),
        Around::Search => format!("search<{name}>"),
        Around::Expandable => format!("expandable<{name}>"),
    }
}

fn fields(parts: &Parts, fields: &[Field]) -> Node {
    let mut all = Map::default();
    for field in fields {
        let mut one = Map::default();
        one.word("type", &written(parts, field.kind));
        one.some("as", field.time).some("format", field.format);
        one.text("docs", &field.docs);
        if field.in_path {
            one.word("in", "path");
        }
        one.flag("required", field.required).flag("guaranteed", field.guaranteed);
        one.flag("nullable", field.nullable).flag("sensitive", field.sensitive);
        if let Some(example) = &field.example {
            one.add("example", yaml::json(example));
        }
        rust(&mut one, field.rust.as_ref());
        if field.deprecated {
            one.text("deprecated", "The document marks it as deprecated.");
        }
        all.add(field.wire.as_str(), one.short());
    }
    all.lines()
}

/// The rules about some fields.
fn rules(fields: &[Field], into: &mut Map) {
    let mut all: Vec<Node> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for field in fields.iter().filter(|field| !field.in_path) {
        let Some(bounds) = &field.bounds else { continue };
        let (end, because, min, max) = match *bounds {
            Bounds::Number { min, max } => ("range", "The schema bounds the number.", min, max),
            Bounds::Length { min, max } => ("length", "The schema bounds the length.", min, Some(max)),
        };
        let start = words::kebab(&words::of(&field.wire));
        let mut name = format!("{}-{end}", if start.is_empty() { "field" } else { &start });
        while !names::is_kebab(&name) || !seen.insert(name.clone()) {
            name = format!("{}-too", words::kebab(&words::of(&name)));
        }
        let mut of = Map::default();
        of.word("field", &field.wire).number("min", min.as_ref()).number("max", max.as_ref());
        let mut rule = Map::default();
        rule.word("name", &name).text("because", because).add("evidence", documented(&field.pointer));
        all.push(rule.add(end, of.short()).short());
    }
    if !all.is_empty() {
        into.add("rules", lines_of(Node::List(all)));
    }
}

fn operation(parts: &Parts, operation: &Operation) -> Node {
    let mut one = Map::default();
    one.text("docs", &operation.docs).word("method", operation.method).word("path", &operation.path);
    one.add("evidence", documented(&operation.pointer));
    rust(&mut one, operation.rust.as_ref());
    one.some("service", operation.service.as_deref()).some("auth", operation.auth.as_deref());
    one.some("encoding", operation.encoding.filter(|encoding| *encoding != parts.encoding));
    one.flag("idempotency_key", operation.idempotency_key);
    if operation.deprecated {
        one.text("deprecated", "The document marks it as deprecated.");
    }
    if !operation.headers.is_empty() {
        let mut headers = Map::default();
        for (name, required) in &operation.headers {
            headers.add(name.as_str(), Map::default().flag("required", *required).short());
        }
        one.add("headers", headers.short());
    }
    if let Some(paging) = &operation.paging {
        one.add("paging", self::paging(paging));
    }
    if !operation.params.is_empty() {
        one.add("params", fields(parts, &operation.params));
        rules(&operation.params, &mut one);
    }
    let mut responses = Map::default();
    for answer in &operation.responses {
        responses.add(Key::quoted(&answer.status), response(parts, answer));
    }
    one.add("responses", responses.lines()).lines()
}

pub(super) fn response(parts: &Parts, response: &Response) -> Node {
    let mut one = Map::default();
    one.word("outcome", response.outcome).text("docs", &response.docs);
    one.some("body", response.body.map(|body| written(parts, body)).as_deref())
        .some("items", response.items.as_deref());
    one.short()
}

/// The events about the object of a resource, or those about no such object.
fn events(parts: &Parts, object: Option<TypeId>, sections: &mut Map) {
    let Some(events) = &parts.events else { return };
    let mut all = Map::default();
    for event in &events.all {
        let own = resource_of(parts, event.payload).and_then(|resource| resource.object);
        if own != object {
            continue;
        }
        let mut one = Map::default();
        one.text("docs", &event.docs).word("payload", &parts.defs[event.payload].name);
        one.add("evidence", documented(&event.pointer));
        rust(&mut one, event.rust.as_ref());
        all.add(event.wire.as_str(), one.lines());
    }
    if !all.is_empty() {
        sections.add("events", all.lines());
    }
}
