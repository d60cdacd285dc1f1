//! The OpenAPI documents. External tools check their structure completely (docs/documents.md); here is what needs none.

use std::collections::{BTreeMap, BTreeSet};

use payspec_codegen::run::{self, Project};
use payspec_codegen::source::Sources;
use serde_json::{Map, Value, json};

use super::{Documented, all, walk};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The operations of a document, each with its path and method.
fn operations(openapi: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = openapi["paths"].as_object().expect("paths");
    let mut found = Vec::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().expect("a path has methods") {
            assert!(METHODS.contains(&method.as_str()), "{path}: {method}");
            found.push((path.as_str(), method.as_str(), operation));
        }
    }
    found
}

fn webhooks(openapi: &Value) -> Vec<(&str, &Value)> {
    let webhooks = openapi.get("webhooks").and_then(Value::as_object);
    webhooks.into_iter().flatten().map(|(name, item)| (name.as_str(), &item["post"])).collect()
}

#[test]
fn every_operation_event_and_type_is_in_it() {
    for Documented { api, openapi, .. } in all() {
        let found: BTreeMap<&str, (&str, &str)> = operations(openapi)
            .into_iter()
            .map(|(path, method, operation)| (operation["operationId"].as_str().expect("an id"), (path, method)))
            .collect();
        for operation in api.modules.iter().flat_map(|module| &module.operations) {
            let (path, method) = found.get(operation.id.as_str()).unwrap_or_else(|| panic!("no {}", operation.id));
            assert_eq!(path.split('#').next(), Some(operation.path.as_str()), "{}", operation.id);
            assert_eq!(method.to_uppercase(), operation.method.as_str(), "{}", operation.id);
        }
        let events: BTreeSet<&str> = webhooks(openapi).into_iter().map(|(name, _)| name).collect();
        let wanted: BTreeSet<&str> = api.events().map(|event| event.wire.as_str()).collect();
        assert_eq!(events, wanted, "{}", api.name);
        let schemas = openapi["components"]["schemas"].as_object().expect("schemas");
        for module in &api.modules {
            for object in &module.objects {
                assert!(schemas.contains_key(&object.name), "{}: no {}", api.name, object.name);
                let both = object.in_request && object.in_response;
                assert_eq!(schemas.contains_key(&format!("{}-Input", object.name)), both, "{}", object.name);
            }
            for union in &module.unions {
                assert!(schemas.contains_key(&union.name), "{}: no {}", api.name, union.name);
            }
            for id in &module.ids {
                assert!(schemas.contains_key(&id.name), "{}: no {}", api.name, id.name);
            }
        }
    }
}

#[test]
fn operation_ids_are_unique() {
    for Documented { api, openapi, .. } in all() {
        let mut seen = BTreeSet::new();
        let events = webhooks(openapi).into_iter().map(|(_, operation)| operation);
        for operation in operations(openapi).into_iter().map(|(.., operation)| operation).chain(events) {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(seen.insert(id), "{}: {id} twice", api.name);
        }
    }
}

#[test]
fn every_reference_has_a_target() {
    for Documented { api, openapi, .. } in all() {
        let ids: BTreeSet<&str> =
            operations(openapi).into_iter().filter_map(|(.., operation)| operation["operationId"].as_str()).collect();
        let schemes = openapi["components"]["securitySchemes"].as_object();
        let tags: BTreeSet<&str> =
            openapi["tags"].as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect();
        walk(openapi, &mut String::new(), &mut |at, value| {
            if let Some(target) = value.get("$ref").and_then(Value::as_str) {
                let pointer = target.strip_prefix('#').unwrap_or_else(|| panic!("{at}: {target} is another document"));
                assert!(openapi.pointer(pointer).is_some(), "{} {at}: {target}", api.name);
            }
        });
        for (path, _, operation) in operations(openapi) {
            for (name, link) in links(operation) {
                let id = link["operationId"].as_str().expect("a link has a target");
                assert!(ids.contains(id), "{path}: the link {name} leads to {id}");
            }
            for name in
                operation["security"].as_array().into_iter().flatten().filter_map(Value::as_object).flat_map(Map::keys)
            {
                assert!(schemes.is_some_and(|schemes| schemes.contains_key(name)), "{path}: {name} is no scheme");
            }
            assert!(tags.contains(operation["tags"][0].as_str().expect("a tag")), "{path}: its tag is not declared");
        }
    }
}

fn links(operation: &Value) -> Vec<(&String, &Value)> {
    let responses = operation["responses"].as_object().expect("responses");
    responses.values().filter_map(|response| response.get("links")?.as_object()).flatten().collect()
}

/// A link carries an id of the response to the one parameter that takes it.
#[test]
fn links_lead_from_ids_to_the_operations_that_take_them() {
    let found = all().iter().find(|documented| documented.api.name == "centralpay").expect("CentralPay is described");
    let create = found
        .openapi
        .pointer("/paths/~1transaction/post/responses/200/links")
        .or_else(|| found.openapi.pointer("/paths/~1transaction/post/responses/201/links"));
    let link = create.and_then(|links| links.get("transactionId.transaction.get")).expect("a link to the transaction");
    assert_eq!(link["parameters"], json!({ "path.transactionId": "$response.body#/transactionId" }));
}

#[test]
fn parameters_of_paths_are_declared_once_and_required() {
    for Documented { openapi, .. } in all() {
        for (path, method, operation) in operations(openapi) {
            let mut seen = BTreeSet::new();
            let mut in_path = BTreeSet::new();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let (name, place) =
                    (parameter["name"].as_str().expect("a name"), parameter["in"].as_str().expect("a place"));
                assert!(seen.insert((name, place)), "{method} {path}: {name} in {place} twice");
                assert!(
                    parameter.get("schema").is_some() != parameter.get("content").is_some(),
                    "{method} {path}: {name}"
                );
                if place == "path" {
                    assert_eq!(parameter["required"], true, "{method} {path}: {name}");
                    in_path.insert(name);
                }
            }
            let parts = path.split('#').next().unwrap_or_default().split('{').skip(1);
            let named: BTreeSet<&str> = parts.filter_map(|part| Some(part.split_once('}')?.0)).collect();
            assert_eq!(named, in_path, "{method} {path}");
            for (status, response) in operation["responses"].as_object().expect("responses") {
                assert!(
                    response["description"].as_str().is_some_and(|text| !text.is_empty()),
                    "{method} {path} {status}"
                );
            }
        }
    }
}

/// Every schema is one, in the words of JSON Schema, and examples are valid.
#[test]
fn schemas_are_schemas_and_examples_keep_to_them() {
    let mut examples = 0;
    for Documented { api, openapi, .. } in all() {
        let whole = |schema: &Value| json!({ "allOf": [schema], "components": openapi["components"] });
        let mut wrong = Vec::new();
        for (name, schema) in openapi["components"]["schemas"].as_object().expect("schemas") {
            assert!(jsonschema::draft202012::meta::is_valid(schema), "{}: {name}", api.name);
        }
        walk(openapi, &mut String::new(), &mut |at, value| {
            let Some(example) = value.get("example") else { return };
            let Some(schema) = value.get("schema") else { return };
            let validator =
                jsonschema::draft202012::new(&whole(schema)).unwrap_or_else(|error| panic!("{at}: {error}"));
            examples += 1;
            wrong
                .extend(validator.iter_errors(example).map(|error| format!("{at}: {} {error}", error.instance_path())));
        });
        assert!(wrong.is_empty(), "{}:\n{}", api.name, wrong.join("\n"));
    }
    assert!(examples > 300, "only {examples} examples were compared");
}

/// How lists and objects are written in a form is said, so that a client sends what the vendor reads.
#[test]
fn members_of_forms_say_how_they_are_written() {
    let mut forms = 0;
    for Documented { api, openapi, .. } in all() {
        for (path, _, operation) in operations(openapi) {
            let Some(content) = operation.pointer("/requestBody/content").and_then(Value::as_object) else { continue };
            for media in content.iter().filter(|(name, _)| *name != "application/json").map(|(_, media)| media) {
                forms += 1;
                let properties = media.pointer("/schema/properties").and_then(Value::as_object);
                for (name, schema) in properties.into_iter().flatten() {
                    let is_structured = schema["type"] == "array" || schema["type"] == "object" || name.ends_with("[]");
                    let is_said = media["encoding"].get(name).is_some();
                    assert!(is_said || !is_structured, "{} {path}: {name}", api.name);
                }
            }
        }
    }
    assert!(forms > 50, "only {forms} forms");
}

/// Whole bodies of the vendors' samples: API, sample, operation, and the status of a response.
const SAMPLES: [(&str, &str, &str, Option<&str>); 13] = [
    ("centralpay", "responses/three-ds-results-y.json", "three-ds.results", Some("200")),
    ("centralpay", "responses/subscription-model.json", "subscription-model.get", Some("200")),
    ("cinetpay", "requests/init-dollars.json", "payment.create", None),
    ("cinetpay", "requests/init-mobile-money.json", "payment.create", None),
    ("cinetpay", "responses/check-accepted.json", "payment.check", Some("200")),
    ("cinetpay", "responses/check-refused.json", "payment.check", Some("200")),
    ("cinetpay", "responses/check-waiting.json", "payment.check", Some("200")),
    ("cinetpay", "responses/initiated.json", "payment.create", Some("200")),
    ("lyra-marketplace", "requests/registration.json", "registration.create", None),
    ("lyra-marketplace", "responses/registration.json", "registration.create", Some("201")),
    ("primer", "requests/session-cetelem.json", "client-session.create", None),
    ("primer", "requests/session-cpay.json", "client-session.create", None),
    ("primer", "responses/error-validation.json", "client-session.create", Some("400")),
];

/// Members of responses that have another type than is documented. Clients of payspec read them all the same.
const OTHERWISE: [(&str, &str); 1] = [
    // An amount, written as a text.
    ("cinetpay", "/data"),
];

#[test]
fn samples_are_bodies_of_their_operations() {
    let folder = crate::support::folder().join("../spec");
    for (api, sample, id, status) in SAMPLES {
        let Documented { openapi, .. } = all().iter().find(|one| one.api.name == api).expect("the API is described");
        let operation = operations(openapi).into_iter().map(|(.., operation)| operation);
        let operation = operation.into_iter().find(|operation| operation["operationId"] == id).expect("an operation");
        let whole = match status {
            None => &operation["requestBody"],
            Some(status) => &operation["responses"][status],
        };
        let content = whole["content"].as_object().expect("a body");
        let schema = content.values().next().map(|media| &media["schema"]).expect("a schema");
        let schema = json!({ "allOf": [schema], "components": openapi["components"] });
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        let text = std::fs::read_to_string(folder.join(api).join("samples").join(sample)).expect("the sample is there");
        let value: Value = serde_json::from_str(&text).expect("the sample is JSON");
        let errors = validator
            .iter_errors(&value)
            .filter(|error| !OTHERWISE.contains(&(api, error.instance_path().as_str())) || status.is_none());
        let wrong: Vec<String> = errors.map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{api}/{sample}:\n{}", wrong.join("\n"));
    }
}

const FORM: &str = "\
resource: { name: order, plural: orders, docs: An order. }
operations:
  create:
    docs: Creates an order.
    method: POST
    path: /orders
    evidence: { level: documented, source: manual, at: page 7 }
    params:
      total: { type: amount, docs: What it costs., required: true }
      tags: { type: list<string>, docs: Words of the caller. }
      buyer: { type: Buyer, docs: Who pays. }
      items: { type: list<Item>, docs: What is bought., object_lists: json }
    responses: { \"200\": { outcome: success, docs: The order., body: Order } }
  get:
    docs: Returns an order.
    method: GET
    path: /orders/{id}
    evidence: { level: inferred, note: The vendor shows no path. }
    params: { id: { type: OrderId, docs: The order., in: path, required: true } }
    responses: { \"200\": { outcome: success, docs: The order., body: Order } }
objects:
  Order: { docs: An order., fields: { id: { type: OrderId, docs: Its id., guaranteed: true } } }
  Buyer: { docs: Who pays., fields: { name: { type: string, docs: The name., required: true } } }
  Item: { docs: An item., fields: { sku: { type: string, docs: Its number., required: true } } }
ids: { OrderId: { docs: Identifies an order. } }
";

/// What is written in a form, and where the id of a response leads. Read it as somebody who writes OpenAPI by hand.
#[test]
fn a_form_in_a_document() {
    let prelude = |name: &str| {
        let path = crate::support::folder().join("tests/pairs/prelude").join(name);
        std::fs::read_to_string(path).expect("the prelude is there")
    };
    let files = [
        ("spec/units/units.yaml", prelude("units.yaml")),
        ("spec/shop/api.yaml", prelude("api.yaml")),
        ("spec/shop/order.yaml", FORM.to_owned()),
    ];
    let mut sources = Sources::new();
    let folders = crate::support::folders(files, &mut sources);
    let project = Project { documents: Some(super::FOLDERS), ..Project::plain("spec", "crates") };
    let generated = run::compile(vec![(project, folders)], &sources).expect("the spec is right");
    let document = generated.files.iter().find(|file| file.path == "openapi/shop.yaml").expect("a document");
    let paths = document.text.split_once("\npaths:\n").expect("paths").1;
    insta::assert_snapshot!(paths.split_once("\ncomponents:\n").expect("components").0);
}
