//! What those are told who watch: metrics, and (feature `tracing`) spans and events.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_core::{Check, Form, KnownValues, Operation, OperationSpec, Rule, Violations};
use payspec_http::observe::{AttemptRecord, CallRecord, Observer};
use payspec_http::transport::TransportErrorKind::Timeout;
use payspec_http::{CallOutcome, ErrorKind};

use crate::support::api::{CreatePayment, PLAIN, payment};
use crate::support::script::Line::{Fails, Later, Says};
use crate::support::script::{PAID, Script};

#[derive(Default)]
struct Notes {
    attempts: Mutex<Vec<AttemptRecord>>,
    calls: Mutex<Vec<CallRecord>>,
    warnings: Mutex<Vec<(&'static str, String)>>,
}

impl Observer for Notes {
    fn attempt(&self, attempt: &AttemptRecord) {
        self.attempts.lock().expect("no test panics in here").push(attempt.clone());
    }

    fn warned(&self, operation: &'static str, warnings: &Violations) {
        self.warnings.lock().expect("no test panics in here").push((operation, warnings.to_string()));
    }

    fn call(&self, call: &CallRecord) {
        self.calls.lock().expect("no test panics in here").push(*call);
    }
}

/// `coin.toss`, of an amount that should be a multiple of 5.
struct Toss(&'static str);

impl Operation for Toss {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "coin.toss",
        warnings: &[Rule {
            name: "round-amount",
            when: None,
            check: Check::MultipleOf { field: "amount", of: 5 },
            because: "tills are round",
            evidence: None,
        }],
        ..PLAIN
    };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("amount", self.0);
    }
}

#[tokio::test]
async fn a_doubtful_call_is_reported_and_sent() {
    let notes = Arc::new(Notes::default());
    let (script, builder) = Script::of([PAID, PAID]);
    let client = builder.observer(Arc::clone(&notes) as _).build().expect("the settings are right");
    client.call(Toss("1005")).await.expect("nothing is doubtful about it");
    let doubtful = client.call(Toss("1013"));
    assert!(doubtful.warnings().is_some_and(|warnings| warnings.to_string().contains("round-amount")));
    doubtful.await.expect("sent all the same");
    assert_eq!(script.asked().len(), 2);
    let told = notes.warnings.lock().expect("no test panics in here").clone();
    let [(operation, text)] = told.as_slice() else { panic!("one warning: {told:?}") };
    assert_eq!(*operation, "coin.toss");
    assert!(text.contains("tills are round") && !text.contains("1013"), "a reason and no value: {text}");
}

/// `coin.flip`, on a side that is one of two.
struct Flip(&'static str);

impl Operation for Flip {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "coin.flip",
        known_values: &[KnownValues {
            field: "side",
            of: "Side",
            values: &["HEADS", "TAILS"],
            also: &[],
            sensitive: false,
        }],
        ..PLAIN
    };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("side", self.0);
    }
}

/// Also one that is given next to the parameters of the description.
#[tokio::test]
async fn a_value_that_nobody_knows_is_reported_and_sent() {
    let notes = Arc::new(Notes::default());
    let (script, builder) = Script::of([PAID, PAID, PAID]);
    let client = builder.observer(Arc::clone(&notes) as _).build().expect("the settings are right");
    client.call(Flip("HEADS")).await.expect("everybody knows it");
    for call in [client.call(Flip("Head")), client.call(Flip("TAILS")).parameter("side", "Head")] {
        let warnings = call.warnings().expect("nobody knows it").to_string();
        assert!(warnings.contains("did you mean `HEADS`") && !warnings.contains("Head "), "{warnings}");
        call.await.expect("sent all the same");
    }
    assert_eq!(script.asked().len(), 3);
    let told = notes.warnings.lock().expect("no test panics in here").clone();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|(operation, text)| *operation == "coin.flip" && text.contains("`side`")), "{told:?}");
}

#[tokio::test]
async fn every_attempt_and_every_call_is_reported() {
    let notes = Arc::new(Notes::default());
    let (_, builder) = Script::of([Fails(Timeout), Later(429, "3"), PAID, Says(402, "{}")]);
    let client = builder.observer(Arc::clone(&notes) as _).build().expect("the settings are right");
    client.call(payment()).await.expect("paid at the third attempt");
    client.call(payment()).await.expect_err("declined");
    client.call(CreatePayment { amount: 0, ..payment() }).await.expect_err("refused here");

    let attempts = notes.attempts.lock().expect("no test panics in here").clone();
    let told: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.status, attempt.error)).collect();
    assert_eq!(
        told,
        [
            (1, None, Some(ErrorKind::Timeout)),
            (2, Some(429), Some(ErrorKind::RateLimited)),
            (3, Some(200), None),
            (1, Some(402), Some(ErrorKind::Declined)),
        ]
    );
    let waits: Vec<_> = attempts.iter().map(|attempt| attempt.next_attempt_in).collect();
    assert_eq!(waits, [Some(Duration::from_millis(500)), Some(Duration::from_secs(4)), None, None]);
    assert!(attempts.iter().all(|attempt| attempt.operation == "payment.create" && attempt.duration.is_zero()));

    let calls = notes.calls.lock().expect("no test panics in here").clone();
    let told: Vec<_> = calls.iter().map(|call| (call.attempts, call.status, call.error, call.outcome)).collect();
    assert_eq!(
        told,
        [
            (3, Some(200), None, CallOutcome::Happened),
            (1, Some(402), Some(ErrorKind::Declined), CallOutcome::DidNotHappen),
            (0, None, Some(ErrorKind::Invalid), CallOutcome::DidNotHappen),
        ]
    );
    // Virtual time passes in waits only.
    assert_eq!(calls[0].duration, Duration::from_millis(4_500));
}

#[cfg(feature = "tracing")]
mod spans {
    use super::*;
    use crate::support::spans::{lines, listen};

    #[tokio::test]
    async fn a_doubtful_call_is_an_event_of_its_own() {
        listen();
        let (_, builder) = Script::of([PAID]);
        let client = builder.build().expect("the settings are right");
        client.call(Toss("1013")).await.expect("sent all the same");
        let text = lines();
        let warned: Vec<&str> = text.lines().filter(|line| line.contains("payspec.warnings=")).collect();
        assert!(
            matches!(warned.as_slice(), [line] if line.starts_with(" WARN")
                && line.contains("payspec.operation=\"coin.toss\"") && line.contains("round-amount") && !line.contains("1013")),
            "{text}"
        );
    }

    /// The names of fields are those of OpenTelemetry's conventions for HTTP clients, and users build dashboards on
    /// them: they do not change.
    #[tokio::test]
    async fn a_call_is_a_span_and_an_attempt_an_event() {
        listen();
        let (_, builder) = Script::of([Fails(Timeout), PAID, Says(402, "{}")]);
        let client = builder.build().expect("the settings are right");
        client.call(payment()).await.expect("paid at the second attempt");
        client.call(payment()).await.expect_err("declined");
        let text = lines();
        // How long a span was busy is not ours to fix.
        // Nor is what other crates report on the same thread.
        let ours = text.lines().filter(|line| line.contains("payspec"));
        let lines: Vec<&str> = ours.map(|line| line.split(" time.busy").next().unwrap_or_default()).collect();
        let call = "payspec.call{otel.name=POST /payment otel.kind=\"client\" http.request.method=\"POST\" \
                    url.scheme=\"https\" url.template=\"/payment\" server.address=\"api.example.com\" server.port=443 \
                    payspec.operation=\"payment.create\"";
        let module = "payspec_http";
        assert_eq!(
            lines,
            [
                format!(
                    " WARN {call}}}: {module}: attempt error.type=\"timeout\" \
                     payspec.attempt.duration_ms=0 payspec.attempt.wait_ms=500"
                ),
                format!(
                    "DEBUG {call}}}: {module}: attempt http.request.resend_count=1 http.response.status_code=200 \
                     payspec.attempt.duration_ms=0"
                ),
                format!(
                    " INFO {call} http.response.status_code=200 payspec.attempts=2 http.request.resend_count=1 payspec.outcome=\"happened\" \
                     payspec.request_id=\"req-42\"}}: {module}: close"
                ),
                format!(
                    " WARN {call}}}: {module}: attempt http.response.status_code=402 \
                     error.type=\"402\" payspec.attempt.duration_ms=0"
                ),
                format!(
                    " INFO {call} otel.status_code=\"ERROR\" http.response.status_code=402 error.type=\"402\" \
                     payspec.attempts=1 payspec.outcome=\"did_not_happen\" payspec.request_id=\"req-42\"}}: {module}: close"
                ),
            ]
        );
    }
}
