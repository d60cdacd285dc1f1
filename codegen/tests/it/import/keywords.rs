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

/// The members of the objects that are sent and received.
const MEMBERS: [&str; 8] = ["text", "count", "rate", "flag", "list", "inner", "free", "one"];

/// A keyword, where it is put, and its value.
struct Probe {
    pointer: String,
    keyword: String,
    value: Value,
}

/// The keywords of a section of the list.
fn probes(section: &str) -> Vec<Probe> {
    let list = super::document("keywords.txt");
    let section = list.split("\n## ").find_map(|part| part.strip_prefix(section)).expect("the list has the section");
    let (mut places, mut all): (Vec<&str>, Vec<Probe>) = (Vec::new(), Vec::new());
    for line in section.lines().filter(|line| !line.is_empty()) {
        if let Some(inner) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            places = inner.split(' ').collect();
            continue;
        }
        let (keyword, value) = line.split_once(' ').expect("a keyword and its value");
        let value: Value = serde_json::from_str(value).unwrap_or_else(|_| panic!("{line}: the value is no JSON"));
        let pointers = places.iter().flat_map(|place| pointers(place, keyword));
        all.extend(pointers.map(|pointer| Probe { pointer, keyword: keyword.to_owned(), value: value.clone() }));
    }
    all
}

/// The pointers that a place of the list stands for.
fn pointers(place: &str, keyword: &str) -> Vec<String> {
    if place.starts_with('/') {
        return vec![place.trim_end_matches('/').to_owned()];
    }
    // What is only received cannot be sent anyhow, and the other way around.
    let objects: &[&str] = match keyword {
        "readOnly" => &["Order"],
        "writeOnly" => &["Receipt"],
        _ => &["Order", "Receipt"],
    };
    let members = MEMBERS.iter().filter(|member| place == "*" || place == **member);
    let of_member = |member: &&str| {
        objects.iter().map(|object| format!("/components/schemas/{object}/properties/{member}")).collect::<Vec<_>>()
    };
    members.flat_map(of_member).collect()
}

/// What a document becomes: the files but the notes, and the notes with their places.
type Outcome = (Vec<(String, String)>, BTreeSet<(String, String)>);

fn outcome(document: &Value) -> Outcome {
    let Draft { files, notes, .. } = draft("shop", "shop.json", &document.to_string()).expect("a document");
    let notes = notes.into_iter().flat_map(|note| note.places.into_iter().map(move |place| (note.what.clone(), place)));
    (files.into_iter().filter(|(path, _)| path != "NOTES.md").collect(), notes.collect())
}

/// What is lost of a document where a keyword changes nothing.
fn lost(whole: &Value, before: &Outcome, probe: &Probe) -> Option<String> {
    let Probe { pointer, keyword, value } = probe;
    let mut changed = whole.clone();
    put(&mut changed, probe);
    let after = outcome(&changed);
    let new: Vec<_> = after.1.difference(&before.1).collect();
    if let Some((what, _)) = new.iter().find(|(what, place)| what.contains("not a keyword") && place.ends_with(keyword))
    {
        return Some(format!("{pointer}: {keyword} is known, and told as {what}"));
    }
    (after.0 == before.0 && new.is_empty()).then(|| format!("{pointer}: {keyword}: {value} is lost"))
}

fn put(document: &mut Value, Probe { pointer, keyword, value }: &Probe) {
    let object = document.pointer_mut(pointer).and_then(Value::as_object_mut);
    let object = object.unwrap_or_else(|| panic!("{pointer} is in the document"));
    object.insert(keyword.clone(), value.clone());
}

#[track_caller]
fn assert_nothing_is_lost(whole: &Value, probes: &[Probe]) {
    let before = outcome(whole);
    let found: Vec<String> = probes.iter().filter_map(|probe| lost(whole, &before, probe)).collect();
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), probes.len(), found.join("\n"));
}

#[test]
fn every_keyword_is_in_the_draft_or_in_the_notes() {
    let mut all = probes("openapi");
    all.extend(probes("schemas"));
    assert!(all.len() > 600, "{}", all.len());
    assert_nothing_is_lost(&document(), &all);
}

#[test]
fn every_keyword_of_swagger_is_in_the_draft_or_in_the_notes() {
    let all = probes("swagger");
    assert!(all.len() > 35, "{}", all.len());
    assert_nothing_is_lost(&swagger(), &all);
}

/// All keywords of schemas at once, but for those that say that a schema is another one.
#[test]
fn a_document_with_all_keywords_gives_a_draft_without_a_mistake() {
    let mut whole = document();
    let is_other = |probe: &&Probe| matches!(probe.keyword.as_str(), "$ref" | "allOf" | "anyOf" | "enum" | "readOnly");
    for probe in probes("schemas").iter().filter(|probe| !is_other(probe)) {
        put(&mut whole, probe);
    }
    let draft = draft("shop", "shop.json", &whole.to_string()).expect("a document");
    let run = Run::over(folder_of("shop", &draft));
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

#[test]
fn words_that_are_no_keywords_and_values_of_the_wrong_kind_are_reported() {
    for (pointer, keyword, value, wanted) in [
        ("/components/schemas/Order", "propertes", "{}", "`propertes` is not a keyword"),
        ("/components/schemas/Order/properties/text", "maxLength", r#""9""#, "A text found where"),
        ("/components/schemas/Order/properties/text", "deprecated", r#""yes""#, "A text found where"),
        ("/components/schemas/Order/properties/text", "x-words", "{}", "`x-words`: a vendor extension"),
        ("/components/schemas/Order", "properties", "[]", "A list found where"),
        ("/paths/~1orders/post", "parameters", "{}", "A mapping found where"),
        ("/paths/~1orders", "servers", "{}", "`servers`: servers of a path"),
        ("", "host", r#""x""#, "`host` is not a keyword"),
        ("/components", "schemes", "{}", "`schemes` is not a keyword"),
    ] {
        let mut whole = document();
        let object = whole.pointer_mut(pointer).and_then(Value::as_object_mut).expect("it is in the document");
        object.insert(keyword.to_owned(), serde_json::from_str(value).expect("JSON"));
        let (_, notes) = outcome(&whole);
        let at = format!("#{pointer}/{keyword}");
        assert!(notes.iter().any(|(what, place)| what.starts_with(wanted) && *place == at), "{at}: {notes:#?}");
    }
}
