//! `spec/*.schema.json`: what an editor needs to complete and check a spec, or the table of a sandbox, while it is typed.

use std::collections::HashSet;
use std::sync::OnceLock;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::raw::{Document, behaviours};

/// The schema of spec files as text.
pub fn text() -> String {
    of::<Document>("A payspec spec file, language version 1")
}

/// The schema of `sandbox.yaml` as text.
pub fn of_behaviours() -> String {
    of::<behaviours::Document>("What a sandbox models of an API")
}

fn of<T: JsonSchema>(title: &str) -> String {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert(
        "$comment".to_owned(),
        format!(
            "{}. Do not edit: change codegen/src/raw, or the words in payspec-core, and run it again.",
            crate::print::MARK
        )
        .into(),
    );
    let mut text = format!("{:#}", schema.as_value());
    text.push('\n');
    text
}

/// All keys that the language has somewhere.
pub(crate) fn keys() -> &'static HashSet<String> {
    static KEYS: OnceLock<HashSet<String>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Document>();
        let mut keys = HashSet::new();
        collect(schema.as_value(), &mut keys);
        keys
    })
}

fn collect(schema: &Value, keys: &mut HashSet<String>) {
    match schema {
        Value::Object(members) => {
            let properties = members.get("properties").and_then(Value::as_object);
            keys.extend(properties.into_iter().flat_map(|properties| properties.keys().cloned()));
            members.values().for_each(|member| collect(member, keys));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, keys)),
        _ => {}
    }
}
