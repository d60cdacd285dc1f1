//! Every keyword of the specifications is in the draft or among its notes: each is put into a small document, by itself, and
//! something must change.

use std::collections::BTreeSet;

use payspec_codegen::import::{Draft, draft};
use serde_json::{Value, json};

use super::folder_of;
use crate::support::Run;

/// A document of OpenAPI 3 with one of each object.
fn document() -> Value {
    let body = |schema: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } });
    let fields = || {
        json!({
            "text": { "type": "string" }, "count": { "type": "integer" }, "rate": { "type": "number" },
            "flag": { "type": "boolean" }, "list": { "type": "array", "items": { "type": "string" } },
            "inner": { "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "integer" } } },
            "free": { "type": "object" },
            "one": { "oneOf": [
                { "type": "object", "properties": { "kind": { "const": "card" }, "pan": { "type": "string" } } },
                { "type": "object", "properties": { "kind": { "const": "bank" }, "iban": { "type": "string" } } },
            ] },
        })
    };
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Shop", "version": "1" },
        "servers": [{ "url": "https://{region}.shop.example/{base}", "variables": {
            "region": { "default": "eu" }, "base": { "default": "v1" },
        } }],
        "security": [{ "key": [] }],
        "tags": [{ "name": "orders", "description": "Orders." }],
        "paths": {
            "/orders": {
                "post": {
                    "tags": ["orders"],
                    "parameters": [{ "name": "X-Shop", "in": "header", "schema": { "type": "string" } }],
                    "requestBody": { "required": true, "content": body("Order") },
                    "responses": {
                        "200": { "description": "The order.", "content": body("Receipt") },
                        "400": { "description": "It is wrong.", "content": body("Fault") },
                    },
                    "callbacks": { "paid": { "{$request.body#/url}": { "post": {
                        "requestBody": { "content": body("Event") }, "responses": { "200": { "description": "Taken." } },
                    } } } },
                },
                "get": {
                    "tags": ["orders"],
                    "parameters": [
                        { "name": "q", "in": "query", "schema": { "type": "string" } },
                        { "name": "size", "in": "query", "schema": { "type": "integer" } },
                        { "name": "states", "in": "query", "schema": { "type": "array", "items": { "type": "string" } } },
                    ],
                    "responses": { "200": { "description": "All.", "content": body("Receipts") } },
                },
            },
            "/shops/{code}": { "get": {
                "parameters": [{ "name": "code", "in": "path", "required": true, "schema": { "type": "string" } }],
                "responses": { "200": { "description": "The shop.", "content": body("Receipt") } },
            } },
        },
        "webhooks": { "refunded": { "post": {
            "requestBody": { "content": body("Event") }, "responses": { "200": { "description": "Taken." } },
        } } },
        "components": {
            "schemas": {
                "Order": { "type": "object", "required": ["text"], "properties": fields() },
                "Receipt": { "type": "object", "properties": fields() },
                "Receipts": { "type": "object", "properties": {
                    "data": { "type": "array", "items": { "$ref": "#/components/schemas/Receipt" } }, "total": { "type": "integer" },
                } },
                "Fault": { "type": "object", "properties": { "code": { "type": "string" }, "message": { "type": "string" } } },
                "Event": { "type": "object", "properties": {
                    "type": { "type": "string" }, "data": { "$ref": "#/components/schemas/Receipt" },
                } },
            },
            "securitySchemes": { "key": { "type": "apiKey", "in": "header", "name": "X-Key" } },
        },
    })
}

/// A document of Swagger 2.0.
fn swagger() -> Value {
    json!({
        "swagger": "2.0",
        "info": { "title": "Shop", "version": "1" },
        "host": "api.shop.example",
        "security": [{ "key": [] }],
        "paths": {
            "/orders": { "post": {
                "parameters": [{ "name": "body", "in": "body", "required": true, "schema": { "$ref": "#/definitions/Order" } }],
                "responses": { "200": { "description": "The order.", "schema": { "$ref": "#/definitions/Order" } } },
            }, "get": {
                "parameters": [
                    { "name": "q", "in": "query", "type": "string" }, { "name": "size", "in": "query", "type": "integer" },
                    { "name": "states", "in": "query", "type": "array", "items": { "type": "string" } },
                ],
                "responses": { "200": { "description": "All." } },
            } },
        },
        "definitions": { "Order": { "type": "object", "properties": { "text": { "type": "string" }, "count": { "type": "integer" } } } },
        "securityDefinitions": {
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
        },
    })
}

/// Keywords of objects that are no schemas: where the object stands, the keyword, and its value.
const OBJECTS: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("$self", r#""https://shop.example/openapi.json""#),
            ("jsonSchemaDialect", r#""https://json-schema.org/draft/2020-12/schema""#),
            ("externalDocs", r#"{"url": "https://shop.example"}"#),
        ],
    ),
    (
        "/info",
        &[
            ("title", r#""Market""#),
            ("summary", r#""A shop.""#),
            ("description", r#""It sells things.""#),
            ("termsOfService", r#""https://shop.example/terms""#),
            ("contact", r#"{"name": "Ann"}"#),
            ("license", r#"{"name": "MIT", "identifier": "MIT"}"#),
            ("version", r#""2""#),
        ],
    ),
    ("/servers/0", &[("name", r#""main""#), ("description", r#""It is live.""#), ("url", r#""https://shop.example""#)]),
    (
        "/servers/0/variables/region",
        &[("enum", r#"["eu", "us"]"#), ("default", r#""us""#), ("description", r#""Where.""#)],
    ),
    (
        "/servers/0/variables/base",
        &[("enum", r#"["v1", "v2"]"#), ("default", r#""v2""#), ("description", r#""Which.""#)],
    ),
    (
        "/tags/0",
        &[
            ("summary", r#""Orders""#),
            ("description", r#""What was sold.""#),
            ("externalDocs", r#"{"url": "https://x.example"}"#),
            ("parent", r#""all""#),
            ("kind", r#""nav""#),
            ("name", r#""sales""#),
        ],
    ),
    (
        "/paths/~1orders",
        &[
            ("$ref", r##""#/nowhere""##),
            ("summary", r#""Orders""#),
            ("description", r#""Orders.""#),
            ("put", r#"{"responses": {}}"#),
            ("patch", r#"{"responses": {}}"#),
            ("delete", r#"{"responses": {}}"#),
            ("options", "{}"),
            ("head", "{}"),
            ("trace", "{}"),
            ("query", "{}"),
            ("additionalOperations", r#"{"COPY": {}}"#),
            ("servers", r#"[{"url": "https://other.example"}]"#),
            ("parameters", r#"[{"name": "Y", "in": "header", "schema": {}}]"#),
        ],
    ),
    (
        "/paths/~1orders/post",
        &[
            ("tags", r#"["orders", "sales"]"#),
            ("summary", r#""Sells.""#),
            ("description", r#""It sells.""#),
            ("externalDocs", r#"{"url": "https://x.example"}"#),
            ("operationId", r#""sell""#),
            ("deprecated", "true"),
            ("security", "[]"),
            ("servers", r#"[{"url": "https://{a}.example"}]"#),
            ("schemes", r#"["http"]"#),
            ("responses", "{}"),
            ("callbacks", "{}"),
        ],
    ),
    ("/paths/~1orders/post/requestBody", &[("description", r#""The order.""#), ("required", "false")]),
    ("/paths/~1orders/post/requestBody/content", &[("text/csv", r#"{"schema": {"type": "string"}}"#)]),
    (
        "/paths/~1orders/post/requestBody/content/application~1json",
        &[
            ("itemSchema", r#"{"type": "object"}"#),
            ("example", r#"{"text": "x"}"#),
            ("examples", r#"{"a": {"value": {}}}"#),
            ("encoding", r#"{"text": {"contentType": "text/plain"}}"#),
            ("prefixEncoding", "[{}]"),
            ("itemEncoding", "{}"),
        ],
    ),
    (
        "/paths/~1orders/post/responses",
        &[
            ("default", r#"{"description": "Else."}"#),
            ("4XX", r#"{"description": "Wrong."}"#),
            ("409", r#"{"description": "Again."}"#),
            ("302", r#"{"description": "There."}"#),
            ("204", r#"{"description": "None."}"#),
            ("402", r#"{"description": "No."}"#),
        ],
    ),
    (
        "/paths/~1orders/post/responses/200",
        &[
            ("summary", r#""It""#),
            ("description", r#""What was sold.""#),
            ("headers", r#"{"X-Id": {"schema": {"type": "string"}}}"#),
            ("links", r#"{"next": {"operationId": "x"}}"#),
        ],
    ),
    ("/paths/~1orders/post/responses/200/content", &[("application/xml", "{}")]),
    (
        "/paths/~1orders/post/responses/200/content/application~1json",
        &[("itemSchema", "{}"), ("example", "{}"), ("examples", "{}"), ("encoding", "{}")],
    ),
    (
        "/paths/~1orders/post/callbacks/paid/{$request.body#~1url}",
        &[
            ("get", "{}"),
            ("delete", "{}"),
            ("patch", "{}"),
            ("options", "{}"),
            ("head", "{}"),
            ("trace", "{}"),
            ("query", "{}"),
            ("put", r#"{"requestBody": {}}"#),
            ("summary", r#""Paid""#),
            ("description", r#""Paid.""#),
            ("servers", "[]"),
            ("parameters", "[]"),
            ("additionalOperations", "{}"),
        ],
    ),
    (
        "/webhooks/refunded/post",
        &[
            ("tags", r#"["x"]"#),
            ("summary", r#""All of it.""#),
            ("description", r#""It was refunded.""#),
            ("operationId", r#""x""#),
            ("externalDocs", "{}"),
            ("parameters", r#"[{"name": "Signature", "in": "header", "schema": {}}]"#),
            ("callbacks", "{}"),
            ("deprecated", "true"),
            ("security", "[]"),
            ("servers", "[]"),
        ],
    ),
    (
        "/components/securitySchemes/key",
        &[
            ("description", r#""A key.""#),
            ("name", r#""X-Other""#),
            ("in", r#""cookie""#),
            ("type", r#""mutualTLS""#),
            ("bearerFormat", r#""JWT""#),
            ("deprecated", "true"),
            ("oauth2MetadataUrl", r#""https://x.example""#),
            ("openIdConnectUrl", r#""https://x.example""#),
        ],
    ),
    ("/components/securitySchemes", &[("other", r#"{"type": "http", "scheme": "basic"}"#)]),
    (
        "/components",
        &[
            ("responses", r#"{"X": {"description": "X"}}"#),
            ("parameters", r#"{"X": {"name": "x", "in": "query"}}"#),
            ("examples", r#"{"X": {"value": 1}}"#),
            ("requestBodies", r#"{"X": {"content": {}}}"#),
            ("headers", r#"{"X": {}}"#),
            ("links", r#"{"X": {}}"#),
            ("callbacks", r#"{"X": {}}"#),
            ("pathItems", r#"{"X": {}}"#),
            ("mediaTypes", r#"{"X": {}}"#),
        ],
    ),
    ("/components/schemas", &[("Unused", r#"{"type": "object"}"#)]),
    ("/security/0", &[("other", "[]"), ("key", r#"["read"]"#)]),
];

/// Where parameters stand, and what is usual there.
const PARAMETERS: &[&str] = &[
    "/paths/~1orders/post/parameters/0",
    "/paths/~1orders/get/parameters/0",
    "/paths/~1orders/get/parameters/1",
    "/paths/~1orders/get/parameters/2",
    "/paths/~1shops~1{code}/get/parameters/0",
];

const OF_PARAMETERS: &[(&str, &str)] = &[
    ("description", r#""What is told.""#),
    ("deprecated", "true"),
    ("allowEmptyValue", "true"),
    ("style", r#""pipeDelimited""#),
    ("allowReserved", "true"),
    ("example", r#""x""#),
    ("examples", r#"{"a": {"value": "x"}}"#),
    ("content", r#"{"application/json": {}}"#),
    ("in", r#""cookie""#),
];

/// The members of the objects that are sent and received.
const MEMBERS: [&str; 8] = ["text", "count", "rate", "flag", "list", "inner", "free", "one"];

/// Keywords of schemas, with the members of the objects for which they mean something: `text`, `count`, `inner` ...
const SCHEMAS: &[(&str, &str, &str)] = &[
    ("*", "$ref", r##""#/nowhere""##),
    ("*", "$id", r#""https://x.example""#),
    ("*", "$schema", r#""https://x.example""#),
    ("*", "$anchor", r#""a""#),
    ("*", "$dynamicRef", r##""#a""##),
    ("*", "$dynamicAnchor", r#""a""#),
    ("*", "$vocabulary", "{}"),
    ("*", "$comment", r#""A comment.""#),
    ("*", "$defs", r#"{"A": {}}"#),
    ("*", "title", r#""Something else""#),
    ("*", "description", r#""What it is.""#),
    ("*", "default", "1"),
    ("*", "example", r#"{"z": 1}"#),
    ("*", "examples", r#"[{"z": 1}]"#),
    ("*", "deprecated", "true"),
    ("*", "readOnly", "true"),
    ("*", "writeOnly", "true"),
    ("*", "nullable", "true"),
    ("*", "xml", r#"{"name": "x"}"#),
    ("*", "externalDocs", "{}"),
    ("*", "not", r#"{"const": 1}"#),
    ("*", "if", "{}"),
    ("*", "then", "{}"),
    ("*", "else", "{}"),
    ("*", "enum", r#"["z", 2, true]"#),
    ("*", "allOf", r##"[{"$ref": "#/nowhere"}]"##),
    ("*", "anyOf", r#"[{"type": "string"}, {"type": "object", "properties": {"z": {}}}]"#),
    ("text count rate flag", "const", "2"),
    ("text", "format", r#""date""#),
    ("text", "format", r#""uuid""#),
    ("text", "format", r#""byte""#),
    ("count", "format", r#""int64""#),
    ("count", "format", r#""unix-time""#),
    ("rate", "format", r#""double""#),
    ("text", "minLength", "2"),
    ("text", "maxLength", "9"),
    ("text", "pattern", r#""^a$""#),
    ("text", "contentEncoding", r#""base64""#),
    ("text", "contentMediaType", r#""image/png""#),
    ("text", "contentSchema", "{}"),
    ("count rate", "minimum", "2"),
    ("count rate", "maximum", "9.5"),
    ("count rate", "exclusiveMinimum", "1"),
    ("count rate", "exclusiveMaximum", "9"),
    ("count rate", "multipleOf", "5"),
    ("list", "minItems", "2"),
    ("list", "maxItems", "9"),
    ("list", "uniqueItems", "true"),
    ("list", "contains", "{}"),
    ("list", "minContains", "1"),
    ("list", "maxContains", "2"),
    ("list", "prefixItems", "[{}]"),
    ("list", "additionalItems", "false"),
    ("list", "unevaluatedItems", "false"),
    ("list", "items", r#"{"type": "string", "maxLength": 3}"#),
    ("list", "items", r#"{"type": "string", "format": "uuid"}"#),
    ("inner free", "properties", r#"{"c": {"type": "string"}}"#),
    ("inner free", "required", r#"["a", "nowhere"]"#),
    ("inner", "required", r#"["a"]"#),
    ("inner free", "minProperties", "1"),
    ("inner free", "maxProperties", "4"),
    ("inner free", "patternProperties", r#"{"^x": {}}"#),
    ("inner free", "propertyNames", "{}"),
    ("inner free", "additionalProperties", r#"{"type": "string"}"#),
    ("inner free", "additionalProperties", "false"),
    ("inner free", "unevaluatedProperties", "false"),
    ("inner free", "dependentRequired", r#"{"a": ["b"]}"#),
    ("inner free", "dependentSchemas", r#"{"a": {}}"#),
    ("one", "discriminator", r##"{"propertyName": "kind", "mapping": {"x": "#/nowhere"}}"##),
    ("inner", "discriminator", r#"{"propertyName": "a", "defaultMapping": "x"}"#),
    ("text", "type", r#"["string", "null"]"#),
    ("inner", "type", r#"["object", "null"]"#),
    ("count", "type", r#"["integer", "boolean"]"#),
];

/// Keywords that Swagger 2.0 has and OpenAPI 3 does not, or at other places.
const OF_SWAGGER: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("host", r#""shop.example""#),
            ("basePath", r#""/v1""#),
            ("schemes", r#"["http"]"#),
            ("consumes", r#"["application/json", "application/xml"]"#),
            ("produces", r#"["application/xml", "text/csv"]"#),
            ("parameters", r#"{"X": {"name": "x", "in": "query", "type": "string"}}"#),
            ("responses", r#"{"X": {"description": "X"}}"#),
            ("tags", r#"[{"name": "x", "description": "X."}]"#),
            ("externalDocs", r#"{"url": "https://x.example"}"#),
        ],
    ),
    (
        "/paths/~1orders/post",
        &[("consumes", r#"["application/xml"]"#), ("produces", r#"["text/csv"]"#), ("schemes", r#"["http"]"#)],
    ),
    (
        "/paths/~1orders/post/responses/200",
        &[("headers", r#"{"X-Id": {"type": "string"}}"#), ("examples", r#"{"application/json": {}}"#)],
    ),
    (
        "/paths/~1orders/get/parameters/0",
        &[
            ("default", r#""x""#),
            ("minLength", "1"),
            ("maxLength", "9"),
            ("pattern", r#""^a$""#),
            ("enum", r#"["a", "b"]"#),
            ("format", r#""byte""#),
            ("allowEmptyValue", "true"),
            ("description", r#""What.""#),
        ],
    ),
    (
        "/paths/~1orders/get/parameters/1",
        &[
            ("maximum", "9"),
            ("exclusiveMaximum", "true"),
            ("minimum", "1"),
            ("exclusiveMinimum", "true"),
            ("multipleOf", "5"),
            ("format", r#""int32""#),
            ("enum", "[1, 2]"),
        ],
    ),
    (
        "/paths/~1orders/get/parameters/2",
        &[
            ("collectionFormat", r#""pipes""#),
            ("collectionFormat", r#""multi""#),
            ("minItems", "1"),
            ("maxItems", "9"),
            ("uniqueItems", "true"),
        ],
    ),
    (
        "/paths/~1orders/get/parameters/2/items",
        &[("maxLength", "9"), ("collectionFormat", r#""csv""#), ("enum", r#"["a", "b"]"#)],
    ),
    ("/definitions/Order", &[("discriminator", r#""text""#)]),
    ("/securityDefinitions/key", &[("description", r#""A key.""#), ("scopes", r#"{"a": "A"}"#)]),
];

/// What a document becomes: the files but the notes, and the notes with their places.
type Outcome = (Vec<(String, String)>, BTreeSet<(String, String)>);

fn outcome(document: &Value) -> Outcome {
    let Draft { files, notes, .. } = draft("shop", "shop.json", &document.to_string()).expect("a document");
    let notes = notes.into_iter().flat_map(|note| note.places.into_iter().map(move |place| (note.what.clone(), place)));
    (files.into_iter().filter(|(path, _)| path != "NOTES.md").collect(), notes.collect())
}

/// The document with a keyword, and what it becomes where something is lost.
fn lost(whole: &Value, before: &Outcome, pointer: &str, keyword: &str, value: &str) -> Option<String> {
    let mut changed = whole.clone();
    let object = changed.pointer_mut(pointer).and_then(Value::as_object_mut);
    let object = object.unwrap_or_else(|| panic!("{pointer} is in the document"));
    let value: Value = serde_json::from_str(value).unwrap_or_else(|_| panic!("{pointer} {keyword}: JSON"));
    object.insert(keyword.to_owned(), value.clone());
    let after = outcome(&changed);
    let new: Vec<_> = after.1.difference(&before.1).collect();
    if let Some((what, _)) = new.iter().find(|(what, place)| what.contains("no keyword") && place.ends_with(keyword)) {
        return Some(format!("{pointer}: {keyword} is known, and told as {what}"));
    }
    (after.0 == before.0 && new.is_empty()).then(|| format!("{pointer}: {keyword}: {value} is lost"))
}

#[test]
fn every_keyword_is_in_the_draft_or_in_the_notes() {
    let whole = document();
    let before = outcome(&whole);
    let mut all: Vec<(String, &str, &str)> = Vec::new();
    for (pointer, keywords) in OBJECTS {
        all.extend(keywords.iter().map(|(keyword, value)| ((*pointer).to_owned(), *keyword, *value)));
    }
    for pointer in PARAMETERS {
        all.extend(OF_PARAMETERS.iter().map(|(keyword, value)| ((*pointer).to_owned(), *keyword, *value)));
    }
    for (members, keyword, value) in SCHEMAS {
        for object in ["Order", "Receipt"] {
            // What is only received cannot be sent anyhow, and the other way around.
            if matches!((object, *keyword), ("Receipt", "readOnly") | ("Order", "writeOnly")) {
                continue;
            }
            let is_meant = |member: &&&str| *members == "*" || members.split(' ').any(|known| known == **member);
            let places = MEMBERS.iter().filter(is_meant);
            all.extend(
                places.map(|member| (format!("/components/schemas/{object}/properties/{member}"), *keyword, *value)),
            );
        }
    }
    let found: Vec<String> =
        all.iter().filter_map(|(at, keyword, value)| lost(&whole, &before, at, keyword, value)).collect();
    assert!(all.len() > 500, "{}", all.len());
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), all.len(), found.join("\n"));
}

#[test]
fn every_keyword_of_swagger_is_in_the_draft_or_in_the_notes() {
    let whole = swagger();
    let before = outcome(&whole);
    let all =
        OF_SWAGGER.iter().flat_map(|(at, keywords)| keywords.iter().map(move |(keyword, value)| (at, keyword, value)));
    let found: Vec<String> = all.filter_map(|(at, keyword, value)| lost(&whole, &before, at, keyword, value)).collect();
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
}

/// What the walk tells of the documents above is said once, and drafts of all of them have no mistake.
#[test]
fn a_document_with_all_keywords_gives_a_draft_without_a_mistake() {
    let mut whole = document();
    for (members, keyword, value) in SCHEMAS.iter().filter(|(members, ..)| *members != "*") {
        for member in members.split(' ') {
            let value: Value = serde_json::from_str(value).expect("JSON");
            whole["components"]["schemas"]["Order"]["properties"][member][*keyword] = value.clone();
            whole["components"]["schemas"]["Receipt"]["properties"][member][*keyword] = value;
        }
    }
    let draft = draft("shop", "shop.json", &whole.to_string()).expect("a document");
    let run = Run::over(folder_of("shop", &draft));
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

#[test]
fn words_that_are_no_keywords_and_values_of_the_wrong_kind_are_told() {
    for (pointer, keyword, value, wanted) in [
        ("/components/schemas/Order", "propertes", "{}", "`propertes` is no keyword"),
        ("/components/schemas/Order/properties/text", "maxLength", r#""9""#, "A text stands where"),
        ("/components/schemas/Order/properties/text", "deprecated", r#""yes""#, "A text stands where"),
        ("/components/schemas/Order/properties/text", "x-words", "{}", "`x-words`: an extension"),
        ("/components/schemas/Order", "properties", "[]", "A list stands where"),
        ("/paths/~1orders/post", "parameters", "{}", "A mapping stands where"),
        ("/paths/~1orders", "servers", "{}", "`servers`: servers of a path"),
        ("", "host", r#""x""#, "`host` is no keyword"),
        ("/components", "schemes", "{}", "`schemes` is no keyword"),
    ] {
        let mut whole = document();
        let object = whole.pointer_mut(pointer).and_then(Value::as_object_mut).expect("it is in the document");
        object.insert(keyword.to_owned(), serde_json::from_str(value).expect("JSON"));
        let (_, notes) = outcome(&whole);
        let at = format!("#{pointer}/{keyword}");
        assert!(notes.iter().any(|(what, place)| what.starts_with(wanted) && *place == at), "{at}: {notes:#?}");
    }
}
