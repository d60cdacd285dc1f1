//! What a server or a proxy writes may hold line ends, escapes of a terminal or megabytes. What is printed of it is short
//! and on one line, and what is handed out is bounded.

use std::error::Error as _;
use std::fmt::Write as _;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use payspec_core::{
    ApiSpec, Blob, BodyFormat, ErrorFormat, ErrorKind, Form, ListedErrors, Method, Operation, OperationSpec,
};
use payspec_http::testing::responding;
use payspec_http::transport::{HttpResponse, TransportError, TransportErrorKind};
use payspec_http::{Client, Error, RetryPolicy};
use serde_json::{Value, json};

use crate::support::api::{API_DATA, PLAIN};

static TALKATIVE: ApiSpec = ApiSpec {
    errors: ErrorFormat {
        fields: Some("errors"),
        listed: Some(ListedErrors { at: "list", field: "path", message: "description" }),
        field_name: Some("param"),
        messages: &["message"],
        code: Some("code"),
        outcomes: &[("KNOWN", ErrorKind::Invalid)],
        request_id: Some("trace.id"),
    },
    ..API_DATA
};

/// `file.read`: answers a file.
struct ReadFile;

impl Operation for ReadFile {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "file.read",
        method: Method::Get,
        changes_state: false,
        body: BodyFormat::None,
        auth: None,
        ..PLAIN
    };
    type Output = Blob;

    fn encode(&self, _form: &mut Form) {}
}

fn client(status: u16, headers: Vec<(String, String)>, body: Vec<u8>, lost: bool) -> Client {
    let transport = responding(move |_| {
        let mut map = HeaderMap::new();
        for (name, value) in &headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            map.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        let response = HttpResponse::new(StatusCode::from_u16(status).expect("a status"), map, body.clone());
        let broken = || TransportError::new(TransportErrorKind::Interrupted);
        if lost { Err(broken().with_received(response)) } else { Ok(response) }
    });
    Client::builder(&TALKATIVE, "https://api.example.com")
        .transport(transport)
        .retry(RetryPolicy::never())
        .build()
        .expect("right")
}

async fn fail(status: u16, headers: Vec<(String, String)>, body: &Value, lost: bool) -> Error {
    let client = client(status, headers, body.to_string().into_bytes(), lost);
    client.call(ReadFile).await.expect_err("no success")
}

/// An error in every form, with all its causes. Those below are not ours.
fn assert_tame(error: &Error) {
    let mut printed = format!("{error} {error:?}");
    if let Some(cause) = error.source() {
        write!(printed, " {cause} {cause:?}").expect("a String takes it");
    }
    assert!(printed.len() < 6_000, "{} bytes: {}", printed.len(), &printed[..500]);
    assert!(!printed.contains(char::is_control), "{printed:?}");
}

const ESCAPES: &str = "\u{1b}[31mred\r\nERROR forged\u{7}\u{202e}\u{2028}";

#[tokio::test]
async fn a_request_id_is_visible_ascii_and_short_or_left_out() {
    let long = "x".repeat(2_000_000);
    for (id, wanted) in [
        (json!("req-42"), Some("req-42")),
        (json!(17), Some("17")),
        (json!("x".repeat(128)), Some(&long[..128])),
        (json!("x".repeat(129)), None),
        (json!(long), None),
        (json!(ESCAPES), None),
        (json!("req 42"), None),
        (json!("réq"), None),
        (json!(" "), None),
    ] {
        let error = fail(400, vec![], &json!({ "trace": { "id": id } }), false).await;
        assert_eq!(error.request_id(), wanted);
        assert_tame(&error);
    }
    for (id, wanted) in [("req-42", Some("req-42")), (" req-42 ", Some("req-42")), ("a b", None), (&long[..129], None)]
    {
        let headers = || vec![("Request-Id".to_owned(), id.to_owned())];
        let error = fail(400, headers(), &json!({}), false).await;
        assert_eq!(error.request_id(), wanted);
        let read = client(200, headers(), b"x".to_vec(), false).call(ReadFile).send().await.expect("a file");
        assert_eq!(read.request_id.as_deref(), wanted);
    }
}

#[tokio::test]
async fn words_of_the_api_are_on_one_line_and_bounded() {
    for odd in [ESCAPES.to_owned(), "x".repeat(60_000), format!("{}{ESCAPES}", "é".repeat(20_000))] {
        for body in [
            json!({ "message": odd }),
            json!({ "code": odd }),
            json!({ "errors": { odd.as_str(): "no" } }),
            json!({ "errors": { "field": odd } }),
            json!({ "errors": { "field": [{ odd.as_str(): [odd] }] } }),
            json!({ "list": [{ "path": odd, "description": odd }] }),
            json!({ "errors": odd }),
        ] {
            let error = fail(400, vec![], &body, false).await;
            assert_tame(&error);
            let fields = error.field_errors().iter().flat_map(|(field, message)| [field.as_str(), message.as_str()]);
            for text in fields.chain(error.message()).chain(error.code()) {
                assert!(text.chars().count() <= 1_001, "{} characters", text.len());
                assert!(!text.contains(|c: char| c.is_control() || c == '\u{202e}' || c == '\u{2028}'), "{text:?}");
            }
        }
    }
    let error = fail(400, vec![], &json!({ "message": "Trop\nbas", "code": "x".repeat(129) }), false).await;
    assert_eq!((error.message(), error.code()), (Some("Trop bas"), None));
}

#[tokio::test]
async fn names_and_types_in_headers_are_bounded() {
    let headers = || (0..100).map(|number| (format!("x-{number}-{}", "y".repeat(2_000)), "z".to_owned()));
    let error = fail(500, headers().collect(), &json!({}), true).await;
    assert_tame(&error);
    let response = HttpResponse::new(StatusCode::OK, HeaderMap::new(), "");
    assert!(format!("{response:?}").contains("headers: {}"));

    let headers = vec![("content-type".to_owned(), "z".repeat(100_000))];
    let read = client(200, headers, b"x".to_vec(), false).call(ReadFile).send().await.expect("a file");
    let printed = format!("{read:?}");
    assert!(printed.len() < 500, "{} bytes", printed.len());
}

/// A source may quote what it was sent: the certificate of a server, for example.
#[tokio::test]
async fn causes_below_are_bounded_where_this_crate_prints_them() {
    let cause = format!("bad {ESCAPES}{}", "x".repeat(1_000_000));
    let error = TransportError::new(TransportErrorKind::Connect).with_source(cause);
    let printed = format!("{error:?}");
    assert!(printed.len() < 2_000 && !printed.contains(char::is_control), "{} bytes", printed.len());
}
