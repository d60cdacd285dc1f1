//! Keys: sent with what the API names, and refused when they come again.

use payspec::primer::model::{CapturePayment, CreatePayment, PaymentId, PaymentStatus, ReusedKey};
use payspec::primer::{CallOutcome, ErrorKind};
use serde_json::Value;

use super::client;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};

/// Calls of a key that was seen are refused; the first gets no answer that could be read.
fn server() -> Server {
    let seen = std::sync::Mutex::new(Vec::new());
    Server::responding(move |request| {
        let key = request.header("x-idempotency-key").unwrap_or_default().to_owned();
        let mut seen = seen.lock().expect("no handler panics");
        if seen.contains(&key) {
            return Reply::json(400, &files::of("primer", "responses", "error-key-reused"));
        }
        seen.push(key);
        Reply::json(504, &Value::Null)
    })
}

/// The first attempt took effect and its answer was lost; the second is refused because of that, and the error says
/// which payment has the key.
#[tokio::test]
async fn a_repetition_that_is_refused_tells_what_became_of_the_first() {
    let server = server();
    let error = client(&server).payments().create(CreatePayment::new("pm-token")).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::KeyReused, 2));
    assert_eq!((error.outcome(), error.is_safe_to_retry()), (CallOutcome::Unknown, false));
    let said: ReusedKey = error.response().expect("it names the payment");
    assert_eq!(said.payment_id.as_ref().map(PaymentId::as_str), Some("pay12345"));
    assert_eq!(said.payment_status, Some(PaymentStatus::Authorized));
    let text = error.to_string();
    assert!(
        text.contains("code TransactionRequestIdempotencyKeyAlreadyExists") && !text.contains("metadata"),
        "{text}"
    );
    assert_eq!(
        (error.request_id(), error.code()),
        (Some("987"), Some("TransactionRequestIdempotencyKeyAlreadyExists"))
    );
    let keys: Vec<_> =
        server.seen().iter().map(|request| request.header("x-idempotency-key").map(str::to_owned)).collect();
    assert!(keys[0].is_some() && keys[0] == keys[1], "{keys:?}");
}

#[tokio::test]
async fn what_the_api_finds_wrong_is_reported_with_its_diagnostics_id() {
    let server = Server::responding(|_| Reply::json(422, &files::of("primer", "responses", "error-validation")));
    let error = client(&server).payments().capture(CapturePayment::new("pay12345")).await.expect_err("refused");
    assert!(error.is_invalid() && error.outcome() == CallOutcome::DidNotHappen);
    assert_eq!(error.request_id(), Some("1234567890123456789"));
    assert!(error.to_string().contains("request id 1234567890123456789"), "{error}");
    assert_eq!(error.field_errors(), [("$.amount".to_owned(), "It is below the minimum.".to_owned())]);
}
