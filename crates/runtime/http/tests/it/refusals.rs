//! What a refusal says: the bank's no with its object, and a key that the API does not take twice.

use payspec_core::{ApiSpec, ErrorFormat, IdempotencySpec, Refusal};
use payspec_http::testing::{responding, response};
use payspec_http::transport::TransportErrorKind::Timeout;
use payspec_http::{CallOutcome, Client, ErrorKind};
use serde::Deserialize;

use crate::support::api::{API_DATA, CancelPayment, LOGIN, PASSWORD, Payment, payment};
use crate::support::script::Line::{Fails, Says};
use crate::support::script::{PAID, Script};

/// A payment as a generator would make it: with the place of the bank's code known.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct RefusedPayment {
    id: String,
    code: Option<String>,
    words: Option<String>,
}

impl Refusal for RefusedPayment {
    type Code = String;
    type Advice = &'static str;

    fn refusal_code(&self) -> Option<&String> {
        self.code.as_ref()
    }

    fn refusal_advice(&self) -> Option<&'static &'static str> {
        self.code.as_deref().filter(|code| *code == "51").map(|_| &"ask for another card")
    }

    fn refusal_message(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

#[tokio::test]
async fn a_decline_has_the_code_its_advice_and_the_whole_object() {
    let (_, builder) = Script::of([Says(402, r#"{"id": "p-1", "code": "51", "words": "insufficient funds"}"#)]);
    let error = builder.build().expect("right").call(payment()).await.expect_err("declined");
    let refused = error.refused::<RefusedPayment>().expect("the object");
    assert_eq!(refused.code().map(String::as_str), Some("51"));
    assert_eq!((refused.advice(), refused.message()), (Some(&"ask for another card"), Some("insufficient funds")));
    assert_eq!(refused.id, "p-1", "the object is right here");
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
    assert!(!error.to_string().contains("insufficient"), "words of an answer are not printed: {error}");
}

#[tokio::test]
async fn only_a_decline_is_a_refusal_by_the_bank() {
    let (_, builder) = Script::of([Says(400, r#"{"id": "p-1"}"#), Says(402, "<html>"), Says(402, "{}")]);
    let client = builder.build().expect("the settings are right");
    for declined in [false, true, true] {
        let error = client.call(payment()).await.expect_err("refused");
        assert_eq!(error.is_declined(), declined);
        assert_eq!(error.refused::<RefusedPayment>(), None);
    }
}

/// An API that answers a key it has seen with an error.
static STRICT: ApiSpec = ApiSpec {
    idempotency: Some(IdempotencySpec {
        header: "Idempotence-Key",
        window_seconds: 86_400,
        reused_codes: &["KEY_SEEN"],
    }),
    errors: ErrorFormat { messages: &["message"], code: Some("errorId"), ..ErrorFormat::UNKNOWN },
    ..API_DATA
};

fn strict() -> payspec_http::ClientBuilder {
    Client::builder(&STRICT, "https://api.example.com").basic("account", LOGIN, PASSWORD)
}

#[tokio::test]
async fn a_key_that_was_used_before_is_reported_and_not_taken_for_a_failure_that_passes() {
    for (status, body) in [
        (400, r#"{"errorId": "KEY_SEEN", "paymentId": "p-1"}"#),
        (409, r#"{"errorId": "KEY_SEEN"}"#),
        (503, r#"{"errorId": "KEY_SEEN"}"#),
    ] {
        let client = strict().transport(responding(move |_| response(status, body))).build().expect("right");
        let error = client.call(payment()).idempotency_key("k-1").await.expect_err("refused");
        assert_eq!((error.kind(), error.code(), error.attempts()), (ErrorKind::KeyReused, Some("KEY_SEEN"), 1));
        // What became of the call that has the key is not known: it may have been declined as well as paid.
        assert_eq!((error.outcome(), error.is_safe_to_retry()), (CallOutcome::Unknown, false));
        assert!(error.is_key_reused() && error.to_string().contains("Read the result of that call"), "{error}");
        assert!(error.response::<serde_json::Value>().is_some(), "the body has what the API says of that call");
    }
}

#[tokio::test]
async fn other_codes_and_operations_without_a_key_stay_what_they_are() {
    let client = strict()
        .transport(responding(|request| match request.operation() {
            "payment.create" => response(409, r#"{"errorId": 17}"#),
            _ => response(409, r#"{"errorId": "KEY_SEEN"}"#),
        }))
        .build()
        .expect("the settings are right");
    let error = client.call(payment()).await.expect_err("in conflict");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, Some("17")));
    let error = client.call(CancelPayment("p-1".to_owned())).await.expect_err("in conflict");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, Some("KEY_SEEN")));
}

/// The second attempt finds the key of the first: the payment is there, and the error says where to look.
#[tokio::test]
async fn a_repetition_that_finds_its_own_key_is_reported_as_such() {
    let attempts = std::sync::atomic::AtomicU32::new(0);
    let client = strict()
        .clock(std::sync::Arc::new(payspec_http::testing::VirtualClock::new()))
        .transport(responding(move |_| match attempts.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Err(payspec_http::transport::TransportError::new(Timeout)),
            _ => response(400, r#"{"errorId": "KEY_SEEN", "paymentId": "p-1"}"#),
        }))
        .build()
        .expect("the settings are right");
    let error = client.call(payment()).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts(), error.outcome()), (ErrorKind::KeyReused, 2, CallOutcome::Unknown));
}

#[tokio::test]
async fn an_answer_after_a_failure_is_an_answer() {
    let (_, builder) = Script::of([Fails(Timeout), PAID]);
    let paid: Payment = builder.build().expect("right").call(payment()).await.expect("paid");
    assert_eq!(paid.id.as_deref(), Some("p-1"));
}
