//! The files of schemas: they accept the vendors' samples, and nothing of another type in their place.

use std::fs;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::{Documented, all, walk};

/// Where schemas are while they are tested.
const BASE: &str = "json-schema:///";

/// All files of an API, which refer to each other.
fn registry(documented: &Documented) -> Registry<'static> {
    let resources = documented.schemas.iter().map(|(path, schema)| (format!("{BASE}{path}"), schema.clone()));
    Registry::new().extend(resources).expect("addresses").prepare().expect("schemas")
}

/// A validator of one of the files.
fn validator(registry: &Registry<'_>, file: &str) -> Validator {
    let schema = json!({ "$ref": format!("{BASE}{file}") });
    let built = jsonschema::options().with_registry(registry).build(&schema);
    built.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Samples of responses, each with the schema that it fits. Those of events are called
/// after them, and whole bodies are compared with the OpenAPI documents.
const SAMPLES: [(&str, &str, &str); 15] = [
    ("centralpay", "legal-entity-siren.json", "LegalEntity.json"),
    ("centralpay", "subscription-model.json", "SubscriptionModel.json"),
    ("centralpay", "three-ds-authentication-3ri-y.json", "ThreeDsAuthentication.json"),
    ("centralpay", "three-ds-authentication-browser-c.json", "ThreeDsAuthentication.json"),
    ("centralpay", "three-ds-authentication-browser-n.json", "ThreeDsAuthentication.json"),
    ("centralpay", "three-ds-authentication-browser-y.json", "ThreeDsAuthentication.json"),
    ("centralpay", "three-ds-results-y.json", "ThreeDsResult.json"),
    ("centralpay", "three-ds-versioning-with-method.json", "ThreeDsVersion.json"),
    ("centralpay", "three-ds-versioning-without-method.json", "ThreeDsVersion.json"),
    ("lyra-marketplace", "document.json", "RegistrationDocument.json"),
    ("lyra-marketplace", "order.json", "Order.json"),
    ("lyra-marketplace", "registration.json", "Registration.json"),
    ("primer", "error-key-reused.json", "ReusedKey.json"),
    ("primer", "payment.json", "Payment.json"),
    ("primer", "session.json", "NewClientSession.json"),
];

/// Members of samples that have another type than the vendor documents. Clients of payspec read them all the same.
const OTHERWISE: [(&str, &str); 1] = [
    // A boolean, written as a text.
    ("primer/payment.json", "/paymentMethod"),
];

/// A sample with the validator of the schema that it fits.
struct Sample {
    name: String,
    value: Value,
    validator: Validator,
}

fn samples() -> Vec<Sample> {
    let folder = crate::support::folder().join("../spec");
    let mut found = Vec::new();
    for documented in all() {
        let (api, registry) = (documented.api.name.as_str(), registry(documented));
        for (_, sample, schema) in SAMPLES.iter().filter(|(of, ..)| *of == api) {
            let text = fs::read_to_string(folder.join(api).join("samples/responses").join(sample))
                .expect("the sample is there");
            let value = serde_json::from_str(&text).expect("the sample is JSON");
            found.push(Sample { name: format!("{api}/{sample}"), value, validator: validator(&registry, schema) });
        }
        for event in documented.api.events() {
            let sample = documented.api.samples.get(&event.wire).and_then(|text| serde_json::from_str(text).ok());
            let Some(value) = sample else { continue };
            let validator = validator(&registry, &format!("events/{}.json", event.wire));
            found.push(Sample { name: format!("{api}/{}", event.wire), value, validator });
        }
    }
    found
}

#[test]
fn every_sample_validates() {
    let samples = samples();
    assert!(samples.len() > 90, "only {} samples", samples.len());
    let mut wrong = Vec::new();
    for Sample { name, value, validator } in &samples {
        let errors = validator.iter_errors(value).map(|error| (error.instance_path().to_string(), error.to_string()));
        let known = |at: &str| OTHERWISE.contains(&(name.as_str(), at));
        wrong.extend(errors.filter(|(at, _)| !known(at)).map(|(at, error)| format!("{name}: {at} {error}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A member of another type is refused, except where any JSON is accepted.
#[test]
fn no_sample_validates_with_a_member_of_another_type() {
    let (mut refused, mut accepted) = (0, Vec::new());
    for Sample { name, value, validator } in samples().iter().filter(|sample| sample.validator.is_valid(&sample.value))
    {
        let mut places = Vec::new();
        walk(value, &mut String::new(), &mut |at, _| places.push(at.to_owned()));
        let mut of_sample = 0;
        for at in places.into_iter().filter(|at| !at.is_empty()) {
            let mut changed = value.clone();
            let member = changed.pointer_mut(&at).expect("the place is of this sample");
            // What is nothing in a sample may be of an undeclared type.
            if member.is_null() {
                continue;
            }
            *member =
                if member.is_object() || member.is_array() { json!(12.5) } else { json!({ "of": "another type" }) };
            if validator.is_valid(&changed) { accepted.push(format!("{name} {at}")) } else { of_sample += 1 }
        }
        assert!(of_sample > 0, "{name} accepts anything");
        refused += of_sample;
    }
    accepted.retain(|place| !OPEN.iter().any(|open| place.contains(open)));
    assert!(accepted.is_empty(), "{}", accepted.join("\n"));
    assert!(refused > 3_000, "only {refused} members");
}

/// Members that may be any JSON, and members of samples that the spec does not declare.
const OPEN: [&str; 4] = [
    "/additionalData/",
    "/metadata",
    "lyra-marketplace/registration.json /links",
    "primer/error-key-reused.json /error",
];

/// Everything in a schema that refers to another finds it.
#[test]
fn every_schema_can_be_used() {
    for documented in all() {
        let registry = registry(documented);
        for (file, schema) in &documented.schemas {
            assert!(jsonschema::draft202012::meta::is_valid(schema), "{}/{file}", documented.api.name);
            validator(&registry, file);
        }
    }
}
