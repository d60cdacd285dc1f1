//! Limits of size and time, and connections that break.

use std::error::Error as _;
use std::time::Duration;

use payspec_http::transport::{TransportError, TransportErrorKind};
use payspec_http::{Client, Error, ErrorKind};

use crate::support::api::{Payment, builder, client, payment, read};
use crate::support::reply::Reply;
use crate::support::server::Server;

const ID: (&str, &str) = ("Request-Id", "req-42");
const FLOOD: usize = 50_000_000;
const SHORT: Duration = Duration::from_millis(300);

fn below(error: &Error) -> TransportErrorKind {
    let source = error.source().expect("there is a cause");
    source.downcast_ref::<TransportError>().expect("it is one of the transport").kind()
}

async fn flooded(client: &Client, server: &Server, limit: usize) {
    let error = client.call(payment()).await.expect_err("it is too much");
    assert!(error.is_too_large() && !error.is_transport() && error.may_have_happened());
    assert_eq!((error.kind(), error.status()), (ErrorKind::TooLarge, Some(200)));
    assert_eq!(error.request_id(), Some("req-42"));
    assert_eq!(error.body().len(), limit.min(64 * 1024), "the first bytes are kept, and not many");
    assert!(error.body().iter().all(|byte| *byte == b'x'));
    assert_eq!(below(&error), TransportErrorKind::TooLarge { limit });
    assert_eq!(error.response::<Payment>(), None);
    let text = error.to_string();
    assert!(text.contains(&limit.to_string()) && text.contains("max_response_bytes"), "{text}");
    // What is over the limit stays with the server, apart from what the sockets hold.
    assert!(server.written() < limit + 16_000_000, "{} bytes were taken", server.written());
}

#[tokio::test]
async fn an_endless_answer_is_cut_at_the_limit() {
    for told in [true, false] {
        let server = Server::start(Reply::flood(200, &[ID], FLOOD, told)).await;
        flooded(&client(&server), &server, 8 * 1024 * 1024).await;
        let server = Server::start(Reply::flood(200, &[ID], FLOOD, told)).await;
        let small = builder(server.url()).max_response_bytes(1000).build().expect("it is right");
        flooded(&small, &server, 1000).await;
    }
}

#[tokio::test]
async fn an_answer_of_exactly_the_limit_is_fine() {
    let body = r#"{"id": "p-1"}"#;
    let server = Server::start(Reply::json(200, body)).await;
    for (limit, fine) in [(body.len(), true), (body.len() - 1, false), (0, false)] {
        let client = builder(server.url()).max_response_bytes(limit).build().expect("it is right");
        let paid = client.call(payment()).await;
        assert_eq!(paid.is_ok(), fine, "{limit}");
        if let Err(error) = paid {
            assert_eq!(error.body(), &body.as_bytes()[..limit]);
        }
    }
}

#[tokio::test]
async fn a_failure_stays_what_it_is_when_its_page_is_too_long() {
    let server = Server::start(Reply::flood(503, &[ID], FLOOD, false)).await;
    let error = client(&server).call(payment()).await.expect_err("the server fails");
    assert!(error.is_server() && error.is_too_large());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Server, Some(503)));
}

#[tokio::test]
async fn a_body_cut_off_keeps_what_arrived() {
    let start = r#"{"id": "p-1", "sta"#;
    let server = Server::start(Reply::cut_off(200, &[ID], start, 500)).await;
    let error = client(&server).call(payment()).idempotency_key("k-1").await.expect_err("half is missing");
    assert!(error.is_transport() && !error.is_timeout() && !error.is_decode() && error.may_have_happened());
    assert_eq!((error.status(), error.request_id()), (Some(200), Some("req-42")));
    assert_eq!((error.body(), error.idempotency_key()), (start.as_bytes(), Some("k-1")));
    assert_eq!(below(&error), TransportErrorKind::Interrupted);
    let below = error.source().expect("there is a cause");
    assert!(below.source().is_some(), "and the cause has one");
    assert!(error.to_string().contains("HTTP 200, request id req-42"), "{error}");
    assert_eq!(server.requests().len(), 1, "a call is sent once");
}

#[tokio::test]
async fn a_refusal_cut_off_is_still_a_refusal() {
    let body = r#"{"id": "p-1"}"#;
    let server = Server::start(Reply::cut_off(402, &[ID], body, 500)).await;
    let error = client(&server).call(payment()).await.expect_err("it is refused");
    assert!(error.is_declined() && error.is_transport() && !error.may_have_happened());
    assert_eq!((error.kind(), error.body()), (ErrorKind::Declined, body.as_bytes()));
    // It would fit, but nobody knows what is missing.
    assert_eq!(error.response::<Payment>(), None);
}

#[tokio::test]
async fn no_answer_in_time() {
    let server = Server::start(Reply::Stall(Vec::new())).await;
    let client = builder(server.url()).timeout(SHORT).build().expect("it is right");
    let error = client.call(payment()).await.expect_err("nothing comes");
    assert!(error.is_timeout() && error.is_transport() && error.may_have_happened());
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
    assert_eq!(below(&error), TransportErrorKind::Timeout);
    assert!(error.to_string().contains("the request timed out"), "{error}");
    assert!(error.to_string().contains("same idempotency key"), "{error}");
    let error = client.call(read("p-1")).await.expect_err("nothing comes");
    assert!(error.is_timeout() && !error.may_have_happened());
}

#[tokio::test]
async fn half_an_answer_in_time() {
    let server = Server::start(Reply::stall(200, &[ID], "{\"id\"", 500)).await;
    let error = client(&server).call(payment()).timeout(SHORT * 5).await.expect_err("half is missing");
    assert!(error.is_timeout() && error.may_have_happened());
    assert_eq!((error.status(), error.request_id()), (Some(200), Some("req-42")));
    assert_eq!(error.body(), b"{\"id\"");
}

#[tokio::test]
async fn a_refused_connection_sent_nothing() {
    let client = builder(Server::gone().await).build().expect("it is right");
    let error = client.call(payment()).await.expect_err("nobody listens");
    assert!(error.is_transport() && !error.is_timeout() && !error.is_rejected_locally());
    assert!(!error.may_have_happened(), "{error}");
    assert_eq!(below(&error), TransportErrorKind::Connect);
    assert!(error.to_string().contains("could not connect. Nothing was sent"), "{error}");
    assert!(error.idempotency_key().is_some());
}

#[tokio::test]
async fn a_connection_closed_without_a_word_is_not_tried_again() {
    let server = Server::start(Reply::Close).await;
    let error = client(&server).call(payment()).await.expect_err("nothing comes");
    assert!(error.is_transport() && error.may_have_happened());
    assert_eq!(below(&error), TransportErrorKind::Interrupted);
    assert_eq!((server.connections(), server.requests().len()), (1, 1));
}

#[tokio::test]
async fn what_is_no_http_is_a_broken_exchange() {
    for bytes in [b"SSH-2.0-whatever\r\n".to_vec(), b"HTTP/1.1 abc\r\n\r\n".to_vec(), vec![0xFF; 100_000]] {
        let server = Server::start(Reply::Bytes(bytes)).await;
        let error = client(&server).call(payment()).await.expect_err("it is no HTTP");
        assert!(error.is_transport() && error.may_have_happened(), "{error}");
    }
}

#[tokio::test]
async fn a_tls_handshake_that_hangs_sent_nothing() {
    // The server waits for HTTP, and the client for the other half of the handshake.
    let server = Server::start(Reply::json(200, "{}")).await;
    let address = server.url().replace("http://", "https://");
    let client = match builder(address).connect_timeout(SHORT).build() {
        Ok(client) => client,
        // A system without certificates cannot have a client of this kind, and is told so.
        Err(error) => {
            assert!(error.to_string().contains("ca-certificates"), "{error}");
            eprintln!("SKIPPED the handshake: this system has no root certificates");
            return;
        }
    };
    let error = client.call(payment()).await.expect_err("it is no TLS");
    assert!(error.is_timeout() && error.is_transport() && !error.may_have_happened(), "{error:?}");
    assert_eq!(below(&error), TransportErrorKind::ConnectTimeout);
    assert!(error.to_string().contains("connecting timed out. Nothing was sent"), "{error}");
    assert!(server.requests().is_empty());
}
