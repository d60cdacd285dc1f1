//! What single facts of a document lose, each with the note that tells it.

use payspec_codegen::import::Subject;
use serde_json::{Value, json};

use super::facts::{assert_has, assert_told, call, draft_of, draft_with, file};

/// The place of a property of the body that is sent.
fn sent(property: &str) -> String {
    format!("#/paths/~1things/post/requestBody/content/application~1json/schema/properties/{property}")
}

fn object(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

#[test]
fn bounds_that_are_no_rules_are_reported() {
    let draft = draft_of(
        &call(
            &object(&json!({
                "rate": { "type": "number", "minimum": 0.5, "maximum": 9 }, "names": { "type": "array", "items": { "type": "string", "maxLength": 3 } },
                "part": { "type": "integer", "minimum": 1, "maximum": 9.5 }, "low": { "type": "integer", "minimum": 1, "exclusiveMinimum": 4 },
                "set": { "type": "array", "uniqueItems": true, "items": { "type": "string" } },
                "of": { "type": "integer", "enum": [1, 3] }, "some": { "type": "object", "minProperties": 1 },
                "any": { "type": "object", "patternProperties": { "^x": { "type": "string" } } }, "last": { "type": "string", "default": "a" },
            })),
            &json!({}),
        ),
        &json!({}),
    );
    for (what, property, keyword) in [
        ("`minimum`: a bound", "rate", "minimum"),
        ("`maximum`: a bound", "rate", "maximum"),
        ("`maximum`: a bound", "part", "maximum"),
        ("`maxLength`: a bound", "names/items", "maxLength"),
        ("unique items", "set", "uniqueItems"),
        ("`enum`: values", "of", "enum"),
        ("the number of members", "some", "minProperties"),
        ("`patternProperties`: arbitrary members", "any", "patternProperties"),
        ("`default`", "last", "default"),
    ] {
        assert_told(&draft, Subject::LeftOut, what, &format!("{}/{keyword}", sent(property)));
    }
    // The narrower of two bounds, and what is left of those that are told.
    assert_has(&draft, "thing.yaml", &["range: { field: low, min: 5 }", "range: { field: part, min: 1 }"]);
}

#[test]
fn what_responses_bound_needs_no_decision() {
    let receipt = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string", "maxLength": 3 } } });
    let draft = draft_of(&call(&json!({}), &receipt), &json!({}));
    let at = "#/paths/~1things/post/responses/200/content/application~1json/schema";
    assert_told(&draft, Subject::NotNeeded, "a bound in a response", &format!("{at}/properties/text/maxLength"));
    assert_told(&draft, Subject::NotNeeded, "`required` in responses", &format!("{at}/required"));
    assert!(!draft.notes.iter().any(|note| note.subject == Subject::LeftOut), "{:#?}", draft.notes);
}

#[test]
fn parts_that_exclude_each_other_are_reported() {
    let draft = draft_of(
        &call(
            &object(&json!({
                "kind": { "allOf": [{ "type": "string" }, { "type": "integer" }] },
                "state": { "allOf": [{ "type": "string", "enum": ["a", "b"] }, { "enum": ["c"] }] },
                "both": { "allOf": [{ "type": "string", "enum": ["a", "b"] }, { "enum": ["b", "c"] }] },
                "inner": { "allOf": [object(&json!({ "x": { "type": "string" } })), object(&json!({ "x": { "type": "boolean" } }))] },
                "count": { "allOf": [{ "type": "integer", "maximum": 5 }, { "maximum": 3 }] },
            })),
            &json!({}),
        ),
        &json!({}),
    );
    for (what, pointer) in [
        ("conflicting types", format!("{}/allOf/1/type", sent("kind"))),
        ("conflicting lists of values", format!("{}/allOf/1/enum", sent("state"))),
        ("conflicting definitions of a property", format!("{}/allOf/1/properties/x", sent("inner"))),
        ("`maximum`: a bound", format!("{}/allOf/1/maximum", sent("count"))),
    ] {
        assert_told(&draft, Subject::LeftOut, what, &pointer);
    }
    let text = file(&draft, "thing.yaml");
    let of_both = text.split("ThingBoth").nth(1).unwrap_or(text);
    assert!(
        text.contains("code: b") && !of_both.split("Thing").next().unwrap_or_default().contains("code: a"),
        "{text}"
    );
}

#[test]
fn variants_that_are_lost_are_reported() {
    let card = json!({ "type": "object", "properties": { "kind": { "type": "string" }, "pan": { "type": "string" } } });
    let draft = draft_of(
        &call(
            &object(&json!({
                "tagged": {
                    "oneOf": [{ "$ref": "#/components/schemas/Card" }, { "$ref": "#/components/schemas/Gone" }, { "$ref": "#/components/schemas/Text" }],
                    "discriminator": { "propertyName": "kind", "mapping": { "card": "#/components/schemas/Card", "no": "#/nowhere" } },
                },
                "loose": { "oneOf": [{ "$ref": "#/components/schemas/Card" }, { "$ref": "other.yaml#/Bank" }] },
            })),
            &json!({}),
        ),
        &json!({ "Card": card, "Text": { "type": "string" } }),
    );
    for (what, pointer) in [
        ("`#/components/schemas/Gone` is not in the document", format!("{}/oneOf/1", sent("tagged"))),
        ("`#/nowhere` is not in the document", format!("{}/discriminator/mapping/no", sent("tagged"))),
        ("The variant `Text` of a union is not an object", "#/components/schemas/Text".to_owned()),
        ("`other.yaml#/Bank` is not in the document", format!("{}/oneOf/1", sent("loose"))),
        ("not all of which are in the document", sent("loose")),
    ] {
        assert_told(&draft, Subject::LeftOut, what, &pointer);
    }
}

#[test]
fn what_is_required_and_not_there_is_reported() {
    let body = json!({ "type": "object", "required": ["a", "b"], "properties": { "a": { "type": "string" } } });
    let draft = draft_of(&call(&body, &json!({})), &json!({}));
    let at = "#/paths/~1things/post/requestBody/content/application~1json/schema";
    assert_told(&draft, Subject::LeftOut, "`b` is required, but there is no such property", at);
}

/// A response that refers around in a circle is `json`, and that is reported.
#[test]
fn schemas_that_lead_around_in_a_circle_are_reported() {
    let schemas = json!({ "A": { "$ref": "#/components/schemas/B" }, "B": { "$ref": "#/components/schemas/A" } });
    let draft = draft_of(&call(&json!({}), &json!({ "$ref": "#/components/schemas/A" })), &schemas);
    assert_has(&draft, "thing.yaml", &["body: json"]);
    let at = "#/paths/~1things/post/responses/200/content/application~1json/schema";
    assert_told(&draft, Subject::LeftOut, "only refers to itself", at);
    let responses = json!({ "A": { "$ref": "#/components/responses/B" }, "B": { "$ref": "#/components/responses/A" } });
    let draft = draft_with(json!({
        "paths": { "/a": { "get": { "responses": { "200": { "$ref": "#/components/responses/A" } } } } },
        "components": { "responses": responses },
    }));
    assert_told(&draft, Subject::LeftOut, "is circular", "#/paths/~1a/get/responses/200");
}

#[test]
fn times_are_carried_by_their_format_and_identified_by_their_description() {
    let draft = draft_of(
        &call(
            &object(&json!({
                "at": { "type": "integer", "format": "unix-time", "description": "A Unix timestamp." },
                "due": { "type": "integer", "format": "int64", "description": "Unix timestamp in seconds." },
                "made": { "type": "number", "description": "Seconds since 1970-01-01." },
            })),
            &json!({}),
        ),
        &json!({}),
    );
    assert_has(&draft, "thing.yaml", &["at: { type: datetime, as: unix-seconds,", "due: { type: integer,"]);
    for property in ["due", "made"] {
        assert_told(&draft, Subject::Guessed, "may be a point in time", &sent(property));
    }
    assert!(!draft.notes.iter().any(|note| note.what.contains("point in time") && note.places.contains(&sent("at"))));
}

#[test]
fn headers_and_doubtful_statuses_of_responses_are_reported() {
    let responses = json!({
        "200": { "description": "Done", "headers": { "X-Request-Id": { "schema": { "type": "string" } } } },
        "409": { "description": "It was done before" }, "425": { "description": "Too early" }, "422": { "description": "Wrong" },
        "5XX": { "description": "Failed" }, "default": { "description": "Else" },
    });
    let draft = draft_of(&json!({ "/a": { "get": { "responses": responses } } }), &json!({}));
    let at = |status: &str| format!("#/paths/~1a/get/responses/{status}");
    assert_told(&draft, Subject::LeftOut, "`headers` of a response", &format!("{}/headers", at("200")));
    assert_told(&draft, Subject::Guessed, "The outcome of the status 409 is ambiguous", &at("409"));
    assert_told(&draft, Subject::Guessed, "The outcome of the status 425 is ambiguous", &at("425"));
    assert_told(&draft, Subject::Guessed, "`5XX` covers several statuses", &at("5XX"));
    assert_told(&draft, Subject::Guessed, "for all other statuses", &at("default"));
    assert!(!draft.notes.iter().any(|note| note.what.contains("422")));
}

#[test]
fn bodies_of_errors_that_are_not_the_usual_one_are_reported() {
    let of = |schema: &str| json!({ "description": "No", "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } });
    let paths = json!({ "/a": { "get": { "responses": { "200": { "description": "Done" }, "400": of("Fault"), "401": of("Fault"), "404": of("Other") } } } });
    let fault =
        object(&json!({ "code": { "type": "string" }, "message": { "type": "string" }, "doc": { "type": "string" } }));
    let draft = draft_of(&paths, &json!({ "Fault": fault, "Other": object(&json!({ "why": { "type": "string" } })) }));
    assert_told(&draft, Subject::LeftOut, "a different body than most", "#/components/schemas/Other");
    assert_told(&draft, Subject::NotNeeded, "not covered by `errors`", "#/components/schemas/Fault/properties/doc");
}

#[test]
fn security_schemes_that_are_not_there_are_identified_by_what_they_are() {
    let responses = json!({ "200": { "description": "Done" } });
    let draft = draft_with(json!({
        "paths": {
            "/a": { "get": { "responses": responses, "security": [{ "session": [], "key": [] }] } },
            "/b": { "get": { "responses": responses, "security": [{ "nowhere": [] }] } },
            "/c": { "get": { "responses": responses, "security": [{}, { "key": [] }] } },
            "/d": { "get": { "responses": responses, "security": [{ "key": ["read"] }] } },
        },
        "components": { "securitySchemes": {
            "key": { "type": "apiKey", "in": "header", "name": "X-Key" },
            "session": { "type": "apiKey", "in": "cookie", "name": "sid" },
            "unused": { "type": "http", "scheme": "basic" },
        } },
    }));
    assert_has(&draft, "api.yaml", &["default_auth: key", "parameter: X-Key"]);
    assert!(!file(&draft, "a.yaml").contains("auth: none"), "the header is described: {}", file(&draft, "a.yaml"));
    assert_told(&draft, Subject::LeftOut, "A key is sent in a cookie", "#/components/securitySchemes/session");
    assert_told(&draft, Subject::LeftOut, "are not in the draft", "#/paths/~1a/get/security/0/session");
    assert_told(&draft, Subject::LeftOut, "`nowhere` is not declared", "#/paths/~1b/get/security/0/nowhere");
    assert_told(&draft, Subject::Guessed, "Credentials are optional", "#/paths/~1c/get/security/0");
    assert_told(&draft, Subject::LeftOut, "The scopes of a token", "#/paths/~1d/get/security/0/key");
    assert_told(
        &draft,
        Subject::NotNeeded,
        "A security scheme that no operation of the draft uses",
        "#/components/securitySchemes/unused",
    );
    assert!(!draft.notes.iter().any(|note| note.what.contains("together")), "{:#?}", draft.notes);
    // A header whose name HTTP does not allow is no cookie.
    let draft = draft_with(json!({
        "security": [{ "odd": [] }], "paths": { "/a": { "get": { "responses": responses } } },
        "components": { "securitySchemes": { "odd": { "type": "apiKey", "in": "header", "name": "X Key" } } },
    }));
    assert_told(&draft, Subject::LeftOut, "in a header whose name", "#/components/securitySchemes/odd");
}

#[test]
fn groups_of_general_names_find_their_object() {
    let payment = object(&json!({ "id": { "type": "string" }, "state": { "type": "string" } }));
    let schema = json!({ "$ref": "#/components/schemas/Payment" });
    let get = |tag: &str| json!({ "tags": [tag], "responses": { "200": { "description": "It", "content": { "application/json": { "schema": schema } } } } });
    for (tag, name) in [("Payments API", "payment"), ("The Payments Endpoints v2", "payment"), ("Money in", "money-in")]
    {
        let paths = json!({ "/payments/{id}": { "get": get(tag) } });
        let draft = draft_of(&paths, &json!({ "Payment": payment }));
        let file = format!("{name}.yaml");
        assert_has(&draft, &file, &[&format!("name: {name}"), "object: Payment", "id: id", "type: PaymentId"]);
    }
}

#[test]
fn letters_that_nobody_sees_are_written_as_escapes() {
    let draft =
        draft_of(&call(&object(&json!({ "a\u{1b}[31mb\u{202e}\n# c": { "type": "string" } })), &json!({})), &json!({}));
    let notes = file(&draft, "NOTES.md");
    assert!(notes.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{notes:?}");
    assert!(notes.contains("a\\u{1b}[31mb\\u{202e}\\u{a}# c"), "{notes}");
}

#[test]
fn a_version_that_has_more_is_reported() {
    let document = |version: &str| {
        let paths = json!({ "/a": { "get": { "responses": { "200": { "description": "Done" } } }, "query": { "responses": {} } } });
        json!({ "openapi": version, "servers": [{ "url": "https://a.example", "name": "live" }], "paths": paths })
            .to_string()
    };
    let notes = |version: &str| {
        payspec_codegen::import::draft("shop", "shop.json", &document(version)).expect("a document").notes
    };
    let tells = |version: &str, what: &str| notes(version).iter().any(|note| note.what.contains(what));
    assert!(tells("3.2.0", "OpenAPI 3.2, read as 3.1") && tells("3.2.0", "method QUERY") && tells("3.2.0", "`name`"));
    assert!(tells("3.7.0", "OpenAPI 3.7.0 is not supported"));
    assert!(!tells("3.1.0", "read as") && !tells("3.0.3", "read as"));
}

#[test]
fn ways_to_write_parameters_that_the_language_does_not_have_are_reported() {
    let query = |name: &str, more: Value| {
        let mut parameter =
            json!({ "name": name, "in": "query", "schema": { "type": "array", "items": { "type": "string" } } });
        parameter.as_object_mut().expect("a mapping").extend(more.as_object().cloned().unwrap_or_default());
        parameter
    };
    let paths = json!({ "/a/{x}": { "get": {
        "parameters": [
            query("plain", json!({ "style": "form", "explode": true })), query("pipes", json!({ "style": "pipeDelimited" })),
            query("whole", json!({ "schema": { "type": "object", "properties": { "a": { "type": "string" } } } })),
            { "name": "y", "in": "path", "required": true, "schema": { "type": "string" } }, { "name": "z", "in": "querystring" },
        ],
        "responses": { "200": { "description": "Done" } },
    } } });
    let draft = draft_of(&paths, &json!({}));
    let at = |index: usize| format!("#/paths/~1a~1{{x}}/get/parameters/{index}");
    assert_told(&draft, Subject::LeftOut, "`style`: the format of a parameter", &format!("{}/style", at(1)));
    assert_told(&draft, Subject::Guessed, "member by member", &at(2));
    assert_told(&draft, Subject::LeftOut, "is not in the path", &at(3));
    assert_told(&draft, Subject::LeftOut, "an unknown location", &at(4));
    assert_told(&draft, Subject::Guessed, "an undeclared parameter", "#/paths/~1a~1{x}/get");
    assert!(
        !draft.notes.iter().any(|note| note.places.iter().any(|place| place.starts_with(&at(0)))),
        "{:#?}",
        draft.notes
    );
}
