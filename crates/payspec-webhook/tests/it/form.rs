//! Deliveries that are forms.

use payspec_webhook::{Bare, BareShape, Envelope, FormBody, Raw, Reason, Undecodable};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Paid {
    id: String,
    #[serde(default)]
    note: Option<String>,
}

static NONE: Envelope = Envelope::NONE;

fn read(body: &str) -> Result<Option<Box<Bare<Paid>>>, Undecodable> {
    read_by(FormBody::read, body)
}

type Reader = fn(&Raw) -> Result<FormBody, Undecodable>;

fn read_by(reader: Reader, body: &str) -> Result<Option<Box<Bare<Paid>>>, Undecodable> {
    const SHAPES: &[BareShape] = &[BareShape { object: "paid", keys: &["id"] }];
    let raw = Raw::from(body);
    let form = reader(&raw)?;
    let opened = form.open(&NONE)?;
    assert_eq!(opened.event_type(), None, "nothing names an event");
    opened.bare_object(SHAPES).map(|_| opened.bare()).transpose()
}

#[test]
fn values_are_decoded_and_the_bytes_kept() {
    let bare = read("id=a+b%2F1&note=%C3%A9t%C3%A9&other=").expect("it is a form").expect("it has the key");
    assert_eq!(bare.object, Paid { id: "a b/1".to_owned(), note: Some("été".to_owned()) });
    assert_eq!(bare.raw.as_str(), Some("id=a+b%2F1&note=%C3%A9t%C3%A9&other="));
    assert_eq!(serde_json::to_value(&bare).expect("it is JSON"), json!({"id": "a b/1", "note": "été"}));
}

#[test]
fn what_has_no_key_is_no_object() {
    assert!(read("note=x").expect("it is a form").is_none());
    assert!(read("{\"id\": \"a\"}").expect("a strange form, but one").is_none());
}

#[test]
fn what_is_no_form_is_told() {
    let reason = |body: &str| read(body).expect_err("it cannot be read").reason().clone();
    assert_eq!(reason(""), Reason::Empty);
    assert_eq!(reason("id=1&id=2"), Reason::FieldTwice);
    assert!(matches!(reason("id=%zz"), Reason::NotAForm(_)));
    assert!(matches!(reason("id=%ff"), Reason::NotAForm(_)));
}

/// As a form it would be one field with an odd name, and so an unknown object.
#[test]
fn a_list_in_json_is_no_form() {
    for reader in [FormBody::read as Reader, FormBody::read_form_or_json] {
        for body in [r#"[{"id": "a"}, {"id": "b"}]"#, "\u{FEFF}\n[1]"] {
            let refused = read_by(reader, body).expect_err("it is no form");
            assert_eq!(*refused.reason(), Reason::NotAnObject { found: "an array" }, "{body}");
        }
    }
}

/// What is newer than this version is stored by those who queue events.
#[test]
fn what_is_not_known_can_be_written() {
    let raw = Raw::from("a=1&b=%C3%A9");
    let form = FormBody::read(&raw).expect("it is a form");
    let unknown = form.open(&NONE).expect("it is well-formed").unknown().expect("it is no list");
    assert_eq!(serde_json::to_value(&unknown).expect("it is JSON"), json!({"a": "1", "b": "é"}));
    assert_eq!(unknown.raw().as_str(), Some("a=1&b=%C3%A9"));
}

/// Where both may come, the body tells which it is.
#[test]
fn a_body_that_begins_with_a_brace_is_json() {
    let read = |body: &str| read_by(FormBody::read_form_or_json, body);
    let form = read("id=a+b").expect("a form").expect("it has the key");
    assert_eq!(form.object.id, "a b");
    for body in [r#"{"id": "a b"}"#, "\u{feff}\r\n {\"id\":\"a b\"} "] {
        let json = read(body).expect("JSON").expect("it has the key");
        assert_eq!((json.object, json.raw.as_str()), (Paid { id: "a b".to_owned(), note: None }, Some(body)));
    }
    let reason = |body: &str| read(body).expect_err("it cannot be read").reason().clone();
    assert_eq!(reason(""), Reason::Empty);
    assert!(matches!(reason("{\"id\": "), Reason::NotJson(_)));
    assert!(matches!(reason("{\"id\": \"1\", \"id\": \"2\"}"), Reason::Payload(_)), "which one counts?");
    assert!(matches!(reason("id=%zz"), Reason::NotAForm(_)));
}
