//! What is printed: never a credential, a parameter, a query or a body.

use std::error::Error as _;
use std::fmt::Write as _;
use std::time::Duration;

use payspec_http::Error;

use crate::support::api::{
    BASIC, Card, CreatePayment, HEADER_KEY, LOGIN, PAN, PASSWORD, PUBLIC_KEY, ReadPayment, builder, client, payment,
    read, token,
};
use crate::support::reply::Reply;
use crate::support::server::Server;

/// What stands in bodies, parameters and keys that must not be printed.
const PERSONAL: &str = "PERSONAL";

fn assert_clean(printed: &str) {
    for secret in [BASIC, HEADER_KEY, LOGIN, PAN, PASSWORD, PUBLIC_KEY, PERSONAL] {
        assert!(!printed.contains(secret), "`{secret}` is in: {printed}");
    }
}

/// An error in every form, with all its causes.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(text, " {cause} {cause:?}").expect("a String takes it");
        source = cause.source();
    }
    text
}

fn personal_payment() -> CreatePayment {
    CreatePayment {
        amount: 1500,
        token: Some(PERSONAL.to_owned()),
        card: Some(Card { number: PAN.into() }),
        methods: vec![PERSONAL.to_owned()],
    }
}

/// Only the errors of the libraries below know the address; it stays with them.
#[tokio::test]
async fn an_error_shows_no_address_and_still_says_what_happened() {
    let client = builder("http://127.0.0.1:1").build().expect("the settings are right");
    let error = client.call(payment()).await.expect_err("nobody listens there");
    let text = format!("{error} {error:?} {error:#?}");
    assert!(!text.contains("127.0.0.1"), "{text}");
    assert!(text.contains("refused"), "{text}");
}

#[tokio::test]
async fn clients_builders_calls_and_requests_are_clean() {
    let unchecked = builder(format!("https://{LOGIN}:{PASSWORD}@api.example.com?{PERSONAL}")).header("X-A", PERSONAL);
    assert_clean(&format!("{unchecked:?} {unchecked:#?}"));
    let builder = builder("http://127.0.0.1:1").header("X-A", PERSONAL).user_agent(PERSONAL);
    let text = format!("{builder:?}");
    assert_clean(&text);
    assert!(text.contains("account") && text.contains("X-A") && text.contains("127.0.0.1"), "{text}");

    let client = builder.build().expect("the settings are right");
    let text = format!("{client:?} {client:#?}");
    assert_clean(&text);
    assert!(text.contains("account") && text.contains("origin") && text.contains("127.0.0.1"), "{text}");

    let call = client.call(personal_payment()).idempotency_key(PERSONAL).header("X-B", PERSONAL);
    let call = call.parameter("note", PERSONAL);
    let text = format!("{call:?} {call:#?}");
    assert_clean(&text);
    assert!(text.contains("payment.create") && text.contains("note") && text.contains("X-B"), "{text}");
}

#[tokio::test]
async fn every_failure_is_clean() {
    let echo =
        format!("{{\"errors\": {{\"{PERSONAL}\": \"{PAN}\"}}, \"message\": \"{PERSONAL}\", \"amount\": \"{PAN}\"}}");
    let mut replies = vec![
        Reply::Close,
        Reply::Stall(Vec::new()),
        Reply::stall(200, &[], &echo, 5000),
        Reply::cut_off(200, &[], &echo, 5000),
        Reply::cut_off(402, &[], &echo, 5000),
        Reply::flood(200, &[("x-echo", PERSONAL)], 10_000_000, true),
        Reply::Bytes(format!("{PERSONAL} is not HTTP\r\n\r\n").into_bytes()),
        Reply::with(302, &[("location", &format!("https://example.com/?{PERSONAL}"))], &echo),
        Reply::with(200, &[], PERSONAL),
        Reply::with(200, &[], format!("[\"{PERSONAL}\"]")),
        Reply::with(200, &[], format!("{{\"amount\": {{\"{PERSONAL} x\": {PAN}}}}}")),
        Reply::with(200, &[], format!("{{\"id\": {PAN}}}")),
    ];
    replies.extend([200, 400, 401, 402, 403, 404, 409, 418, 429, 500, 503].map(|status| Reply::json(status, &echo)));
    for reply in replies {
        let server = Server::start(reply).await;
        let client = client(&server);
        let create = client.call(personal_payment()).idempotency_key(PERSONAL).header("X-B", PERSONAL);
        let create = create.timeout(Duration::from_millis(500)).await.expect_err("no reply is right");
        assert_clean(&printed(&create));
        let find = ReadPayment { id: "p-1".to_owned(), expand: Some(PERSONAL.to_owned()) };
        let find = client.call(find).parameter("email", PERSONAL).timeout(Duration::from_millis(500));
        assert_clean(&printed(&find.await.expect_err("no reply is right")));
    }
    let gone = builder(Server::gone().await).build().expect("the settings are right");
    let find = ReadPayment { id: "p-1".to_owned(), expand: Some(PERSONAL.to_owned()) };
    assert_clean(&printed(&gone.call(find).await.expect_err("nobody listens")));
}

#[tokio::test]
async fn every_refusal_is_clean() {
    let client = builder("http://127.0.0.1:1").build().expect("the settings are right");
    let bad = CreatePayment { amount: -4_000_000_000_000_002, ..personal_payment() };
    for error in [
        client.call(bad).parameter("note", PERSONAL).await.expect_err("rules are broken"),
        client.call(payment()).header("X-B", format!("{PERSONAL}\n")).await.expect_err("a line break"),
        client.call(payment()).idempotency_key(format!("{PERSONAL}\n")).await.expect_err("a line break"),
    ] {
        let text = printed(&error);
        assert_clean(&text);
        assert!(!text.contains("4000000000000002") && !text.contains("4_000"), "{text}");
    }
    let error = client.call(read("p-1")).parameter("a", PERSONAL.repeat(20_000)).await.expect_err("too long");
    assert_clean(&printed(&error));
    let error = client.call(token()).path("/{x}").await.expect_err("a wrong path");
    assert_clean(&printed(&error));
}
