//! APIs whose answers say in a code what their statuses do not.

use payspec_core::{
    ApiSpec, BodyFormat, ErrorFormat, Form, HeaderUse, ListStyle, Method, Operation, OperationSpec, SuccessCodes,
};
use payspec_http::testing::{responding, response};
use payspec_http::transport::{TransportError, TransportErrorKind};
use payspec_http::{CallOutcome, Client, ErrorKind, RetryPolicy};
use serde_json::Value;
use std::sync::{Arc, Mutex};

use crate::support::api::{API_DATA, LOGIN, PASSWORD, PLAIN};

static JUDGED: ApiSpec = ApiSpec {
    errors: ErrorFormat {
        code: Some("code"),
        messages: &["message"],
        request_id: Some("id"),
        outcomes: &[("608", ErrorKind::Invalid), ("609", ErrorKind::Unauthenticated), ("429", ErrorKind::RateLimited)],
        ..ErrorFormat::UNKNOWN
    },
    lists: ListStyle::Repeated,
    ..API_DATA
};

const STRICT: SuccessCodes = SuccessCodes { codes: &["201", "0"], unlisted_are_responses: false };
const OPEN: SuccessCodes = SuccessCodes { codes: &["00", "600"], unlisted_are_responses: true };

/// What the operations differ in.
struct Judge<const OPEN_: bool>;

impl<const OPEN_: bool> Operation for Judge<OPEN_> {
    const SPEC: &'static OperationSpec =
        &OperationSpec { id: "judge", path: "/judge", success_codes: Some(if OPEN_ { OPEN } else { STRICT }), ..PLAIN };
    type Output = Value;

    fn encode(&self, _: &mut Form) {}
}

/// What became of a call that is answered so: `None` for a success.
async fn judged<O: Operation<Output = Value>>(
    operation: O,
    status: u16,
    body: &'static str,
) -> Option<(ErrorKind, CallOutcome)> {
    let client = Client::builder(&JUDGED, "https://api.example.com")
        .basic("account", LOGIN, PASSWORD)
        .retry(RetryPolicy::never())
        .transport(responding(move |_| response(status, body)))
        .build()
        .expect("right");
    client.call(operation).await.err().map(|error| (error.kind(), error.outcome()))
}

#[tokio::test]
async fn without_its_end_an_answer_has_no_code_and_nothing_has_happened_for_certain() {
    for (body, outcome) in [(r#"{"code": "201", "da"#, CallOutcome::Unknown), ("", CallOutcome::Unknown)] {
        let client = Client::builder(&JUDGED, "https://api.example.com")
            .basic("account", LOGIN, PASSWORD)
            .retry(RetryPolicy::never())
            .transport(responding(move |_| {
                let error = TransportError::new(TransportErrorKind::Interrupted);
                Err(error.with_received(response(200, body)?))
            }))
            .build()
            .expect("right");
        let error = client.call(Judge::<false>).await.expect_err("it was cut off");
        assert_eq!((error.is_transport(), error.outcome()), (true, outcome), "{body}");
    }
}

#[tokio::test]
async fn the_code_is_the_verdict() {
    use CallOutcome::{DidNotHappen, Unknown};
    use ErrorKind::{Invalid, RateLimited, Server, Unauthenticated, Unexpected};
    for (status, body, strict, open) in [
        (200, r#"{"code": "201"}"#, None, None),
        (200, r#"{"code": 0}"#, None, None),
        (400, r#"{"code": "201"}"#, None, Some((Invalid, Unknown))),
        (403, r#"{"code": "600"}"#, Some((ErrorKind::Forbidden, Unknown)), None),
        (200, r#"{"code": "600"}"#, Some((Unexpected, Unknown)), None),
        (200, r#"{"code": "777"}"#, Some((Unexpected, Unknown)), None),
        (200, r#"{"code": "608"}"#, Some((Invalid, DidNotHappen)), Some((Invalid, DidNotHappen))),
        (201, r#"{"code": "609"}"#, Some((Unauthenticated, DidNotHappen)), Some((Unauthenticated, DidNotHappen))),
        (200, r#"{"code": "429"}"#, Some((RateLimited, DidNotHappen)), Some((RateLimited, DidNotHappen))),
        // The kind is the status's, and what became of it is open.
        (400, r#"{"code": "777"}"#, Some((Invalid, Unknown)), Some((Invalid, Unknown))),
        (404, r#"{"code": "777"}"#, Some((ErrorKind::NotFound, Unknown)), Some((ErrorKind::NotFound, Unknown))),
        (404, "<html>", Some((ErrorKind::NotFound, DidNotHappen)), Some((ErrorKind::NotFound, DidNotHappen))),
        // Nothing has said yes.
        (200, r#"{"other": 1}"#, Some((Unexpected, Unknown)), Some((Unexpected, Unknown))),
        (200, r#"{"code": ""}"#, Some((Unexpected, Unknown)), Some((Unexpected, Unknown))),
        (200, "", Some((Unexpected, Unknown)), Some((Unexpected, Unknown))),
        (204, "", Some((Unexpected, Unknown)), Some((Unexpected, Unknown))),
        (302, r#"{"code": "201"}"#, Some((Unexpected, Unknown)), Some((Unexpected, Unknown))),
        (500, r#"{"code": "201"}"#, Some((Server, Unknown)), Some((Server, Unknown))),
    ] {
        assert_eq!(judged(Judge::<false>, status, body).await, strict, "strict, {status} {body}");
        assert_eq!(judged(Judge::<true>, status, body).await, open, "open, {status} {body}");
    }
}

#[tokio::test]
async fn the_error_has_what_the_body_says() {
    let body = r#"{"code": "608", "message": "MINIMUM_REQUIRED_FIELDS", "id": 17.5}"#;
    let client = Client::builder(&JUDGED, "https://api.example.com")
        .basic("account", LOGIN, PASSWORD)
        .transport(responding(move |_| response(200, body)))
        .build()
        .expect("right");
    let error = client.call(Judge::<false>).await.expect_err("refused");
    assert_eq!((error.code(), error.message()), (Some("608"), Some("MINIMUM_REQUIRED_FIELDS")));
    assert_eq!(error.request_id(), Some("17.5"));
    let unexpected = judged(Judge::<false>, 200, r#"{"code": "777"}"#).await;
    assert_eq!(unexpected.map(|(kind, _)| kind), Some(ErrorKind::Unexpected));
}

/// `list`: a query with a list, a constant and a header with a value of its own.
struct Listed;

impl Operation for Listed {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "list",
        method: Method::Get,
        changes_state: false,
        path: "/list",
        body: BodyFormat::Query,
        query: &[("expand", "items")],
        headers: &[HeaderUse { name: "X-Version", required: false, docs: "", value: Some("2.4"), setter: "x_version" }],
        ..PLAIN
    };
    type Output = Value;

    fn encode(&self, form: &mut Form) {
        form.list("status", Some(&["A".to_owned(), "B".to_owned()])).push("limit", "5");
    }
}

#[tokio::test]
async fn lists_constants_and_fixed_headers_are_written_as_described() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let note = Arc::clone(&seen);
    let transport = responding(move |request| {
        let version = request.headers().get("x-version").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let query = request.uri().query().map(str::to_owned);
        note.lock().expect("no test panics in here").push((query, version));
        response(200, "{}")
    });
    let builder = || Client::builder(&JUDGED, "https://api.example.com").basic("account", LOGIN, PASSWORD);
    let client = builder().transport(transport).build().expect("right");
    client.call(Listed).await.expect("answered");
    client.call(Listed).header("X-Version", "2.5").await.expect("answered");
    let query = Some("expand=items&status=A&status=B&limit=5".to_owned());
    let seen = seen.lock().expect("no test panics in here");
    assert_eq!(*seen, [(query.clone(), Some("2.4".to_owned())), (query, Some("2.5".to_owned()))]);
}
