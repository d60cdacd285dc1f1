//! A transport of one's own: a recording of answers, no network.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use payspec_http::transport::{
    HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind, TransportFuture,
};

use crate::support::api::{BASIC, DeleteReport, HEADER_KEY, ORIGIN, payment, silent};

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
async fn one_transport_can_serve_several_clients() {
    let shared: Arc<dyn Transport> = Canned::new(ok);
    let wrapped: Arc<dyn Transport> = Arc::new(Arc::clone(&shared));
    for transport in [shared, wrapped] {
        let client = silent().transport(transport).build().expect("it is right");
        client.clone().call(payment()).await.expect("it is paid");
    }
}
