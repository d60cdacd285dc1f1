//! A transport of one's own: a recording of answers, no network.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use payspec_http::transport::{
    HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind, TransportFuture,
};

use crate::support::api::{
    BASIC, CancelPayment, DeleteReport, ExecutePayment, HEADER_KEY, ORIGIN, builder, payment, read, silent,
};
use crate::support::reply::Reply;
use crate::support::server::Server;

/// Keeps the request and gives the answer it was made with.
struct Canned {
    answer: fn() -> Result<HttpResponse, TransportError>,
    seen: Mutex<Vec<HttpRequest>>,
}

impl Canned {
    fn new(answer: fn() -> Result<HttpResponse, TransportError>) -> Arc<Self> {
        Arc::new(Self { answer, seen: Mutex::default() })
    }

    fn only(&self) -> HttpRequest {
        let seen = self.seen.lock().expect("no test panics in here");
        assert_eq!(seen.len(), 1);
        seen[0].clone()
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        self.seen.lock().expect("no test panics in here").push(request);
        Box::pin(std::future::ready((self.answer)()))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it stands for any answer")]
fn ok() -> Result<HttpResponse, TransportError> {
    Ok(HttpResponse::new(StatusCode::OK, HeaderMap::new(), "{\"id\": \"p-1\"}"))
}

#[tokio::test]
async fn it_gets_the_finished_request_and_its_limits() {
    let canned = Canned::new(ok);
    let client = silent().transport(canned.clone()).max_response_bytes(77).build().expect("it is right");
    let paid = client.call(payment()).timeout(Duration::from_secs(5)).await.expect("it is paid");
    assert_eq!(paid.id.as_deref(), Some("p-1"));
    let request = canned.only();
    assert_eq!((request.timeout(), request.max_response_bytes()), (Duration::from_secs(5), 77));
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(request.uri().to_string(), "https://api.example.com/payment");
    assert_eq!(request.body(), "amount=1500");
    let whole = request.into_http();
    assert_eq!(whole.headers()["origin"], ORIGIN);
    assert_eq!((whole.uri().path(), whole.body().len()), ("/payment", 11));
}

/// A transport of one's own keeps its connections by that, as ours does.
#[tokio::test]
async fn it_is_told_what_can_arrive_twice() {
    for (arrives, repeatable) in [(0, true), (1, true), (2, false), (3, false), (4, false)] {
        let canned = Canned::new(ok);
        let client = silent().transport(canned.clone()).build().expect("it is right");
        match arrives {
            0 => drop(client.call(payment()).await.expect("it has a key")),
            1 => drop(client.call(read("p-1")).await.expect("it reads")),
            2 => drop(client.call(CancelPayment("p-1".to_owned())).await),
            3 => drop(client.call(ExecutePayment("p-1".to_owned())).await),
            _ => drop(client.call(DeleteReport).await.expect("it is deleted")),
        }
        let request = canned.only();
        assert_eq!(request.is_repeatable(), repeatable, "{request:?}");
    }
}

#[tokio::test]
async fn headers_with_secrets_are_marked() {
    let canned = Canned::new(ok);
    let client = silent().transport(canned.clone()).build().expect("it is right");
    client.call(payment()).await.expect("it is paid");
    let authorization = canned.only().headers()["authorization"].clone();
    assert_eq!(authorization, format!("Basic {BASIC}"));
    assert!(authorization.is_sensitive());

    let canned = Canned::new(ok);
    let client = silent().transport(canned.clone()).build().expect("it is right");
    client.call(DeleteReport).await.expect("it is deleted");
    let key = canned.only().headers()["x-api-key"].clone();
    assert!(key == HEADER_KEY && key.is_sensitive());
}

#[tokio::test]
async fn its_failures_are_understood() {
    fn half() -> Result<HttpResponse, TransportError> {
        let received = HttpResponse::new(StatusCode::CREATED, HeaderMap::new(), "{");
        Err(TransportError::new(TransportErrorKind::Timeout).with_received(received).with_source("slow"))
    }
    let client = silent().transport(Canned::new(half)).build().expect("it is right");
    let error = client.call(payment()).await.expect_err("half is missing");
    assert!(error.is_timeout() && error.may_have_happened());
    assert_eq!((error.status(), error.body()), (Some(201), b"{".as_slice()));

    for (kind, may_have_happened) in [
        (TransportErrorKind::Connect, false),
        (TransportErrorKind::ConnectTimeout, false),
        (TransportErrorKind::Unsendable, false),
        (TransportErrorKind::Timeout, true),
        (TransportErrorKind::Interrupted, true),
        (TransportErrorKind::TooLarge { limit: 5 }, true),
    ] {
        assert_eq!(TransportError::new(kind).nothing_was_sent(), !may_have_happened);
    }
}

#[tokio::test]
async fn an_answer_proves_that_something_was_sent() {
    fn odd() -> Result<HttpResponse, TransportError> {
        let received = HttpResponse::new(StatusCode::OK, HeaderMap::new(), "{");
        Err(TransportError::new(TransportErrorKind::Connect).with_received(received))
    }
    let client = silent().transport(Canned::new(odd)).build().expect("it is right");
    let error = client.call(payment()).await.expect_err("half is missing");
    assert!(error.may_have_happened(), "{error}");
    assert!(!error.to_string().contains("Nothing was sent"), "{error}");
}

#[tokio::test]
async fn a_request_prints_no_part_of_its_path() {
    let canned = Canned::new(ok);
    let client = silent().transport(canned.clone()).build().expect("it is right");
    client.call(read("token-PERSONAL")).await.expect("it is read");
    let request = canned.only();
    assert_eq!(request.operation(), "payment.read");
    assert!(request.uri().path().contains("PERSONAL"));
    let text = format!("{request:?} {request:#?}");
    assert!(text.contains("payment.read") && text.contains("api.example.com") && !text.contains("PERSONAL"), "{text}");
}

#[tokio::test]
async fn of_two_extra_parameters_with_one_name_the_last_counts() {
    let canned = Canned::new(ok);
    let client = silent().transport(canned.clone()).build().expect("it is right");
    let call = client.call(payment()).parameter("amount", 1).parameter("method[]", "a").parameter("amount", 2);
    call.parameter("method[]", "b").await.expect("it is paid");
    assert_eq!(canned.only().body(), "method%5B%5D=a&amount=2&method%5B%5D=b");
}

#[tokio::test]
async fn a_response_does_not_print_its_key() {
    let client = silent().transport(Canned::new(ok)).build().expect("it is right");
    let paid = client.call(payment()).idempotency_key("PERSONAL").send().await.expect("it is paid");
    let text = format!("{paid:?}");
    assert!(text.contains("p-1") && text.contains("has_idempotency_key: true") && !text.contains("PERSONAL"), "{text}");
    assert_eq!(paid.idempotency_key.as_deref(), Some("PERSONAL"));
}

/// Limits as large as can be asked for are no special case.
#[tokio::test]
async fn the_longest_timeouts_are_fine() {
    let server = Server::start(Reply::json(200, "{\"id\": \"p-1\"}")).await;
    let client = builder(server.url()).timeout(Duration::MAX).connect_timeout(Duration::MAX);
    let client = client.idle_connection_timeout(Duration::MAX).unrepeatable_idle_connection_timeout(Duration::MAX);
    let client = client.http2_ping(Duration::MAX, Duration::MAX);
    let client = client.max_response_bytes(usize::MAX).build().expect("it is right");
    assert_eq!(client.call(payment()).await.expect("it is paid").id.as_deref(), Some("p-1"));
}

#[tokio::test]
async fn one_transport_can_serve_several_clients() {
    let shared: Arc<dyn Transport> = Canned::new(ok);
    let wrapped: Arc<dyn Transport> = Arc::new(Arc::clone(&shared));
    for transport in [shared, wrapped] {
        let client = silent().transport(transport).build().expect("it is right");
        client.clone().call(payment()).await.expect("it is paid");
    }
}
