//! Operations whose successes have different bodies, over real HTTP: the status tells what a call returns.

use payspec_http::{CallOutcome, ErrorKind, RetryPolicy};
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_batched_client::model::{GrindSack, GrindSackResponse, SiftSackResponse};
use showcase_batched_client::{Client, ClientBuilder, blocking};

fn builder(server: &Server) -> ClientBuilder {
    let builder = ClientBuilder::at(server.url()).guild("seal");
    builder.configure(|http| http.retry(RetryPolicy::never()))
}

fn server(status: u16, body: Value) -> Server {
    Server::responding(move |_| {
        let reply = Reply::json(status, &body);
        if body.is_null() { Reply { body: Vec::new(), ..reply } } else { reply }
    })
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("complete settings")
}

fn blocking(server: &Server) -> blocking::Client {
    builder(server).build_blocking().expect("complete settings")
}

fn flour(sack: &str) -> Value {
    json!({ "sack": sack, "weight": 900 })
}

#[tokio::test]
async fn the_status_tells_what_a_success_is() {
    for status in [200, 201] {
        let server = server(status, flour("s-1"));
        let ground = client(&server).sacks().grind("s-1").send().await.expect("ground");
        assert_eq!(ground.status, status);
        let GrindSackResponse::Flour(flour) = ground.value else { panic!("{:?}", ground.value) };
        assert_eq!((flour.sack.as_str(), flour.weight), ("s-1", Some(900)));
    }
    let server = server(202, json!({ "sack": "s-1", "place": 3 }));
    let waits = client(&server).sacks().grind("s-1").await.expect("it waits");
    assert!(matches!(&waits, GrindSackResponse::Queue(queue) if queue.place == Some(3)), "{waits:?}");
    let server = self::server(204, Value::Null);
    assert_eq!(client(&server).sacks().grind("s-1").await.expect("nothing to grind"), GrindSackResponse::Empty);
}

#[test]
fn blocking_calls_return_the_same() {
    let server = server(202, json!({ "sack": "s-1", "place": 3 }));
    let waits = blocking(&server).sacks().grind("s-1").wait().expect("it waits");
    assert!(matches!(waits, GrindSackResponse::Queue(_)));
}

/// What one body must show, another need not have.
#[tokio::test]
async fn each_body_shows_what_it_must() {
    for (status, body) in [
        // The body of another status.
        (200, json!({ "place": 3 })),
        (202, json!({ "place": 3 })),
        (201, Value::Null),
        (202, Value::Null),
        (202, json!({})),
        // About another sack.
        (200, flour("s-2")),
        (202, json!({ "sack": "s-2", "place": 3 })),
        // Not described: nothing tells what it would be.
        (203, flour("s-1")),
        (206, flour("s-1")),
        (207, flour("s-1")),
    ] {
        let server = server(status, body.clone());
        let error = client(&server).sacks().grind("s-1").await.err();
        let error = error.unwrap_or_else(|| panic!("{status} {body} is taken for a success"));
        assert!(error.may_have_happened(), "{status} {body}: {error}");
        assert!(matches!(error.outcome(), CallOutcome::Unknown | CallOutcome::Happened), "{status} {body}: {error}");
    }
    let server = server(200, flour("s-2"));
    let error = client(&server).sacks().grind("s-1").await.expect_err("another sack");
    assert_eq!(error.kind(), ErrorKind::WrongObject);
}

/// Members that cannot be read are reported of the body that it is.
#[tokio::test]
async fn what_cannot_be_read_is_kept() {
    let server = server(202, json!({ "sack": "s-1", "place": "third" }));
    let waits = client(&server).sacks().grind("s-1").send().await.expect("it waits");
    assert_eq!(waits.unreadable().iter().map(payspec_core::Unreadable::path).collect::<Vec<_>>(), ["place"]);
}

/// In an envelope, and with an id that the response repeats.
#[tokio::test]
async fn envelopes_and_echoes_hold_for_each_body() {
    let sift = |status, body: Value| async move {
        let server = server(status, body);
        client(&server).sacks().sift(showcase_batched_client::model::SiftSack::new("s-1")).await
    };
    let within = |body: Value| json!({ "mill": { "it": body } });
    let sifted = sift(200, within(flour("s-1"))).await.expect("sifted");
    assert!(matches!(sifted, SiftSackResponse::Flour(_)));
    let waits = sift(202, within(json!({ "place": 1 }))).await.expect("it waits");
    assert!(matches!(waits, SiftSackResponse::Queue(_)));
    assert_eq!(sift(204, Value::Null).await.expect("nothing left"), SiftSackResponse::Empty);
    for (status, body) in [(200, within(flour("s-2"))), (202, within(json!({ "sack": "s-2" }))), (200, flour("s-1"))] {
        sift(status, body.clone()).await.expect_err(&body.to_string());
    }
}

/// A caller who takes any success still learns that nothing tells what the body is.
#[tokio::test]
async fn any_success_needs_a_status_that_tells() {
    let any = |server: &Server| client(server).call(GrindSack::new("s-1")).accept_any_success();
    let error = any(&server(207, flour("s-1"))).await.expect_err("no status of this operation");
    assert!(error.to_string().contains("a described status, which determines the type of the body"), "{error}");
    any(&server(200, flour("s-2"))).await.expect("any sack will do");
    assert_eq!(any(&server(204, json!({ "thanks": 1 }))).await.expect("a body for none"), GrindSackResponse::Empty);
}
