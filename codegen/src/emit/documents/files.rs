//! JSON Schemas (2020-12) as files: one for each object, union and event, and one with the ids, enums and tables.

use std::path::Path;

use super::event;
use super::node::{Members, Node};
use super::print;
use super::schema::{Place, Schemas, VALUES};
use super::text;
use crate::ir::Api;
use crate::print::MARK;

/// The files of an API: path below its folder, and text.
pub(super) fn files(api: &Api) -> Vec<(String, String)> {
    let schemas = Schemas { api, place: Place::Files };
    let mut files: Vec<(String, Members)> = schemas.structured();
    let values = Members(schemas.values().into_iter().map(|(name, schema)| (name, schema.into())).collect());
    if !values.is_empty() {
        files.push((VALUES.to_owned(), Members::new().with("$defs", values)));
    }
    for event in api.webhooks.iter().flat_map(|_| api.events()) {
        let Some(webhooks) = &api.webhooks else { continue };
        let schema = text::with_docs(event::schema(&schemas, webhooks, event), &event.docs);
        files.push((format!("events/{}", file_name(&event.wire)), below(schema)));
    }
    let text = |(name, schema): (String, Members)| {
        let head = Members::new()
            .with("$schema", "https://json-schema.org/draft/2020-12/schema")
            .with("$comment", format!("{MARK}. Do not edit: change the spec and run it again."));
        let mut whole = head.with(
            "title",
            Path::new(&name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        );
        whole.extend(schema);
        (format!("{name}.json"), print::json(&whole))
    };
    files.into_iter().map(text).collect()
}

/// The name of an event in the letters that names of files may have everywhere.
fn file_name(event: &str) -> String {
    event.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect()
}

/// A schema of a folder below those that it refers to.
fn below(schema: Members) -> Members {
    let value = |value: Node| match value {
        Node::Map(members) => Node::Map(below(members)),
        Node::List(items) => Node::List(
            items
                .into_iter()
                .map(|item| match item {
                    Node::Map(members) => Node::Map(below(members)),
                    other => other,
                })
                .collect(),
        ),
        scalar @ Node::Scalar(_) => scalar,
    };
    let member = |(name, inner): (String, Node)| match inner {
        Node::Scalar(target) if name == "$ref" => {
            (name, Node::from(format!("../{}", target.as_str().unwrap_or_default())))
        }
        inner => (name, value(inner)),
    };
    Members(schema.0.into_iter().map(member).collect())
}
