//! HTTP/2 over TLS: a connection that goes silent, although TCP acknowledges, does not stop a client.

use std::time::{Duration, Instant};

use payspec_http::{CallOutcome, Client, ClientBuilder, Error, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

use crate::support::api::{DeleteReport, builder, payment, read};
use crate::support::http2::{Http2Server, wait_until};
use crate::support::tls::trusting;

/// Longer than a call has to be waited for before it counts when it is given up.
const TIMEOUT: Duration = Duration::from_millis(1_100);
/// Longer than the pools have to be used before they may be replaced. On a new connection the answer takes a handshake, so
/// on a busy machine more than one attempt may time out.
const SHORT: Duration = Duration::from_millis(300);
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// Often, so that a test sees some, with more time for the acknowledgement than a busy machine takes.
const PING: Duration = Duration::from_millis(200);
const ACKNOWLEDGED: Duration = Duration::from_secs(2);

/// A client whose idle connections are kept: what helps here is not that they are closed soon.
fn patient(server: &Http2Server) -> ClientBuilder {
    builder(server.url()).idle_connection_timeout(LONG).unrepeatable_idle_connection_timeout(LONG)
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Reads,
    Keyed,
    WithoutKey,
}

const KINDS: [Kind; 3] = [Kind::Reads, Kind::Keyed, Kind::WithoutKey];

async fn call(client: &Client, kind: Kind, timeout: Duration) -> Result<Option<String>, Error> {
    match kind {
        Kind::Reads => client.call(read("p-1")).timeout(timeout).await.map(|payment| payment.id),
        Kind::Keyed => client.call(payment()).timeout(timeout).await.map(|payment| payment.id),
        Kind::WithoutKey => client.call(DeleteReport).timeout(timeout).await.map(|report| report.and_then(|it| it.id)),
    }
}

/// The fault this is about: every later call went into the silent connection, and no second one was opened.
#[test]
fn after_a_timeout_calls_use_a_new_connection() {
    trusting("http2::after_a_timeout_calls_use_a_new_connection", || {
        runtime().block_on(async {
            for kind in KINDS {
                let server = Http2Server::start();
                let client = patient(&server).build().expect("the settings are right");
                call(&client, kind, LONG).await.expect("answered");
                assert_eq!(call(&client, kind, LONG).await.expect("answered").as_deref(), Some("own-2"));
                assert_eq!(server.requests(), [2], "HTTP/2 keeps its connection");
                server.silence();
                let error = call(&client, kind, TIMEOUT).await.expect_err("nobody answers");
                assert!(error.is_timeout(), "{error}");
                for _ in 0..3 {
                    call(&client, kind, LONG).await.expect("a new connection");
                }
                assert_eq!(server.requests(), [2, 3], "{kind:?}");
            }
        });
    });
}

/// What timed out in one pool went over the same path as what is in the other.
#[test]
fn a_timeout_in_one_pool_replaces_the_other_too() {
    trusting("http2::a_timeout_in_one_pool_replaces_the_other_too", || {
        runtime().block_on(async {
            for (kind, other) in [(Kind::Reads, Kind::WithoutKey), (Kind::WithoutKey, Kind::Keyed)] {
                let server = Http2Server::start();
                let client = patient(&server).build().expect("the settings are right");
                call(&client, kind, LONG).await.expect("answered");
                call(&client, other, LONG).await.expect("answered");
                assert_eq!(server.requests(), [1, 1], "two pools");
                server.silence();
                call(&client, kind, TIMEOUT).await.expect_err("nobody answers");
                call(&client, other, LONG).await.expect("a new connection");
                assert_eq!(server.requests(), [1, 1, 1]);
            }
        });
    });
}

#[test]
fn a_repetition_does_not_go_into_the_silent_connection() {
    trusting("http2::a_repetition_does_not_go_into_the_silent_connection", || {
        let server = Http2Server::start();
        let client = patient(&server).retry(RetryPolicy::new().delays(Duration::ZERO, Duration::ZERO)).timeout(TIMEOUT);
        let client = client.build_blocking().expect("the settings are right");
        client.call(payment()).wait().expect("answered");
        server.silence();
        let paid = client.call(payment()).send().expect("the second attempt is answered");
        assert_eq!((paid.attempts, server.requests()), (2, vec![1, 1]));
    });
}

/// Attempts are often given less than a second. The connection was opened just before, so its age is that of the attempt.
#[test]
fn attempts_with_a_short_timeout_do_not_go_into_the_silent_connection() {
    trusting("http2::attempts_with_a_short_timeout_do_not_go_into_the_silent_connection", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            let client = patient(&server).build().expect("the settings are right");
            call(&client, Kind::Reads, LONG).await.expect("answered");
            server.silence();
            let error = call(&client, Kind::Reads, SHORT).await.expect_err("nobody answers");
            assert!(error.is_timeout(), "{error}");
            call(&client, Kind::Reads, LONG).await.expect("a new connection");
            assert_eq!(server.requests(), [1, 1]);
        });
        let server = Http2Server::start();
        let policy = RetryPolicy::new().delays(Duration::ZERO, Duration::ZERO).attempts(5);
        let client = patient(&server).retry(policy).build_blocking().expect("the settings are right");
        client.call(payment()).wait().expect("answered");
        server.silence();
        let paid = client.call(payment()).timeout(SHORT).send().expect("a later attempt is answered");
        assert!(paid.attempts >= 2);
        assert_eq!(server.requests().first(), Some(&1), "no attempt was sent into it");
    });
}

#[test]
fn calls_that_are_under_way_are_not_cut_when_another_times_out() {
    trusting("http2::calls_that_are_under_way_are_not_cut_when_another_times_out", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            let client = patient(&server).build().expect("the settings are right");
            let slow = tokio::spawn(client.call(read("slow")).timeout(LONG).into_future());
            while server.requests() != [1] {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let error = client.call(read("never")).timeout(TIMEOUT).await.expect_err("nobody answers");
            assert!(error.is_timeout(), "{error}");
            assert_eq!(server.requests(), [2], "both were on one connection");
            call(&client, Kind::Reads, LONG).await.expect("a new connection");
            assert_eq!(server.requests(), [2, 1]);
            server.release();
            slow.await.expect("no panic").expect("it was not cut");
        });
    });
}

/// A caller with a timeout of its own drops the call before it ends.
#[test]
fn after_a_call_that_was_given_up_calls_use_a_new_connection() {
    trusting("http2::after_a_call_that_was_given_up_calls_use_a_new_connection", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            let client = patient(&server).build().expect("the settings are right");
            call(&client, Kind::Keyed, LONG).await.expect("answered");
            server.silence();
            let given_up = tokio::time::timeout(TIMEOUT, call(&client, Kind::Keyed, LONG)).await;
            assert!(given_up.is_err(), "nobody answers");
            call(&client, Kind::Keyed, LONG).await.expect("a new connection");
            assert_eq!(server.requests(), [1, 1]);
        });
    });
}

#[test]
fn a_silent_connection_is_found_by_a_ping_long_before_the_timeout() {
    trusting("http2::a_silent_connection_is_found_by_a_ping_long_before_the_timeout", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            let client = patient(&server).http2_ping(PING, ACKNOWLEDGED);
            let client = client.build().expect("the settings are right");
            let slow = tokio::spawn(client.call(read("slow")).timeout(LONG).into_future());
            tokio::time::sleep(PING * 6).await;
            assert!(!slow.is_finished(), "a server that acknowledges may take its time");
            server.silence();
            let began = Instant::now();
            let error = slow.await.expect("no panic").expect_err("the connection is given up");
            assert!(began.elapsed() < LONG / 2 && error.is_timeout(), "{error} after {:?}", began.elapsed());
            call(&client, Kind::Reads, LONG).await.expect("a new connection");
            assert_eq!(server.connections(), 2);
        });
    });
}

#[test]
fn a_connection_that_goes_silent_while_it_is_idle_is_closed() {
    trusting("http2::a_connection_that_goes_silent_while_it_is_idle_is_closed", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            let client = patient(&server).http2_ping(PING, ACKNOWLEDGED);
            let client = client.build().expect("the settings are right");
            call(&client, Kind::WithoutKey, LONG).await.expect("answered");
            server.silence();
            tokio::task::block_in_place(|| wait_until(|| server.given_up() == 1));
            call(&client, Kind::WithoutKey, LONG).await.expect("a new connection");
            assert_eq!(server.requests(), [1, 1]);
        });
    });
}

/// An outage does not become a flood of connections.
#[test]
fn many_timeouts_open_few_connections() {
    trusting("http2::many_timeouts_open_few_connections", || {
        runtime().block_on(async {
            let server = Http2Server::start();
            server.silence_all();
            let client = patient(&server).build().expect("the settings are right");
            let began = Instant::now();
            for _ in 0..25 {
                call(&client, Kind::Reads, Duration::from_millis(40)).await.expect_err("nobody answers");
            }
            let (seconds, connections) = (began.elapsed().as_secs_f64(), server.connections());
            assert!(connections >= 2, "one is replaced");
            #[expect(clippy::cast_precision_loss, reason = "it is a small number")]
            let few = connections as f64 <= 1.0 + 10.0 * seconds;
            assert!(few, "{connections} connections in {seconds} seconds");
        });
    });
}

/// On a runtime that is polled during calls only, the end of a connection is noticed before a call is written to it.
#[test]
fn a_connection_that_was_ended_while_it_was_idle_is_not_used() {
    trusting("http2::a_connection_that_was_ended_while_it_was_idle_is_not_used", || {
        let per_call = Builder::new_current_thread().enable_all().build().expect("a runtime");
        for kind in KINDS {
            let server = Http2Server::start();
            let client = patient(&server).build().expect("the settings are right");
            per_call.block_on(call(&client, kind, LONG)).expect("answered");
            server.end();
            let second = per_call.block_on(call(&client, kind, LONG));
            if let Err(error) = &second {
                panic!("{kind:?}: {error}, {:?}", error.outcome() == CallOutcome::Unknown);
            }
            assert_eq!(server.requests(), [1, 1], "{kind:?}");
        }
    });
}
