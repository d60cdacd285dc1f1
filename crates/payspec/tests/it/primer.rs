//! Primer: fields that are set, left or cleared, keys that were used before, and signed deliveries.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use payspec::primer::clock::{Clock, Sleep};
use payspec::primer::model::{CreatePayment, Environment, ReusedKey, UpdateClientSession};
use payspec::primer::testing::{responding, response};
use payspec::primer::transport::bytes::Bytes;
use payspec::primer::transport::{Transport, TransportError, TransportErrorKind};
use payspec::primer::webhook::{Event, Verifier, VerifyError, payspec_webhook};
use payspec::primer::{Amount, Client, Error, Patch, RetryBudget, blocking, serde_json};

/// A clock of one's own.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> std::time::Instant {
        std::time::Instant::now()
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}

fn client(transport: Arc<dyn Transport>) -> blocking::Client {
    let builder = Client::builder(Environment::Sandbox).x_api_key("key");
    let builder = builder.configure(|http| {
        http.transport(transport)
            .clock(Arc::new(Stopped))
            .retry_budget(RetryBudget::new(3))
            .timeout(Duration::from_secs(9))
    });
    builder.build_blocking().expect("complete settings")
}

fn pay(transport: Arc<dyn Transport>) -> Error {
    let call = client(transport).payments().create(CreatePayment::new("token")).idempotency_key("order-17");
    call.wait().expect_err("it fails")
}

#[test]
fn errors_are_told_apart() {
    let body = Bytes::from_static(br#"{ "error": { "errorId": "NotFound", "diagnosticsId": "42" } }"#);
    let unknown = pay(responding(move |_| response(404, body.clone())));
    assert!(unknown.is_not_found() && unknown.response::<ReusedKey>().is_none_or(|reused| reused.payment_id.is_none()));
    let broken = pay(responding(|_| Err(TransportError::new(TransportErrorKind::Interrupted))));
    assert!(broken.is_transport() && broken.may_have_happened());
    let cleared = UpdateClientSession::new("token").clear_amount();
    assert_eq!((cleared.amount, cleared.order_id), (Patch::Null, Patch::Absent));
    let set =
        UpdateClientSession::new("token").amount(Amount::from_minor(1)).metadata(serde_json::json!({ "shop": 1 }));
    assert!(set.amount.value().is_some() && set.metadata.value().is_some());
}

fn patient(verifier: payspec_webhook::Verifier) -> payspec_webhook::Verifier {
    verifier.tolerance(Duration::from_secs(60))
}

#[test]
fn a_forged_delivery_is_refused() {
    let verifier = Verifier::new("secret").configure(patient);
    let forged: Result<Event, VerifyError> = verifier.verify([("X-Signature-Primary", "AAAA")], "{}");
    assert_eq!(forged.expect_err("it is forged"), VerifyError::Wrong);
}
