//! What is no document, and what no API can be called, is reported in words.

use payspec_codegen::import::{ImportError, MAX_BYTES, draft};

const SMALL: &str =
    r#"{"openapi": "3.0.0", "paths": {"/ping": {"get": {"responses": {"200": {"description": "Pong"}}}}}}"#;

fn error(text: &str) -> String {
    draft("shop", "shop.json", text).map_or_else(|error| error.to_string(), |_| String::new())
}

#[test]
fn the_smallest_document_gives_a_draft() {
    assert_eq!(error(SMALL), "");
    assert_eq!(error(&format!("\u{FEFF}\n{SMALL}")), "");
}

#[test]
fn what_is_no_document_is_an_error_that_says_what_it_is() {
    for (text, wanted) in [
        ("", "the document is empty"),
        (" \n", "the document is empty"),
        ("<!DOCTYPE html><html>Not found</html>", "this is a web page"),
        ("{\"openapi\": ", "the document is not JSON: EOF while parsing a value at line 1 column 12"),
        ("openapi: [3", "the document is not YAML"),
        ("openapi: &a [*a]", "the document is not YAML"),
        ("Not Found", "the document is not a mapping"),
        ("- openapi: 3.0.0", "the document is not a mapping"),
        ("{}", "this is not an OpenAPI document"),
        ("{\"info\": {}, \"paths\": {}}", "this is not an OpenAPI document"),
        ("{\"openapi\": \"4.0\"}", "OpenAPI 4.0 is not supported"),
        ("{\"swagger\": \"1.2\"}", "OpenAPI 1.2 is not supported"),
        ("{\"openapi\": \"3.1.0\"}", "the document has no operation"),
        ("{\"openapi\": \"3.1.0\", \"paths\": []}", "A list found at `paths` of the document, expected a mapping"),
        ("{\"openapi\": \"3.1.0\", \"paths\": 5}", "A number found at `paths` of the document, expected a mapping"),
        ("{\"swagger\": \"2.1\"}", "OpenAPI 2.1 is not supported"),
        ("{\"openapi\": \"3.1.0\", \"paths\": {\"/a\": {\"trace\": {}}}}", "the document has no operation"),
    ] {
        let found = error(text);
        assert!(found.starts_with(wanted), "{text}: {found:?}");
    }
}

#[test]
fn what_is_too_large_or_too_deep_is_refused() {
    let large = format!("{{\"a\": \"{}\"}}", "x".repeat(MAX_BYTES));
    assert_eq!(draft("shop", "x", &large).map(|_| ()), Err(ImportError::TooLarge));
    for depth in [64, 127, 200, 100_000] {
        let json = format!("{{\"openapi\": {}1{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(draft("shop", "x", &json).map(|_| ()), Err(ImportError::TooDeep), "{depth}");
    }
    for depth in [64, 150, 5_000] {
        let yaml = format!("openapi: {}1{}", "[".repeat(depth), "]".repeat(depth));
        let found = draft("shop", "x", &yaml).map(|_| ());
        assert!(matches!(found, Err(ImportError::TooDeep | ImportError::NotYaml(_))), "{depth}: {found:?}");
    }
}

/// A few lines of YAML stand for more than any document has.
#[test]
fn aliases_of_aliases_are_bounded() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(error(&bomb).starts_with("the aliases of the document expand to too much"), "{}", error(&bomb));
}

/// A part that stands in many places of a document is written once in some.
#[test]
fn many_aliases_are_read() {
    let mut text = String::from("openapi: 3.0.0\nx-ok: &ok { \"200\": { description: Done } }\npaths:\n");
    for at in 0..400 {
        text.push_str(&format!("  /a{at}: {{ get: {{ tags: [a], responses: *ok }} }}\n"));
    }
    assert_eq!(error(&text), "");
}

/// No draft is written, so its notes are reported with the error.
#[test]
fn a_document_of_which_nothing_can_be_described_says_why() {
    let text = r#"{"openapi": "3.1.0", "paths": {"/a": {"post": {"requestBody": {"content": {"text/csv": {}}}}}}}"#;
    let found = error(text);
    assert!(
        found.contains("\n  An operation cannot be described. The format of the body is `text/csv`. #/paths/~1a/post"),
        "{found}"
    );
}

#[test]
fn names_are_those_that_apis_can_have() {
    for name in ["", "Shop", "shop_payments", "-shop", "shop-", "1shop", "shop payments", "../shop", "shöp", "a/b"] {
        let found = draft(name, "x", SMALL).map(|_| ());
        assert_eq!(found, Err(ImportError::Name(name.escape_debug().to_string())), "{name}");
    }
    for name in ["payspec", "client", "iso", "core", "match", "type", "all-apis"] {
        assert_eq!(draft(name, "x", SMALL).map(|_| ()), Err(ImportError::Taken(name.to_owned())), "{name}");
    }
}
