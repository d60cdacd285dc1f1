//! Names and values of OpenTelemetry's conventions for HTTP clients, over real HTTP: what the hook is told is enough
//! for the metric `http.client.request.duration`, and nothing that a span or an event has is a value of the caller's.

use std::sync::{Arc, Mutex};

use payspec_http::RetryPolicy;
use payspec_http::observe::{AttemptRecord, Observer};
use payspec_http::testing::VirtualClock;

use crate::support::api::{self, ReadPayment, payment_for};
use crate::support::kept::KeptServer;

/// Each of them is sent, or in an answer: none of them may be reported.
const VALUES: [&str; 7] = ["pay_secret_1", "card-token-7", "1500", "expand-me", api::PASSWORD, api::LOGIN, api::BASIC];

/// The metric as a program makes it of the hook: its attributes for each attempt.
#[derive(Default)]
struct Metric(Mutex<Vec<Vec<(&'static str, String)>>>);

impl Observer for Metric {
    fn attempt(&self, attempt: &AttemptRecord) {
        let mut attributes = vec![
            ("http.request.method", attempt.method.to_owned()),
            ("server.address", attempt.server_address.to_string()),
            ("server.port", attempt.server_port.to_string()),
            ("url.scheme", attempt.url_scheme.to_owned()),
            ("url.template", attempt.url_template.to_owned()),
        ];
        attributes.extend(attempt.status.map(|status| ("http.response.status_code", status.to_string())));
        attributes.extend(attempt.error_type().map(|error| ("error.type", error.into_owned())));
        self.0.lock().expect("no test panics in here").push(attributes);
    }
}

/// A server that is out of order for the first request of three, and declines what is paid with a token.
async fn server() -> KeptServer {
    let count = Mutex::new(0);
    KeptServer::start(move |request| {
        let mut count = count.lock().expect("no test panics in here");
        *count += 1;
        match *count {
            1 => (503, r#"{"message": "pay_secret_1 is busy"}"#.to_owned()),
            _ if request.starts_with("GET") => (200, r#"{"id": "pay_secret_1", "amount": 1500}"#.to_owned()),
            _ => (402, r#"{"message": "card-token-7", "errors": {"token": "card-token-7"}}"#.to_owned()),
        }
    })
    .await
}

async fn call_all(server: &KeptServer, observer: Arc<Metric>) {
    let client = api::builder(format!("{}/v2", server.url()))
        .retry(RetryPolicy::new().attempts(2))
        .clock(Arc::new(VirtualClock::new()))
        .observer(observer)
        .build()
        .expect("right");
    let merchant =
        client.with_credentials("m-1", |its| its.basic("account", api::LOGIN, api::PASSWORD)).expect("right");
    let read = ReadPayment { id: "pay_secret_1".to_owned(), expand: Some("expand-me".to_owned()) };
    merchant.call(read).path("/payment/{paymentId}").await.expect("read at the second attempt");
    client.call(payment_for("card-token-7")).idempotency_key("key-pay_secret_1").await.expect_err("declined");
}

#[tokio::test]
async fn the_hook_is_told_all_that_the_metric_needs() {
    let (server, metric) = (server().await, Arc::new(Metric::default()));
    call_all(&server, Arc::clone(&metric)).await;
    let port = server.port().to_string();
    let attempt = |method: &str, template: &str, rest: &[(&'static str, &str)]| {
        let first = [("http.request.method", method), ("server.address", "127.0.0.1"), ("server.port", &port)];
        let second = [("url.scheme", "http"), ("url.template", template)];
        let all = first.iter().chain(&second).chain(rest).map(|(name, value)| (*name, (*value).to_owned()));
        all.collect::<Vec<_>>()
    };
    let told = metric.0.lock().expect("no test panics in here").clone();
    assert_eq!(
        told,
        [
            attempt("GET", "/payment/{paymentId}", &[("http.response.status_code", "503"), ("error.type", "503")]),
            attempt("GET", "/payment/{paymentId}", &[("http.response.status_code", "200")]),
            attempt("POST", "/payment", &[("http.response.status_code", "402"), ("error.type", "402")]),
        ]
    );
    let printed = format!("{told:?}");
    assert!(VALUES.iter().all(|value| !printed.contains(value)), "{printed}");
}

#[cfg(feature = "tracing")]
#[tokio::test]
async fn spans_and_events_have_the_names_of_the_conventions_and_no_value() {
    use crate::support::spans::{Fields, Told, listen, told};

    listen();
    let server = server().await;
    call_all(&server, Arc::default()).await;
    let told = told();
    let port = server.port().to_string();
    let fields = |pairs: &[(&str, &str)]| -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let common =
        [("otel.kind", "client"), ("server.address", "127.0.0.1"), ("server.port", &*port), ("url.scheme", "http")];
    let spans: Vec<&Told> = told.iter().filter(|told| told.is_span()).collect();
    let [read, pay] = spans.as_slice() else { panic!("two calls: {told:?}") };
    let mut expected = fields(&common);
    expected.extend(fields(&[
        ("otel.name", "GET /payment/{paymentId}"),
        ("http.request.method", "GET"),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "200"),
        ("url.template", "/payment/{paymentId}"),
        ("payspec.operation", "payment.read"),
        ("payspec.attempts", "2"),
        ("payspec.outcome", "happened"),
    ]));
    assert_eq!((&*read.name, &read.fields), ("payspec.call", &expected));
    let mut expected = fields(&common);
    expected.extend(fields(&[
        ("otel.name", "POST /payment"),
        ("otel.status_code", "ERROR"),
        ("http.request.method", "POST"),
        ("http.response.status_code", "402"),
        ("error.type", "402"),
        ("url.template", "/payment"),
        ("payspec.operation", "payment.create"),
        ("payspec.attempts", "1"),
        ("payspec.outcome", "did_not_happen"),
    ]));
    assert_eq!((&*pay.name, &pay.fields), ("payspec.call", &expected));

    let attempts: Vec<&Told> = told.iter().filter(|told| told.name == "attempt").collect();
    let of = |attempt: &Told, name: &str| attempt.fields.get(name).cloned();
    let counts: Vec<_> = attempts.iter().map(|attempt| of(attempt, "http.request.resend_count")).collect();
    assert_eq!(counts, [None, Some("1".to_owned()), None]);
    let errors: Vec<_> = attempts.iter().map(|attempt| of(attempt, "error.type")).collect();
    assert_eq!(errors, [Some("503".to_owned()), None, Some("402".to_owned())]);

    for told in &told {
        for (name, value) in &told.fields {
            let known = ["otel.", "http.", "url.", "server.", "payspec."].iter().any(|start| name.starts_with(start));
            assert!(known || name == "error.type", "`{name}` is in no namespace of the conventions, nor in ours");
            assert!(name != "url.full" && name != "url.path" && name != "url.query", "{name}");
            assert!(VALUES.iter().all(|secret| !value.contains(secret)), "`{name}` has a value: {value}");
        }
    }
}
