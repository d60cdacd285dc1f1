//! What single facts of a document become.

use payspec_codegen::import::{Draft, Subject, draft};
use serde_json::{Value, json};

use super::folder_of;
use crate::support::Run;

/// A draft of some paths and schemas, without a mistake.
pub(super) fn draft_of(paths: &Value, schemas: &Value) -> Draft {
    draft_with(json!({ "paths": paths, "components": { "schemas": schemas } }))
}

pub(super) fn draft_with(mut document: Value) -> Draft {
    let members = document.as_object_mut().expect("a mapping");
    if !members.contains_key("swagger") {
        members.insert("openapi".to_owned(), "3.0.3".into());
        members.entry("servers").or_insert_with(|| json!([{ "url": "https://api.shop.example" }]));
    }
    let draft = draft("shop", "shop.json", &document.to_string()).expect("an OpenAPI document");
    let run = Run::over(folder_of("shop", &draft));
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
    draft
}

/// An operation that sends a body and answers with one.
pub(super) fn call(body: &Value, response: &Value) -> Value {
    json!({ "/things": { "post": {
        "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
        "responses": { "200": { "description": "Done", "content": { "application/json": { "schema": response } } } }
    } } })
}

/// The text of a file, with each mapping in one line and without what all facts have.
pub(super) fn file<'d>(draft: &'d Draft, name: &str) -> &'d str {
    let file = draft.files.iter().find(|(path, _)| path == name);
    file.map_or_else(
        || panic!("no {name} among {:?}", draft.files.iter().map(|(path, _)| path).collect::<Vec<_>>()),
        |(_, text)| text,
    )
}

#[track_caller]
pub(super) fn assert_has(draft: &Draft, name: &str, lines: &[&str]) {
    let text = file(draft, name);
    for line in lines {
        assert!(text.contains(line), "{line} is not in {name}:\n{text}");
    }
}

#[track_caller]
pub(super) fn assert_told(draft: &Draft, subject: Subject, what: &str, pointer: &str) {
    let told = |note: &&payspec_codegen::import::Note| note.subject == subject && note.what.contains(what);
    let note = draft.notes.iter().find(told);
    let note = note.unwrap_or_else(|| panic!("{what} is not told: {:#?}", draft.notes));
    assert!(note.places.iter().any(|place| place == pointer), "{pointer} is not among {:?}", note.places);
    assert!(file(draft, "NOTES.md").contains(pointer), "{pointer} is not in NOTES.md");
}

#[test]
fn what_is_required_is_said_of_requests_and_no_answer_promises_it() {
    let address = json!({ "type": "object", "required": ["city"], "properties": { "city": { "type": "string" } } });
    let holder = json!({ "type": "object", "required": ["home"], "properties": { "home": { "$ref": "#/components/schemas/Address" } } });
    let draft = draft_of(
        &call(&json!({ "$ref": "#/components/schemas/Holder" }), &json!({ "$ref": "#/components/schemas/Holder" })),
        &json!({ "Address": address, "Holder": holder }),
    );
    assert_has(&draft, "thing.yaml", &["home: { type: AddressInput, docs: \"Home.\", required: true }"]);
    assert_has(
        &draft,
        "thing.yaml",
        &["city: { type: string, docs: \"City.\", required: true }", "city: { type: string, docs: \"City.\" }"],
    );
    assert_told(&draft, Subject::Renamed, "An object has different fields", "#/components/schemas/Address");
}

/// A body that the document does not call required is sent all the same, with what it must have.
#[test]
fn members_of_a_body_are_required_unless_it_is_optional() {
    let schema = json!({ "type": "object", "required": ["city"], "properties": { "city": { "type": "string" } } });
    let draft = |required: Value| {
        let mut call = call(&schema, &json!({}));
        let body = call["/things"]["post"]["requestBody"].as_object_mut().expect("the call has a body");
        body.remove("required");
        body.extend(required.as_object().cloned().unwrap_or_default());
        draft_of(&call, &json!({}))
    };
    let unsaid = draft(json!({}));
    assert_has(&unsaid, "thing.yaml", &["city: { type: string, docs: \"City.\", required: true }"]);
    assert_told(&unsaid, Subject::Guessed, "does not mark the body as required", "#/paths/~1things/post/requestBody");
    let optional = draft(json!({ "required": false }));
    assert_has(&optional, "thing.yaml", &["city: { type: string, docs: \"City.\" }"]);
}

#[test]
fn an_object_that_is_the_same_both_ways_is_one() {
    let address = json!({ "type": "object", "properties": { "city": { "type": "string", "maxLength": 9 } } });
    let holder = json!({ "type": "object", "properties": { "home": { "$ref": "#/components/schemas/Address" } } });
    let draft = draft_of(
        &call(&json!({ "$ref": "#/components/schemas/Holder" }), &json!({ "$ref": "#/components/schemas/Holder" })),
        &json!({ "Address": address, "Holder": holder }),
    );
    assert!(!file(&draft, "thing.yaml").contains("Input"), "{}", file(&draft, "thing.yaml"));
    assert_has(&draft, "thing.yaml", &["length: { field: city, max: 9 }"]);
    assert_has(&draft, "cases/thing.create.yaml", &["request: { home: { city: \"x\" } }"]);
}

#[test]
fn formats_and_bounds_are_those_of_the_language() {
    let draft = draft_of(
        &call(
            &json!({ "type": "object", "properties": {
                "on": { "type": "string", "format": "date" }, "at": { "type": "string", "format": "date-time" },
                "mail": { "type": "string", "format": "email" }, "back": { "type": "string", "format": "uri" },
                "count": { "type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true, "maximum": 9 },
                "rate": { "type": "number", "format": "double" }, "pin": { "type": "string", "format": "password" },
                "code": { "type": "string", "pattern": "^[A-Z]+$" }, "when": { "type": "integer", "format": "unix-time" },
                "note": { "type": "string", "nullable": true }, "free": {}, "any": { "type": "object" },
                "counts": { "type": "object", "additionalProperties": { "type": "integer" } },
            } }),
            &json!({ "type": "object" }),
        ),
        &json!({}),
    );
    assert_has(
        &draft,
        "thing.yaml",
        &[
            "\"on\": { type: date,",
            "at: { type: datetime,",
            "mail: { type: string, format: email,",
            "back: { type: string, format: url,",
            "count: { type: integer,",
            "range: { field: count, min: 1, max: 9 }",
            "rate: { type: decimal,",
            "pin: { type: secret,",
            "when: { type: datetime, as: unix-seconds,",
            "note: { type: string, docs: \"Note.\", nullable: true }",
            "free: { type: json,",
            "any: { type: json,",
            "counts: { type: map<integer>,",
            "body: json",
        ],
    );
    let at = "#/paths/~1things/post/requestBody/content/application~1json/schema/properties";
    assert_told(&draft, Subject::LeftOut, "has the pattern `^[A-Z]+$`", &format!("{at}/code"));
    assert_told(&draft, Subject::Guessed, "must be absolute", &format!("{at}/back"));
}

#[test]
fn money_is_recognised_by_its_description_or_guessed_by_its_name() {
    let draft = draft_of(
        &call(
            &json!({ "type": "object", "properties": {
                "fee": { "type": "integer", "description": "In cents (minor units)" }, "amount": { "type": "integer" },
                "whole_amount": { "type": "integer", "description": "The amount in euros, not in cents." },
                "due": { "type": "integer", "description": "Whole units, rather than minor units" },
                "total_amount": { "type": "string" }, "currency": { "type": "string", "enum": ["eur", "usd"] }, "amount_count": { "type": "integer" },
            } }),
            &json!({}),
        ),
        &json!({}),
    );
    assert_has(
        &draft,
        "thing.yaml",
        &[
            "fee: { type: amount,",
            "amount: { type: amount,",
            "total_amount: { type: string,",
            "currency: { type: Currency,",
            "amount_count: { type: integer,",
            // A unit that is denied is no unit.
            "whole_amount: { type: integer,",
            "due: { type: integer,",
            "extends: iso/Currency",
            "case: lower",
        ],
    );
    assert_has(&draft, "api.yaml", &["uses: [iso]"]);
    let at = "#/paths/~1things/post/requestBody/content/application~1json/schema/properties";
    assert_told(&draft, Subject::Guessed, "amount in minor units, because of its name", &format!("{at}/amount"));
    assert_told(&draft, Subject::Guessed, "amount in major units", &format!("{at}/total_amount"));
    assert!(!draft.notes.iter().any(|note| note.places.contains(&format!("{at}/fee"))), "what is said is not guessed");
}

#[test]
fn what_cannot_be_sent_leaves_its_operation_out() {
    let body = |schema: Value| json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    let responses = json!({ "200": { "description": "Done" } });
    let paths = json!({
        "/a": { "get": { "responses": responses } },
        "/b": { "post": { "requestBody": body(json!({ "type": "array", "items": {} })), "responses": responses } },
        "/c": { "delete": { "requestBody": body(json!({ "type": "object" })), "responses": responses } },
        "/d": { "post": { "requestBody": { "content": { "application/xml": {} } }, "responses": responses } },
        "/e": { "post": {
            "parameters": [{ "name": "q", "in": "query", "required": true, "schema": { "type": "string" } }],
            "requestBody": body(json!({ "type": "object", "properties": { "x": { "type": "string" } } })), "responses": responses,
        } },
        "/f": { "post": { "requestBody": { "$ref": "other.yaml#/Body" }, "responses": responses } },
        "/g?x=1": { "get": { "responses": responses } },
    });
    let draft = draft_of(&paths, &json!({}));
    assert_eq!(draft.counts.operations, 1);
    for (why, pointer) in [
        ("The body is a list.", "#/paths/~1b/post"),
        ("DELETE has no body", "#/paths/~1c/delete"),
        ("format of the body is `application/xml`", "#/paths/~1d/post"),
        ("The query parameter `q`", "#/paths/~1e/post"),
        ("not in the document", "#/paths/~1f/post"),
        ("other than segments", "#/paths/~1g?x=1/get"),
    ] {
        assert_told(&draft, Subject::LeftOut, why, pointer);
    }
}

#[test]
fn references_that_lead_around_or_elsewhere_end() {
    let schemas = json!({
        "Around": { "$ref": "#/components/schemas/Again" },
        "Again": { "allOf": [{ "$ref": "#/components/schemas/Around" }] },
        "Lists": { "type": "array", "items": { "$ref": "#/components/schemas/Lists" } },
        "Only": { "oneOf": [{ "$ref": "#/components/schemas/Only" }] },
        "Self": { "type": "object", "required": ["self"], "properties": { "self": { "$ref": "#/components/schemas/Self" } } },
        "Thing": { "type": "object", "properties": {
            "a": { "$ref": "#/components/schemas/Around" }, "b": { "$ref": "#/components/schemas/Lists" },
            "c": { "$ref": "#/components/schemas/Only" }, "d": { "$ref": "other.json#/X" }, "e": { "$ref": "#/nowhere" },
            "f": { "$ref": "#/components/schemas/Self" },
        } },
    });
    let thing = json!({ "$ref": "#/components/schemas/Thing" });
    let draft = draft_of(&call(&thing, &thing), &schemas);
    assert_told(
        &draft,
        Subject::LeftOut,
        "`other.json#/X` is not in the document",
        "#/components/schemas/Thing/properties/d",
    );
    assert_told(&draft, Subject::LeftOut, "contains itself without end", "#/components/schemas/Self/properties/self");
}

#[test]
fn who_is_asked_for_which_key() {
    let responses = json!({ "200": { "description": "Done" } });
    let draft = draft_with(json!({
        "security": [{ "key": [] }],
        "paths": {
            "/a": { "get": { "responses": responses } },
            "/b": { "get": { "responses": responses, "security": [{ "app": [] }] } },
            "/c": { "get": { "responses": responses, "security": [] } },
            "/d": { "get": { "responses": responses, "security": [{ "inQuery": [] }] } },
        },
        "components": { "securitySchemes": {
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "inQuery": { "type": "apiKey", "in": "query", "name": "key" },
            "app": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://api.shop.example/token", "scopes": {} } } },
            "unused": { "type": "http", "scheme": "basic" },
        } },
    }));
    assert_has(&draft, "api.yaml", &["default_auth: key", "parameter: X-Key", "path: /token", "answer: access_token"]);
    assert!(!file(&draft, "api.yaml").contains("basic"), "what no operation names is not there");
    assert_has(&draft, "b.yaml", &["auth: app"]);
    assert_has(&draft, "c.yaml", &["auth: none"]);
    assert_has(&draft, "d.yaml", &["auth: none"]);
    assert_told(&draft, Subject::LeftOut, "key is sent in the query", "#/components/securitySchemes/inQuery");
    assert_told(&draft, Subject::LeftOut, "not supported", "#/paths/~1d/get/security");
}

#[test]
fn a_document_without_a_host_says_so() {
    let paths = json!({ "/a": { "get": { "responses": { "200": { "description": "Done" } } } } });
    let draft = draft_with(json!({ "swagger": "2.0", "basePath": "/v1", "paths": paths }));
    assert_has(&draft, "api.yaml", &["base_url: https://api.shop.invalid/v1", "level: inferred"]);
    assert_told(&draft, Subject::Guessed, "does not contain the host", "#/basePath");
}

#[test]
fn the_same_document_gives_the_same_draft() {
    let text = super::document("tidewater.yaml");
    let first = draft("tidewater", "tidewater.yaml", &text).expect("a document");
    let second = draft("tidewater", "tidewater.yaml", &text).expect("a document");
    assert_eq!(first.files, second.files);
}
