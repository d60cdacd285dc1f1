//! What leaves: the exact bytes of a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use payspec_core::{Amount, ApiSpec, BodyFormat, CardNumber, Check, Form, Operation, OperationSpec, Rule};
use payspec_http::Client;
use payspec_http::observe::Observer;
use serde_json::{Map, Value};

use crate::support::api::{
    API_DATA, BASIC, CancelPayment, Card, CreatePayment, DeleteReport, HEADER_KEY, ORIGIN, Odd, PAN, PLAIN, PUBLIC_KEY,
    Ping, ReadPayment, builder, client, payment, read, token,
};
use crate::support::reply::Reply;
use crate::support::server::Server;

fn user_agent() -> String {
    format!("payspec-http/{}", env!("CARGO_PKG_VERSION"))
}

#[tokio::test]
async fn a_form_with_basic_auth() {
    let server = Server::start(Reply::json(200, r#"{"id": "p-1"}"#)).await;
    let operation = CreatePayment {
        amount: 1500,
        card: Some(Card { number: CardNumber::from(PAN) }),
        methods: vec!["A B".to_owned(), "C&D".to_owned()],
        token: None,
    };
    let paid = client(&server).call(operation).idempotency_key("order-17").await.expect("it is paid");
    assert_eq!(paid.id.as_deref(), Some("p-1"));
    let body = "amount=1500&card%5Bnumber%5D=4000000000000002&method%5B%5D=A+B&method%5B%5D=C%26D";
    assert_eq!(
        server.request(),
        format!(
            "POST /v2/rest/payment HTTP/1.1\r\n\
             accept: application/json\r\n\
             user-agent: {}\r\n\
             authorization: Basic {BASIC}\r\n\
             idempotence-key: order-17\r\n\
             origin: {ORIGIN}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\
             host: {}\r\n\
             content-length: {}\r\n\
             \r\n\
             {body}",
            user_agent(),
            server.host(),
            body.len(),
        )
    );
}

#[tokio::test]
async fn a_json_body_takes_the_key_and_extra_parameters_as_members() {
    let server = Server::start(Reply::json(200, "{}")).await;
    client(&server).call(Odd::<0>).parameter("note", "a \"quoted\" word").await.expect("it is taken");
    let request = server.request();
    let (head, body) = request.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{head}");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body, serde_json::json!({ "merchantPublicKey": PUBLIC_KEY, "note": "a \"quoted\" word" }));
}

#[tokio::test]
async fn a_key_is_next_to_the_envelope_of_the_parameters() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = client(&server);
    client.call(Odd::<10>).await.expect("it is taken");
    client.call(Odd::<10>).parameter("merchantPublicKey", "own").parameter("note", "n").await.expect("it is taken");
    client.call(Odd::<11>).parameter("a[b][]", "n").await.expect("it is taken");
    client.call(Odd::<11>).parameter("merchantPublicKey", "own").await.expect("it is taken");
    let bodies: Vec<String> = server.requests().iter().map(|request| body_of(request)).collect();
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(json(&bodies[0]), serde_json::json!({ "merchantPublicKey": PUBLIC_KEY, "payload": { "it": {} } }));
    assert_eq!(
        json(&bodies[1]),
        serde_json::json!({ "merchantPublicKey": "own", "payload": { "it": { "note": "n" } } })
    );
    assert_eq!(bodies[2], format!("payload%5Bit%5D%5Ba%5D%5Bb%5D%5B%5D=n&merchantPublicKey={PUBLIC_KEY}"));
    assert_eq!(bodies[3], "merchantPublicKey=own");
}

fn body_of(request: &str) -> String {
    request.split_once("\r\n\r\n").expect("a head and a body").1.to_owned()
}

#[tokio::test]
async fn a_key_among_the_parameters_and_a_required_header() {
    let server = Server::start(Reply::json(200, "{}")).await;
    client(&server).call(token()).await.expect("it is made");
    let body = format!("card%5Bnumber%5D={PAN}&merchantPublicKey={PUBLIC_KEY}");
    assert_eq!(
        server.request(),
        format!(
            "POST /v2/rest/cardToken HTTP/1.1\r\n\
             accept: application/json\r\n\
             user-agent: {}\r\n\
             origin: {ORIGIN}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\
             host: {}\r\n\
             content-length: {}\r\n\
             \r\n\
             {body}",
            user_agent(),
            server.host(),
            body.len(),
        )
    );
}

#[tokio::test]
async fn a_query_and_a_path_parameter() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let operation = ReadPayment { id: "p/1?x#é".to_owned(), expand: Some("a b&c".to_owned()) };
    client(&server).call(operation).await.expect("it is read");
    assert_eq!(
        server.request(),
        format!(
            "GET /v2/rest/payment/p%2F1%3Fx%23%C3%A9?expand=a+b%26c HTTP/1.1\r\n\
             accept: application/json\r\n\
             user-agent: {}\r\n\
             authorization: Basic {BASIC}\r\n\
             host: {}\r\n\
             \r\n",
            user_agent(),
            server.host(),
        )
    );
}

#[tokio::test]
async fn no_parameters_no_body() {
    let server = Server::start(Reply::with(204, &[], "")).await;
    client(&server).call(CancelPayment("p-1".to_owned())).await.expect("it is cancelled");
    let request = server.request();
    assert!(request.starts_with("POST /v2/rest/payment/p-1/cancel HTTP/1.1\r\n"), "{request}");
    assert!(!request.contains("content-type") && request.contains("\r\ncontent-length: 0\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n"), "{request}");

    let server = Server::start(Reply::with(204, &[], "")).await;
    client(&server).call(Ping).await.expect("it answers");
    assert_eq!(
        server.request(),
        format!(
            "GET /v2/rest/ping HTTP/1.1\r\naccept: application/json\r\nuser-agent: {}\r\nhost: {}\r\n\r\n",
            user_agent(),
            server.host(),
        )
    );
}

/// Where the API wants a type on every request, those without a body have it too, and those with one have their own.
#[tokio::test]
async fn a_request_without_a_body_has_the_type_that_the_api_wants() {
    const FORM: &str = "application/x-www-form-urlencoded";
    static API: ApiSpec = ApiSpec { content_type_without_body: Some(FORM), ..API_DATA };
    async fn sent<O: Operation>(operation: O, status: u16) -> String {
        let server = Server::start(Reply::with(status, &[], "")).await;
        let client = Client::builder(&API, server.url()).basic("account", "login", "password");
        let client = client.parameter("merchantKey", PUBLIC_KEY).secret_header("reports", HEADER_KEY).build();
        let _ = client.expect("the settings are right").call(operation).await;
        server.request()
    }
    for request in [
        sent(Ping, 204).await,
        sent(CancelPayment("p-1".to_owned()), 204).await,
        sent(DeleteReport, 404).await,
        sent(read("p-1"), 404).await,
    ] {
        assert_eq!(request.matches("\r\ncontent-type: ").count(), 1, "{request}");
        assert!(request.contains(&format!("\r\ncontent-type: {FORM}\r\n")), "{request}");
        assert!(request.ends_with("\r\n\r\n"), "{request}");
    }
    let request = sent(Odd::<0>, 404).await;
    assert!(request.contains("\r\ncontent-type: application/json\r\n") && !request.contains(FORM), "{request}");
}

#[tokio::test]
async fn a_key_in_a_header_of_its_own() {
    let server = Server::start(Reply::with(204, &[], "")).await;
    let gone = client(&server).call(DeleteReport).await.expect("it is deleted");
    assert_eq!(gone, None);
    let request = server.request();
    assert!(request.starts_with("DELETE /v2/rest/report HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("\r\nx-api-key: {HEADER_KEY}\r\n")), "{request}");
    assert!(!request.contains("origin"), "the operation does not list it: {request}");
}

#[tokio::test]
async fn an_idempotency_key_is_fresh_for_each_call_unless_given() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = client(&server);
    let mut keys = Vec::new();
    for _ in 0..2 {
        let done = client.call(payment()).send().await.expect("it is paid");
        keys.push(done.idempotency_key.expect("the operation takes a key"));
    }
    let given = client.call(payment()).idempotency_key("given").send().await.expect("it is paid");
    keys.push(given.idempotency_key.expect("the operation takes a key"));
    assert_ne!(keys[0], keys[1]);
    assert_eq!(keys[2], "given");
    for (request, key) in server.requests().iter().zip(&keys) {
        assert!(request.contains(&format!("\r\nidempotence-key: {key}\r\n")), "{request}");
    }
    // A random UUID, version 4.
    assert_eq!((keys[0].len(), keys[0].as_bytes()[14]), (36, b'4'));
    // An operation that takes none has none.
    let done = client.call(read("p-1")).send().await.expect("it is read");
    assert_eq!(done.idempotency_key, None);
}

#[tokio::test]
async fn extra_parameters_go_where_the_others_go() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = client(&server);
    let call = client.call(CreatePayment { methods: vec!["A".to_owned()], ..payment() });
    call.parameter("amount", Amount::from_minor(99))
        .parameter("method[]", "B")
        .parameter("flag", true)
        .await
        .expect("it is paid");
    client.call(read("p-1")).parameter("page", 2).await.expect("it is read");
    client
        .call(CancelPayment("p-1".to_owned()))
        .parameter("why", "no")
        .accept_any_success()
        .await
        .expect("it is cancelled");
    client.call(Ping).parameter("a", "b").accept_any_success().await.expect("it answers");
    let requests = server.requests();
    assert!(requests[0].ends_with("\r\n\r\nmethod%5B%5D=A&amount=99&method%5B%5D=B&flag=true"), "{}", requests[0]);
    assert!(requests[1].starts_with("GET /v2/rest/payment/p-1?page=2 HTTP/1.1"), "{}", requests[1]);
    assert!(requests[2].contains("content-type: application/x-www-form-urlencoded"), "{}", requests[2]);
    assert!(requests[2].ends_with("\r\n\r\nwhy=no"), "{}", requests[2]);
    assert!(requests[3].starts_with("GET /v2/rest/ping?a=b HTTP/1.1"), "{}", requests[3]);
}

#[tokio::test]
async fn a_call_may_bring_its_own_key_and_headers() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = builder(server.url()).header("X-Other", "never listed").build().expect("the settings are right");
    let call = client.call(token()).parameter("merchantPublicKey", "another").header("origin", "https://other.example");
    call.header("X-Trace", "t-1").await.expect("it is made");
    let request = server.request();
    assert!(request.ends_with("&merchantPublicKey=another") && !request.contains(PUBLIC_KEY), "{request}");
    assert!(request.contains("\r\norigin: https://other.example\r\n") && !request.contains(ORIGIN), "{request}");
    assert!(request.contains("\r\nx-trace: t-1\r\n") && !request.contains("x-other"), "{request}");
}

#[tokio::test]
async fn paths_can_be_replaced_for_a_client_and_for_a_call() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = builder(server.url() + "/")
        .path_override("payment.read", "/payments/{paymentId}/")
        .user_agent("shop/1.0")
        .build()
        .expect("the settings are right");
    assert_eq!(client.base_url(), server.url());
    client.call(read("p 1")).await.expect("it is read");
    client.call(read("p-1")).path("/p.{paymentId}/details").await.expect("it is read");
    client.call(read("p-1")).path("/lookup").parameter("paymentId", "p-1").await.expect("it is read");
    client.call(CancelPayment("p-1".to_owned())).accept_any_success().await.expect("it is cancelled");
    let requests = server.requests();
    assert!(requests[0].starts_with("GET /v2/rest/payments/p%201/ HTTP/1.1"), "{}", requests[0]);
    assert!(requests[0].contains("\r\nuser-agent: shop/1.0\r\n"), "{}", requests[0]);
    assert!(requests[1].starts_with("GET /v2/rest/p.p-1/details HTTP/1.1"), "{}", requests[1]);
    assert!(requests[2].starts_with("GET /v2/rest/lookup?paymentId=p-1 HTTP/1.1"), "{}", requests[2]);
    assert!(requests[3].starts_with("POST /v2/rest/payment/p-1/cancel HTTP/1.1"), "{}", requests[3]);
}

/// Counts how often its parameters are encoded.
struct Counted<const JSON: bool>(Arc<AtomicUsize>);

impl<const JSON: bool> Operation for Counted<JSON> {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "counted",
        body: if JSON { BodyFormat::Json } else { BodyFormat::Form },
        warnings: &[Rule {
            name: "note-is-long",
            when: None,
            check: Check::Length { field: "note", min: Some(10), max: None },
            because: "a short note says little",
            evidence: None,
        }],
        ..PLAIN
    };
    type Output = Value;

    fn encode(&self, form: &mut Form) {
        self.0.fetch_add(1, Ordering::Relaxed);
        form.field("note", "short");
    }

    fn encode_json(&self) -> Result<Map<String, Value>, serde_json::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(Map::from_iter([("note".to_owned(), "short".into())]))
    }
}

/// Hears warnings, so that they are looked for.
struct Warned;

impl Observer for Warned {}

#[tokio::test]
async fn parameters_are_encoded_once_for_warnings_rules_and_the_body() {
    let server = Server::start(Reply::json(200, "{}")).await;
    let client = builder(server.url()).observer(Arc::new(Warned)).build().expect("the settings are right");
    let (form, json) = (Arc::default(), Arc::default());
    client.call(Counted::<false>(Arc::clone(&form))).await.expect("it is made");
    client.call(Counted::<true>(Arc::clone(&json))).await.expect("it is made");
    client.call(Counted::<true>(Arc::clone(&json))).parameter("reason", 1).await.expect("it is made");
    assert_eq!((form.load(Ordering::Relaxed), json.load(Ordering::Relaxed)), (1, 2));
    let bodies: Vec<_> =
        server.requests().iter().filter_map(|request| Some(request.rsplit_once("\r\n\r\n")?.1.to_owned())).collect();
    assert_eq!(bodies, ["note=short", r#"{"note":"short"}"#, r#"{"note":"short","reason":"1"}"#]);
}
