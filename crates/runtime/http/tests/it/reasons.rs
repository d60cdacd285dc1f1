//! What an answer states by its message or code, and that its status alone states nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use payspec_core::{ApiSpec, ErrorFormat, Form, Operation, OperationSpec, ReasonSpec, ToldBy};
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::transport::{TransportError, TransportErrorKind};
use payspec_http::{CallOutcome, Client, Error, ErrorKind, RetryPolicy};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::api::{API_DATA, LOGIN, PASSWORD, PLAIN, builder, payment};
use crate::support::script::today;

static FRIENDLY: ApiSpec = ApiSpec {
    errors: ErrorFormat {
        code: Some("error.code"),
        messages: &["message", "error.text"],
        fields: Some("errors"),
        ..ErrorFormat::UNKNOWN
    },
    ..API_DATA
};

const SOLD: ReasonSpec =
    ReasonSpec { name: "sold", status: 404, told_by: ToldBy::Message("It is sold"), meaning: "Somebody has it. Ask." };
const LOCKED: ReasonSpec =
    ReasonSpec { name: "locked", status: 404, told_by: ToldBy::Code("17"), meaning: "It is locked." };

struct Look;

impl Operation for Look {
    const SPEC: &'static OperationSpec =
        &OperationSpec { id: "house.look", path: "/house", reasons: &[SOLD, LOCKED], ..PLAIN };
    type Output = Value;

    fn encode(&self, _: &mut Form) {}
}

fn client(status: u16, body: Vec<u8>) -> Client {
    Client::builder(&FRIENDLY, "https://api.example.com")
        .basic("account", LOGIN, PASSWORD)
        .retry(RetryPolicy::never())
        .transport(responding(move |_| response(status, body.clone())))
        .build()
        .expect("right")
}

async fn look(status: u16, body: &str) -> Error {
    client(status, body.as_bytes().to_vec()).call(Look).await.expect_err("an error")
}

#[tokio::test]
async fn a_message_or_a_code_states_a_reason() {
    for (body, reason) in [
        (r#"{"message": "It is sold"}"#.to_owned(), Some(SOLD)),
        (r#"{"message": " It is sold\n"}"#.to_owned(), Some(SOLD)),
        (r#"{"message": "Not Found", "error": {"text": "It is sold"}}"#.to_owned(), Some(SOLD)),
        (r#"{"errors": {"house": ["odd", "It is sold"]}}"#.to_owned(), Some(SOLD)),
        ("It is sold".to_owned(), Some(SOLD)),
        (r#"{"error": {"code": "17"}}"#.to_owned(), Some(LOCKED)),
        (r#"{"error": {"code": 17}}"#.to_owned(), Some(LOCKED)),
        (r#"{"error": {"code": "170"}}"#.to_owned(), None),
        (r#"{"message": "It is sold!"}"#.to_owned(), None),
        (r#"{"message": "it is sold"}"#.to_owned(), None),
        (r#"{"other": "It is sold"}"#.to_owned(), None),
        ("<p>It is sold</p>".to_owned(), None),
        (String::new(), None),
        ("{}".to_owned(), None),
    ] {
        let error = look(404, &body).await;
        assert_eq!(error.reason(), reason.as_ref(), "{body}");
        assert_eq!(error.has_reason(&SOLD), reason == Some(SOLD), "{body}");
        assert_eq!(error.to_string().contains("Somebody has it"), reason == Some(SOLD), "{body}: {error}");
        assert!(error.is_not_found() && error.status() == Some(404), "a reason changes no kind: {body}");
    }
    for status in [400, 410, 500] {
        assert_eq!(look(status, r#"{"message": "It is sold"}"#).await.reason(), None, "{status}");
    }
}

#[tokio::test]
async fn the_status_of_a_refusal_is_not_the_word_of_the_bank() {
    for body in ["", "<html>402 Payment Required</html>", "null", "[]", "{}", "\"no\"", "{\"id\": "] {
        let error = client(402, body.as_bytes().to_vec()).call(Look).await.expect_err("no success");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unexpected, Some(402)), "{body}: {error}");
        assert_eq!(error.outcome(), CallOutcome::Unknown, "{body}: {error}");
        assert!(!error.is_declined() && !error.to_string().contains("efused by the bank"), "{error}");
    }
    let error = client(402, br#"{"id": "p-1"}"#.to_vec()).call(Look).await.expect_err("declined");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Declined, CallOutcome::DidNotHappen));
}

/// The first attempt may have charged the card; a page of a proxy does not tell.
#[tokio::test]
async fn the_402_of_a_proxy_does_not_settle_what_an_earlier_attempt_has_done() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let client = builder("https://api.example.com")
        .retry(RetryPolicy::new())
        .clock(Arc::new(VirtualClock::at(today())))
        .transport(responding(move |_| match attempts.fetch_add(1, Ordering::SeqCst) {
            0 => Err(TransportError::new(TransportErrorKind::Timeout)),
            _ => response(402, "<html>402 Payment Required</html>"),
        }))
        .build()
        .expect("right");
    let error = client.call(payment()).await.expect_err("no success");
    assert_eq!((error.attempts(), error.outcome()), (2, CallOutcome::Unknown), "{error}");
    assert!(error.is_safe_to_retry(), "under its key");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_body_by_chance_states_a_reason(status in 400u16..600, body in any::<Vec<u8>>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let error = runtime.block_on(async { client(status, body).call(Look).await.expect_err("an error") });
        prop_assert_eq!(error.reason(), None);
    }

    #[test]
    fn the_message_is_found_among_others(before in "[a-z]{0,9}", other in ".{0,20}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let body = json!({ "message": other, "errors": { before: "x", "z": "It is sold" } }).to_string();
        let error = runtime.block_on(look(404, &body));
        prop_assert_eq!(error.reason(), Some(&SOLD));
    }
}
