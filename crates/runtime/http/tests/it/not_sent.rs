//! What is refused before anything is sent. The transport of these clients fails the test when it is
//! used; one test looks at a real server as well.

use payspec_core::Operation;
use payspec_http::{Call, Client, Error};

use crate::support::api::{
    API, BY_TELEPHONE, CancelPayment, CreatePayment, DeleteReport, Odd, builder, client, payment, read, silent, token,
};
use crate::support::reply::Reply;
use crate::support::server::Server;

async fn refused<O: Operation>(call: Call<O>) -> Error {
    let Err(error) = call.await else { panic!("the call should have been refused") };
    assert!(error.is_rejected_locally() && !error.may_have_happened(), "{error}");
    assert_eq!((error.status(), error.request_id(), error.body()), (None, None, b"".as_slice()));
    assert_eq!(error.operation(), O::SPEC.id);
    let text = error.to_string();
    assert!(text.starts_with(&format!("{}: request not sent", O::SPEC.id)), "{text}");
    error
}

/// The call is refused because of how it or the client is set up.
async fn misconfigured<O: Operation>(call: Call<O>, parts: &[&str]) {
    let error = refused(call).await;
    assert!(error.is_configuration() && !error.is_invalid(), "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "`{part}` is missing in: {error}");
    }
}

fn without_credentials() -> Client {
    Client::builder(&API, "https://api.example.com")
        .transport(std::sync::Arc::new(Unused))
        .build()
        .expect("it is right")
}

struct Unused;

impl payspec_http::transport::Transport for Unused {
    fn send(&self, _request: payspec_http::transport::HttpRequest) -> payspec_http::transport::TransportFuture<'_> {
        panic!("nothing should have been sent")
    }
}

fn quiet() -> Client {
    silent().build().expect("the settings are right")
}

#[tokio::test]
async fn parameters_that_break_a_rule_open_no_connection() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let operation = CreatePayment { amount: 0, ..payment() };
    let error = refused(client(&server).call(operation).idempotency_key("k-1")).await;
    assert!(error.is_invalid());
    assert_eq!(error.idempotency_key(), Some("k-1"));
    let violations = error.violations().expect("a rule is broken");
    assert!(error.to_string().contains(&violations.to_string()), "{error}");
    assert!(error.to_string().contains("amount-range"), "{error}");
    assert_eq!((server.connections(), server.requests().len()), (0, 0));
}

#[tokio::test]
async fn profiles_and_extra_parameters_are_checked() {
    let error = refused(quiet().call(payment()).profile(&BY_TELEPHONE)).await;
    assert!(error.is_invalid() && error.to_string().contains("nobody reads a card number aloud"), "{error}");
    let error = refused(quiet().call(payment()).parameter("note", "x")).await;
    assert!(error.to_string().contains("note-needs-reason"), "{error}");
    let error = refused(quiet().call(payment()).parameter("amount", 0)).await;
    assert!(error.to_string().contains("amount-range"), "{error}");
    // An extra parameter can also be what was missing.
    let server = Server::start(Reply::json(200, "{}")).await;
    let call = client(&server).call(payment()).profile(&BY_TELEPHONE);
    call.parameter("token", "t-1").await.expect("the profile is satisfied");
}

/// An empty filter is no filter: it would select all objects.
#[tokio::test]
async fn empty_parameters_of_a_call_that_reads_are_refused() {
    let error = refused(quiet().call(read("p-1")).parameter("customer", "")).await;
    assert_eq!(error.violations().map(|found| found.iter().count()), Some(1));
    for (name, value) in [("customer", ""), ("customer", " \t"), ("customers[]", ""), ("expand", "\u{a0}")] {
        let error = refused(quiet().call(read("p-1")).parameter("page", 2).parameter(name, value)).await;
        assert!(error.is_invalid(), "{error}");
        let text = error.to_string();
        assert!(text.contains(&format!("`{name}`: is empty")) && text.contains("`Call::parameter`"), "{text}");
        let blocking = silent().build_blocking().expect("the settings are right");
        let refused = std::thread::spawn(move || blocking.call(read("p-1")).parameter(name, value).wait());
        let error = refused.join().expect("no panic").expect_err("an empty filter");
        assert!(error.is_invalid() && error.is_rejected_locally(), "{error}");
        assert!(error.to_string().contains(&format!("`{name}`: is empty")), "{error}");
    }
    // A value of the path that travels elsewhere.
    let error = refused(quiet().call(read("p-1")).path("/lookup").parameter("paymentId", "")).await;
    assert!(error.to_string().contains("`paymentId`: is empty"), "{error}");
    let cancel = CancelPayment("p-1".to_owned());
    let error = refused(quiet().call(cancel).path("/cancel").parameter("paymentId", " ")).await;
    assert!(error.to_string().contains("`paymentId`: is empty"), "{error}");
}

/// What changes something may clear a member by an empty value.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_parameter_of_a_body_that_changes_something_is_sent() {
    let server = Server::start(Reply::json(200, "{}")).await;
    client(&server).call(payment()).parameter("label", "").await.expect("it is sent");
    let blocking = builder(server.url()).build_blocking().expect("the settings are right");
    let sent = std::thread::spawn(move || blocking.call(payment()).parameter("label", "").wait());
    sent.join().expect("no panic").expect("it is sent");
    let requests = server.requests();
    assert!(requests.len() == 2 && requests.iter().all(|request| request.ends_with("&label=")), "{requests:?}");
}

#[tokio::test]
async fn a_rule_that_is_wrong_can_be_waived_by_name_and_no_other() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let nothing = || CreatePayment { amount: 0, ..payment() };
    client(&server).call(nothing()).waive_rule("amount-range").await.expect("the only broken rule is waived");
    assert_eq!(server.requests().len(), 1);
    let call = quiet().call(nothing()).parameter("note", "x").waive_rule("note-needs-reason");
    let error = refused(call).await.to_string();
    assert!(error.contains("amount-range") && !error.contains("note-needs-reason"), "{error}");
    let error = refused(quiet().call(payment()).waive_rule("amount-rang")).await.to_string();
    assert!(error.contains("`amount-rang`") && error.contains("amount-range"), "{error}");
}

#[tokio::test]
async fn path_parameters_that_would_change_the_path() {
    for id in ["", ".", ".."] {
        let error = refused(quiet().call(read(id))).await;
        assert!(error.is_invalid() && error.to_string().contains("paymentId"), "{error}");
    }
    let error = refused(quiet().call(CancelPayment("..".to_owned())).parameter("a", "b")).await;
    assert!(error.is_invalid(), "{error}");
}

#[tokio::test]
async fn missing_credentials_name_the_scheme_and_the_builder_call() {
    let client = without_credentials();
    let basic = "`.credentials(login, password)`";
    misconfigured(client.call(payment()), &["`account` is missing", basic]).await;
    let parameter = "`.merchant_public_key(key)`";
    misconfigured(client.call(token()), &["`merchantKey` is missing", parameter]).await;
    let header = "`.x_api_key(key)`";
    misconfigured(client.call(DeleteReport), &["`reports` is missing", header]).await;
    let wrong = Client::builder(&API, "https://api.example.com").parameter("account", "x");
    let wrong = wrong.transport(std::sync::Arc::new(Unused)).build().expect("it is right so far");
    misconfigured(wrong.call(payment()), &["another kind of credential", basic]).await;
}

#[tokio::test]
async fn a_required_header_is_named() {
    let client = Client::builder(&API, "https://api.example.com").parameter("merchantKey", "k");
    let client = client.transport(std::sync::Arc::new(Unused)).build().expect("it is right");
    let parts = ["the header `Origin` is missing", "`.origin(..)`", "`.header(\"Origin\", ..)`"];
    misconfigured(client.call(token()), &parts).await;
}

#[tokio::test]
async fn headers_that_cannot_be_sent() {
    misconfigured(quiet().call(payment()).header("X\n", "v"), &["name of a header"]).await;
    misconfigured(quiet().call(payment()).header("X-A", "v\r\nX-B: w"), &["`X-A`", "line breaks"]).await;
    misconfigured(quiet().call(payment()).header("Authorization", "v"), &["`Authorization`", "remove it"]).await;
    misconfigured(quiet().call(payment()).header("content-length", "5"), &["remove it"]).await;
    misconfigured(quiet().call(payment()).header("idempotence-key", "5"), &["`Call::idempotency_key`"]).await;
}

#[tokio::test]
async fn idempotency_keys_that_cannot_be_sent() {
    for key in ["", " ", "k-1 ", "\tk-1", "a\nb", "clé"] {
        let error = refused(quiet().call(payment()).idempotency_key(key)).await;
        assert!(error.is_invalid() && error.to_string().contains("idempotency key"), "{error}");
        assert_eq!(error.idempotency_key(), Some(key));
    }
    misconfigured(quiet().call(read("p-1")).idempotency_key("k"), &["takes no idempotency key"]).await;
}

#[tokio::test]
async fn paths_that_cannot_be_used() {
    misconfigured(quiet().call(read("p-1")).path("/p/{id}"), &["`Call::path`", "`{id}`", "{paymentId}"]).await;
    misconfigured(quiet().call(read("p-1")).path("/p"), &["lacks `{paymentId}`", "Call::parameter"]).await;
    misconfigured(quiet().call(read("p-1")).path("p/{paymentId}"), &["start with `/`"]).await;
    misconfigured(quiet().call(read("p-1")).path("/p/../{paymentId}"), &["`..` segment"]).await;
    misconfigured(quiet().call(read("p-1")).path("/p/{paymentId}?a=b"), &["a query"]).await;
    let client = silent().path_override("payment.read", "/p/{other}").build().expect("its shape is right");
    misconfigured(client.call(read("p-1")), &["path_override", "`{other}`"]).await;
}

#[tokio::test]
async fn a_timeout_of_nothing() {
    misconfigured(quiet().call(payment()).timeout(std::time::Duration::ZERO), &["`Call::timeout` is zero"]).await;
}

#[tokio::test]
async fn descriptions_this_version_cannot_follow() {
    misconfigured(quiet().call(Odd::<1>), &["`merchantKey` is a body parameter"]).await;
    misconfigured(quiet().call(Odd::<2>), &["`merchantKey` is a body parameter"]).await;
    misconfigured(quiet().call(Odd::<3>), &["of the API description", "`{unknown}`", "path parameters"]).await;
    misconfigured(quiet().call(Odd::<4>), &["`not a header` is not a valid header name"]).await;
}

#[tokio::test]
async fn an_address_that_is_too_long() {
    let call = quiet().call(read("p-1")).parameter("filter", "x".repeat(100_000));
    misconfigured(call, &["too long"]).await;
}
