//! The keys and words of the spec language, as the schema for editors knows them.

use std::collections::BTreeSet;

use payspec_codegen::diag::Sink;
use payspec_codegen::parse::{node, reader};
use payspec_codegen::source::{SourceFile, Sources};
use serde_json::Value;

/// Constructs of the language, each as `Type.key` or `Type=word`.
pub(crate) type Constructs = BTreeSet<String>;

/// The schema that editors get.
pub(crate) struct Language {
    schema: Value,
}

impl Language {
    pub(crate) fn new() -> Self {
        let schema = serde_json::from_str(&payspec_codegen::schema::text()).expect("the schema is JSON");
        Self { schema }
    }

    /// Everything there is.
    pub(crate) fn all(&self) -> Constructs {
        let mut found = Constructs::new();
        let definitions = self.schema["$defs"].as_object().into_iter().flatten();
        for (name, schema) in
            definitions.map(|(name, schema)| (name.as_str(), schema)).chain([("Document", &self.schema)])
        {
            let keys = schema["properties"].as_object().into_iter().flatten();
            found.extend(keys.map(|(key, _)| format!("{name}.{key}")));
            found.extend(words(schema).into_iter().map(|word| format!("{name}={word}")));
        }
        found
    }

    /// What a spec file uses of it.
    pub(crate) fn used_in(&self, text: &str) -> Constructs {
        let mut found = Constructs::new();
        self.walk(&self.schema, "Document", &value_of(text), &mut found);
        found
    }

    fn walk(&self, schema: &Value, name: &str, value: &Value, found: &mut Constructs) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return self.walk(&self.schema["$defs"][name], name, value, found);
        }
        for choice in ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
            self.walk(choice, name, value, found);
        }
        for (key, value) in value.as_object().into_iter().flatten() {
            match &schema["properties"][key] {
                Value::Null => self.walk(&schema["additionalProperties"], name, value, found),
                property => {
                    found.insert(format!("{name}.{key}"));
                    // What a text says in a form of its own, next to the keys and words of the schema.
                    if let Some(text) = value.as_str() {
                        let is_path = property.to_string().contains("#/$defs/Path");
                        found.extend((is_path && text.contains('.')).then(|| format!("{name}.{key}: a.b")));
                        found.extend(text.split_once('<').map(|(shape, _)| format!("{name}.{key}: {shape}<>")));
                    }
                    found.extend(value.is_array().then(|| format!("{name}.{key}: []")));
                    self.walk(property, name, value, found);
                }
            }
        }
        for item in value.as_array().into_iter().flatten() {
            self.walk(&schema["items"], name, item, found);
        }
        if let Some(word) = value.as_str().filter(|word| words(schema).contains(word)) {
            found.insert(format!("{name}={word}"));
        }
    }
}

/// A spec file as plain data.
pub(crate) fn value_of(text: &str) -> Value {
    let mut sources = Sources::new();
    let file = sources.add(SourceFile { path: "spec.yaml".to_owned(), text: text.to_owned() });
    let sink = Sink::new();
    let node = node::read(&sources, file, &sink).expect("the file is YAML");
    reader::read(&node, &[], &sink).expect("any YAML is a JSON value")
}

/// The words of a closed list.
fn words(schema: &Value) -> Vec<&str> {
    let plain = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"].as_array().into_iter().flatten().map(|choice| &choice["const"]);
    plain.chain(described).chain([&schema["const"]]).filter_map(Value::as_str).collect()
}
