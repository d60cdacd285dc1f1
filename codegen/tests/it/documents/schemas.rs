//! The files of schemas: they accept the vendors' samples, and nothing of another type in their place.

use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Documented, all, walk};

/// Where schemas are while they are tested.
const BASE: &str = "json-schema:///";

/// A validator of one of the files, which refers to others.
fn validator(documented: &Documented, file: &str) -> Validator {
    assert!(documented.schemas.contains_key(file), "{}: no {file}", documented.api.name);
    let resources = documented.schemas.iter().map(|(path, schema)| (format!("{BASE}{path}"), schema.clone()));
    let registry = jsonschema::Registry::new().extend(resources).expect("addresses").prepare().expect("schemas");
    jsonschema::options()
        .with_registry(&registry)
        .build(&json!({ "$ref": format!("{BASE}{file}") }))
        .unwrap_or_else(|error| panic!("{}/{file}: {error}", documented.api.name))
}

/// Samples of requests and responses, each with the schema that it fits. Those of events are called after them.
const SAMPLES: [(&str, &str, &str); 1] = [("lyra-marketplace", "responses/order.json", "Order.json")];

/// Every sample with its validator.
fn samples() -> Vec<(String, Value, Validator)> {
    let folder = crate::support::folder().join("../spec");
    let mut found = Vec::new();
    for (api, sample, schema) in SAMPLES {
        let documented = all().iter().find(|documented| documented.api.name == api).expect("the API is described");
        let text = fs::read_to_string(folder.join(api).join("samples").join(sample)).expect("the sample is there");
        let value = serde_json::from_str(&text).expect("the sample is JSON");
        found.push((format!("{api}/{sample}"), value, validator(documented, schema)));
    }
    for documented in all() {
        for event in documented.api.events() {
            let Some(Ok(value)) = documented.api.samples.get(&event.wire).map(|text| serde_json::from_str(text)) else {
                continue;
            };
            let schema = format!("events/{}.json", event.wire);
            found.push((format!("{}/{}", documented.api.name, event.wire), value, validator(documented, &schema)));
        }
    }
    found
}

#[test]
fn every_sample_validates() {
    let samples = samples();
    assert!(samples.len() > 90, "only {} samples", samples.len());
    let mut wrong = Vec::new();
    for (name, value, validator) in &samples {
        wrong.extend(validator.iter_errors(value).map(|error| format!("{name}: {} {error}", error.instance_path())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything in a schema that refers to another finds it.
#[test]
fn every_schema_can_be_used() {
    for documented in all() {
        for (file, schema) in &documented.schemas {
            assert!(jsonschema::draft202012::meta::is_valid(schema), "{}/{file}", documented.api.name);
            let _ = walk;
            validator(documented, file);
        }
    }
}
