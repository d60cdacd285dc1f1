//! Deliveries that are forms.

use payspec_core::UnreadableMembers;
use payspec_webhook::{Envelope, FormBody, Payload, PayloadShape, RawBody, Reason, UndecodableError};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Paid {
    id: String,
    #[serde(default)]
    note: Option<String>,
    #[serde(rename = "\u{0}unreadable", default, skip_serializing)]
    unreadable: UnreadableMembers,
}

static NONE: Envelope = Envelope::NONE;

fn read(body: &str) -> Result<Option<Box<Payload<Paid>>>, UndecodableError> {
    read_by(FormBody::read, body)
}

type Reader = fn(&RawBody) -> Result<FormBody, UndecodableError>;

fn read_by(reader: Reader, body: &str) -> Result<Option<Box<Payload<Paid>>>, UndecodableError> {
    const SHAPES: &[PayloadShape] = &[PayloadShape { object: "paid", keys: &["id"] }];
    let raw = RawBody::from(body);
    let form = reader(&raw)?;
    let opened = form.parse(&NONE)?;
    assert_eq!(opened.event_type(), None, "nothing names an event");
    opened.payload_object(SHAPES).map(|_| opened.unenveloped()).transpose()
}

#[test]
fn values_are_decoded_and_the_bytes_kept() {
    let unenveloped = read("id=a+b%2F1&note=%C3%A9t%C3%A9&other=").expect("it is a form").expect("it has the key");
    assert_eq!(unenveloped.object, Paid { id: "a b/1".to_owned(), note: Some("été".to_owned()), ..Paid::default() });
    assert_eq!(unenveloped.raw.as_str(), Some("id=a+b%2F1&note=%C3%A9t%C3%A9&other="));
    assert_eq!(serde_json::to_value(&unenveloped).expect("it is JSON"), json!({"id": "a b/1", "note": "été"}));
}

#[test]
fn what_has_no_key_is_no_object() {
    assert!(read("note=x").expect("it is a form").is_none());
    assert!(read("{\"id\": \"a\"}").expect("a strange form, but one").is_none());
}

#[test]
fn what_is_no_form_is_reported() {
    let reason = |body: &str| read(body).expect_err("it cannot be read").reason().clone();
    assert_eq!(reason(""), Reason::Empty);
    assert!(matches!(reason("id=1&id=2"), Reason::Payload(_)), "which one counts?");
    assert!(matches!(reason("id=%ff"), Reason::Payload(_)), "that is no text");
    assert!(matches!(reason(&"id=1&".repeat(1001)), Reason::NotAForm(_)));
}

/// What can be verified can be read: what is no text or comes twice is unreadable, and all else is as it is.
#[test]
fn what_is_no_text_and_what_comes_twice_leaves_the_rest_alone() {
    let strict = read("id=50%&note=%zz").expect("what is no escape stands for itself").expect("it has the key");
    assert_eq!(strict.object, Paid { id: "50%".to_owned(), note: Some("%zz".to_owned()), ..Paid::default() });
    for (body, json) in [
        (&b"id=1&note=caf%E9+%25"[..], json!([{"percentEncoded": "caf%E9%20%25"}])),
        (b"id=1&note=caf\xe9", json!([{"percentEncoded": "caf%E9"}])),
        (b"note=a&id=1&note=b", json!(["a", "b"])),
    ] {
        let raw = RawBody::from(body);
        let form = FormBody::read(&raw).expect("it is a form");
        let unenveloped: Box<Payload<Paid>> =
            form.parse(&NONE).expect("it is one").unenveloped().expect("the rest is there");
        assert_eq!(
            (unenveloped.object.id.as_str(), unenveloped.object.note.as_deref(), unenveloped.raw.as_bytes()),
            ("1", None, body)
        );
        let kept: Vec<serde_json::Value> =
            unenveloped.unreadable().iter().map(|one| serde_json::from_str(one.json()).expect("JSON")).collect();
        assert_eq!(json!(kept), json, "{}", body.escape_ascii());
        assert!(unenveloped.unreadable().iter().all(|one| one.path() == "note"));
    }
    let twice = read("id=1&note=a&id=1&note=%61").expect("it is a form").expect("it has the key");
    assert_eq!(
        twice.object,
        Paid { id: "1".to_owned(), note: Some("a".to_owned()), ..Paid::default() },
        "all the same"
    );
    // What nobody knows may be anything.
    let body = b"id=1&z=%ff&%fe=\xfe&z=2&cpm[]=3&=4&";
    let raw = RawBody::from(body);
    let unenveloped: Box<Payload<Paid>> =
        FormBody::read(&raw).expect("a form").parse(&NONE).expect("one").unenveloped().expect("paid");
    assert!(unenveloped.unreadable().is_empty());
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
    let raw = RawBody::from("a=1&b=%C3%A9");
    let form = FormBody::read(&raw).expect("it is a form");
    let unknown = form.parse(&NONE).expect("it is well-formed").unknown().expect("it is no list");
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
        assert_eq!((json.object, json.raw.as_str()), (Paid { id: "a b".to_owned(), ..Paid::default() }, Some(body)));
    }
    let reason = |body: &str| read(body).expect_err("it cannot be read").reason().clone();
    assert_eq!(reason(""), Reason::Empty);
    assert!(matches!(reason("{\"id\": "), Reason::NotJson(_)));
    assert!(matches!(reason("{\"id\": \"1\", \"id\": \"2\"}"), Reason::Payload(_)), "which one counts?");
    assert!(matches!(reason(&"id=1&".repeat(1001)), Reason::NotAForm(_)));
}
