//! What comes back, judged: values, refusals, and answers that are not what they should be.

use std::error::Error as _;

use payspec_core::{ApiSpec, Operation};
use payspec_http::{CallOutcome, ClientBuilder, DecodeError, Error, ErrorKind};

use crate::support::api::{API_DATA, CancelPayment, DeleteReport, Payment, builder, client, payment, read};
use crate::support::reply::Reply;
use crate::support::server::Server;

const ID: (&str, &str) = ("Request-Id", "req-42");

/// The failure of `payment.create` when the server answers so.
async fn failure(reply: Reply) -> Error {
    let server = Server::start(reply).await;
    let Err(error) = client(&server).call(payment()).idempotency_key("k-1").await else {
        panic!("the call should have failed")
    };
    assert_eq!(server.requests().len(), 1, "a call is sent once");
    assert_eq!((error.operation(), error.idempotency_key()), ("payment.create", Some("k-1")));
    assert!(!error.is_rejected_locally());
    error
}

#[tokio::test]
async fn a_success_has_a_value_a_status_and_a_request_id() {
    let server = Server::start(Reply::with(200, &[ID], r#"{"id": "p-1", "status": "PAID", "new": {}}"#)).await;
    let done = client(&server).call(payment()).send().await.expect("it is paid");
    assert_eq!(done.value.status.as_deref(), Some("PAID"));
    assert_eq!((done.status, done.request_id.as_deref()), (200, Some("req-42")));
    // What the type does not have is not lost.
    let all: serde_json::Value = serde_json::from_slice(done.body()).expect("the body as it came");
    assert_eq!(all["new"], serde_json::json!({}));
}

#[tokio::test]
async fn any_status_of_the_200s_is_a_success_unless_described_otherwise() {
    for status in [200, 201, 202, 204, 205, 299] {
        let server = Server::start(Reply::with(status, &[], if status == 204 { "" } else { "\u{FEFF} null\n" })).await;
        let done = client(&server).call(DeleteReport).send().await.expect("it is deleted");
        assert_eq!((done.value, done.status), (None, status));
    }
    // A proxy's rendering of a response, or a part of one, is not the API's response (RFC 9110, 15.3.4 and 15.3.7).
    for status in [203, 206] {
        let server = Server::start(Reply::with(status, &[], "null")).await;
        let error = client(&server).call(DeleteReport).await.expect_err("it may not be the API's");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unexpected, CallOutcome::Unknown));
        assert!(error.to_string().contains("a success status that is not described"), "{error}");
        client(&server).call(DeleteReport).accept_any_success().await.expect("the caller knows better");
    }
    // The description says that 202 of this operation is a failure.
    assert!(failure(Reply::json(202, "{}")).await.is_server());
}

#[tokio::test]
async fn a_response_without_a_body_has_none_unless_the_caller_knows_better() {
    for (status, body) in [(200, "OK"), (200, "<html>"), (200, "{\"a\": 1}"), (200, "null"), (201, ""), (202, "")] {
        let server = Server::start(Reply::with(status, &[ID], body)).await;
        let client = client(&server);
        let call = || client.call(CancelPayment("p-1".to_owned()));
        let error = call().await.expect_err("nobody said that it is cancelled");
        assert_eq!((error.outcome(), error.status()), (CallOutcome::Unknown, Some(status)), "{error}");
        assert_eq!((error.request_id(), error.body()), (Some("req-42"), body.as_bytes()));
        call().accept_any_success().await.expect("it is cancelled");
        let trusting = builder(server.url()).accept_any_success("payment.cancel").build().expect("settings");
        trusting.call(CancelPayment("p-1".to_owned())).await.expect("it is cancelled");
    }
}

#[tokio::test]
async fn a_success_that_is_accepted_whatever_it_is_belongs_to_an_operation_that_there_is() {
    static KNOWN: ApiSpec =
        ApiSpec { operations: &payspec_core::OperationName::list(&[CancelPayment::SPEC]), ..API_DATA };
    let error = ClientBuilder::new(&KNOWN, "https://api.example.com").accept_any_success("payment.cancle").build();
    let error = error.expect_err("a slip would leave the checks in force").to_string();
    assert!(error.contains("there is no operation `payment.cancle`") && error.contains("payment.cancel"), "{error}");
}

#[tokio::test]
async fn a_refused_payment_can_be_read_as_a_payment() {
    let body = r#"{"id": "p-1", "status": "FAILURE", "amount": 1500, "bankCode": "51"}"#;
    let error = failure(Reply::with(402, &[ID], body)).await;
    assert!(error.is_declined() && !error.is_invalid() && !error.may_have_happened());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Declined, Some(402)));
    assert_eq!(error.request_id(), Some("req-42"));
    let refused: Payment = error.response().expect("it fits");
    assert_eq!((refused.id.as_deref(), refused.status.as_deref()), (Some("p-1"), Some("FAILURE")));
    assert_eq!(error.body(), body.as_bytes());
    assert_eq!(error.response::<Vec<Payment>>(), None);
    let unread = error.try_response::<Vec<Payment>>().unwrap().unwrap_err();
    assert!(unread.to_string().contains("expected"), "{unread}");
    let text = error.to_string();
    assert!(
        text.starts_with("payment.create: declined: Refused by the bank (HTTP 402, request id req-42). "),
        "{text}"
    );
    assert!(text.contains("`Error::refused`"), "{text}");
}

#[tokio::test]
async fn complaints_about_fields_are_read() {
    let body = r#"{"errors": {"cardTokenData": "", "amount": ["too low", "odd"]}, "message": "no"}"#;
    let error = failure(Reply::with(400, &[ID], body)).await;
    assert!(error.is_invalid() && error.violations().is_none());
    let mut fields: Vec<(&str, &str)> =
        error.field_errors().iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
    fields.sort_unstable();
    assert_eq!(fields, [("amount", "odd"), ("amount", "too low"), ("cardTokenData", "")]);
    assert_eq!(error.message(), Some("no"));
    assert!(error.to_string().contains("`Error::field_errors`"), "{error}");
}

#[tokio::test]
async fn each_status_has_its_kind() {
    for (status, kind, may_have_happened) in [
        (400, ErrorKind::Invalid, false),
        (401, ErrorKind::Unauthenticated, false),
        // Nothing shows that the API sent it.
        (402, ErrorKind::Unexpected, true),
        (403, ErrorKind::Forbidden, false),
        (404, ErrorKind::NotFound, false),
        (405, ErrorKind::Unexpected, false),
        (408, ErrorKind::Unexpected, true),
        (409, ErrorKind::Conflict, true),
        (410, ErrorKind::NotFound, false),
        (418, ErrorKind::Invalid, false),
        (422, ErrorKind::Invalid, false),
        (429, ErrorKind::RateLimited, false),
        (500, ErrorKind::Server, true),
        (503, ErrorKind::Server, true),
        (304, ErrorKind::Unexpected, true),
        (600, ErrorKind::Unexpected, true),
    ] {
        let error = failure(Reply::with(status, &[], "")).await;
        assert_eq!((error.kind(), error.may_have_happened()), (kind, may_have_happened), "{status}");
        assert_eq!(error.status(), Some(status));
        let predicates = [
            error.is_configuration(),
            error.is_invalid(),
            error.is_unauthenticated(),
            error.is_declined(),
            error.is_forbidden(),
            error.is_not_found(),
            error.is_conflict(),
            error.is_rate_limited(),
            error.is_server(),
            error.is_decode(),
            error.is_transport(),
            error.is_timeout(),
            error.is_too_large(),
        ];
        let wanted = usize::from(kind != ErrorKind::Unexpected);
        assert_eq!(predicates.iter().filter(|yes| **yes).count(), wanted, "{status}");
        assert!(error.to_string().contains(&format!("(HTTP {status})")), "{error}");
        assert!(error.source().is_none());
    }
}

#[tokio::test]
async fn a_read_that_fails_can_always_be_repeated() {
    let server = Server::start(Reply::with(500, &[], "")).await;
    let error = client(&server).call(read("p-1")).await.expect_err("the server fails");
    assert!(error.is_server() && !error.may_have_happened());
    assert_eq!(error.idempotency_key(), None);
}

#[tokio::test]
async fn not_found_says_what_to_check() {
    let server = Server::start(Reply::with(404, &[ID], "Not Found")).await;
    let error = client(&server).call(read("p-1")).await.expect_err("there is none");
    assert!(error.is_not_found());
    assert_eq!(
        error.to_string(),
        "payment.read: not found (HTTP 404, request id req-42). Check the ids and the environment. \
         The path of this operation is inferred, not documented; `Call::path` replaces it"
    );
    let error = client(&server).call(CancelPayment("p-1".to_owned())).await.expect_err("there is none");
    assert!(error.to_string().ends_with("Check the ids, the environment, and the path of the operation"), "{error}");
}

#[tokio::test]
async fn an_html_page_is_no_obstacle() {
    let page = "<html><body>Internal error</body></html>";
    let error = failure(Reply::with(500, &[ID, ("content-type", "text/html")], page)).await;
    assert!(error.is_server());
    assert_eq!((error.request_id(), error.body()), (Some("req-42"), page.as_bytes()));
    assert_eq!((error.message(), error.field_errors().len()), (None, 0));
    assert_eq!(error.response::<Payment>(), None);
    assert!(error.try_response::<Payment>().is_none_or(|read| read.is_err()));
    assert!(error.to_string().contains("It may have taken effect"), "{error}");
    assert!(error.to_string().contains("same idempotency key"), "{error}");
}

#[tokio::test]
async fn a_success_that_cannot_be_read_has_happened() {
    for (body, place) in [
        ("<html>OK</html>", ""),
        ("", ""),
        ("[]", ""),
        ("{\"id\": \"p-1\"", ""),
        ("{\"amount\": \"PERSONAL\"}", "amount"),
    ] {
        let error = failure(Reply::with(200, &[ID], body)).await;
        assert!(error.is_decode() && error.outcome() == CallOutcome::Happened, "{error}");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
        assert_eq!((error.request_id(), error.body()), (Some("req-42"), body.as_bytes()));
        let source = error.source().and_then(|source| source.downcast_ref::<DecodeError>());
        let source = source.expect("it says where");
        if !place.is_empty() {
            assert_eq!(source.path(), place);
        }
        let text = error.to_string();
        assert!(text.contains("the response could not be decoded") && text.contains("HTTP 200"), "{text}");
        assert!(text.contains("It took effect") && !text.contains("PERSONAL"), "{text}");
    }
}

#[tokio::test]
async fn a_success_that_may_be_somebody_elses_is_uncertain() {
    for (body, outcome) in [
        ("<html>Log in to the network</html>", CallOutcome::Unknown),
        ("", CallOutcome::Unknown),
        ("[]", CallOutcome::Unknown),
        ("{\"error\": 1, \"amount\": \"x\"}", CallOutcome::Unknown),
    ] {
        let error = failure(Reply::with(200, &[], body)).await;
        assert_eq!((error.is_decode(), error.outcome()), (true, outcome), "{body}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Server::start(Reply::json(200, "{}")).await;
    for status in [301, 302, 303, 307, 308] {
        let error = failure(Reply::with(status, &[("location", &elsewhere.url())], "")).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Unexpected, Some(status)));
        assert!(error.to_string().contains("redirect") && error.to_string().contains("base URL"), "{error}");
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_request_id_that_is_no_text_is_left_out() {
    for id in ["", "  ", "\u{e9}"] {
        let error = failure(Reply::with(500, &[("request-id", id)], "")).await;
        assert_eq!(error.request_id(), None);
    }
}
