//! Services: what belongs to a further host of the API goes there, and nowhere else.

use std::sync::Arc;

use http::{HeaderMap, StatusCode};
use payspec_core::{ApiSpec, BodyFormat, Evidence, EvidenceLevel, Form, Method, Operation, OperationSpec};
use payspec_core::{ServiceHost, ServiceSpec};
use payspec_http::testing::VirtualClock;
use payspec_http::transport::TransportFuture;
use payspec_http::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use payspec_http::{Client, ClientBuilder, Error, RetryBudget, RetryPolicy};

use crate::support::api::{API_DATA, BASIC, DOCUMENTED, LOGIN, PASSWORD, PLAIN, Ping};
use crate::support::reply::Reply;
use crate::support::server::Server;

const GUESSED: Evidence = Evidence { level: EvidenceLevel::Inferred, at: "", note: "By analogy." };

static DESK: ServiceSpec = ServiceSpec {
    name: "desk",
    hosts: &[
        ServiceHost { environment: "test", base_url: "https://test-desk.example.com", evidence: DOCUMENTED },
        ServiceHost { environment: "production", base_url: "https://desk.example.com", evidence: GUESSED },
    ],
    setter: "desk_at",
    outcomes: &[],
};

static WITH_DESK: ApiSpec = ApiSpec { services: &[DESK], ..API_DATA };

/// `desk.open`: an operation of the service, with HTTP Basic.
struct OpenDesk;

impl Operation for OpenDesk {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "desk.open",
        method: Method::Post,
        path: "/desks",
        body: BodyFormat::Form,
        query: &[],
        service: Some(&DESK),
        path_evidence: Some(DOCUMENTED),
        ..PLAIN
    };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.field("name", &"Ada".to_owned());
    }
}

/// `desk.look`: the same, and it changes nothing.
struct LookAtDesk;

impl Operation for LookAtDesk {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "desk.look",
        method: Method::Get,
        changes_state: false,
        body: BodyFormat::None,
        ..*OpenDesk::SPEC
    };
    type Output = serde_json::Value;

    fn encode(&self, _: &mut Form) {}
}

fn at(base_url: impl Into<String>) -> ClientBuilder {
    Client::builder(&WITH_DESK, base_url).basic("account", LOGIN, PASSWORD)
}

#[tokio::test]
async fn each_operation_goes_to_its_own_host_with_the_same_credentials() {
    let (main, desk) = (Server::start(Reply::json(200, "{}")).await, Server::start(Reply::json(200, "{}")).await);
    let client = at(main.url()).service("desk", format!("http://{}", desk.host())).build().expect("two servers");
    client.call(OpenDesk).await.expect("opened");
    assert!(main.requests().is_empty(), "nothing of a service reaches the main host");
    let request = desk.request();
    assert!(request.starts_with("POST /desks HTTP/1.1"), "{request}");
    assert!(request.contains(&format!("authorization: Basic {BASIC}")), "{request}");
    assert!(request.ends_with("name=Ada"), "{request}");

    client.call(Ping).accept_any_success().await.expect("answered");
    assert!(main.request().starts_with("GET /v2/rest/ping"));
    assert_eq!(desk.requests().len(), 1);
    assert_eq!(
        (client.service_url("desk"), client.service_url("other")),
        (Some(&*format!("http://{}", desk.host())), None)
    );
}

/// An outage of the main host uses up its own retries; those of a service are left.
#[tokio::test]
async fn each_host_has_its_own_retry_budget() {
    let fails = || Server::start(Reply::json(503, "{}"));
    let (main, desk) = (fails().await, fails().await);
    let client = at(main.url())
        .service("desk", format!("http://{}", desk.host()))
        .retry(RetryPolicy::new().attempts(2))
        .retry_budget(RetryBudget::new(1))
        .clock(Arc::new(VirtualClock::new()))
        .build()
        .expect("two servers");
    let attempts = async |service: bool| {
        if service {
            client.call(LookAtDesk).await.expect_err("out of order").attempts()
        } else {
            client.call(Ping).accept_any_success().await.expect_err("out of order").attempts()
        }
    };
    assert_eq!((attempts(false).await, attempts(false).await), (2, 1));
    assert_eq!((attempts(true).await, attempts(true).await), (2, 1));
    assert_eq!(client.retry_budget().left(), Some(0));
}

/// A client at a sandbox knows no host of the service: neither the sandbox nor the described host is meant.
#[tokio::test]
async fn without_an_address_nothing_is_sent_anywhere() {
    let main = Server::start(Reply::json(200, "{}")).await;
    let client = at(main.url()).build().expect("most operations do without");
    let error = client.call(OpenDesk).await.expect_err("no address");
    assert!(error.is_configuration() && error.is_rejected_locally());
    let said = error.to_string();
    assert!(said.contains("desk.open") && said.contains("the service `desk`") && said.contains("`desk_at`"), "{said}");
    assert!(main.requests().is_empty());
}

/// TLS is for one host, plain text for another: each gets what it needs.
#[tokio::test]
async fn a_service_on_this_machine_is_next_to_a_main_host_elsewhere() {
    let desk = Server::start(Reply::json(200, "{}")).await;
    let mixed = at("https://api.example.com").service("desk", desk.url()).build().expect("both kinds");
    mixed.call(OpenDesk).await.expect("opened");
    assert_eq!(desk.requests().len(), 1);
}

#[test]
fn a_wrong_address_or_name_says_which_service_is_meant() {
    for (name, address, parts) in [
        ("desk", "http://desk.example.com", ["the service `desk`", "use `https://`"]),
        ("desk", "https://u:hunter2-password@desk.example.com", ["the service `desk`", "contains credentials"]),
        ("dsk", "https://desk.example.com", ["no service `dsk`", "its services are: desk"]),
    ] {
        let builder = at("https://api.example.com").service(name, address);
        let shown = format!("{builder:?}");
        let said = builder.build().expect_err(address).to_string();
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        assert!(!said.contains(PASSWORD) && !shown.contains(PASSWORD), "{said} {shown}");
    }
}

/// Answers 404, or does not connect.
struct Elsewhere {
    connects: bool,
}

impl Transport for Elsewhere {
    fn send(&self, _: HttpRequest) -> TransportFuture<'_> {
        let answer = HttpResponse::new(StatusCode::NOT_FOUND, HeaderMap::new(), "");
        let failed = TransportError::new(TransportErrorKind::Connect);
        Box::pin(std::future::ready(if self.connects { Ok(answer) } else { Err(failed) }))
    }
}

async fn fails(connects: bool, desk: &str) -> Error {
    let builder = at("https://api.example.com").service("desk", desk).transport(Arc::new(Elsewhere { connects }));
    let client = builder.build().expect("it is right");
    assert!(client.call(Ping).await.expect_err("not there either").to_string().contains("ping"));
    client.call(OpenDesk).await.expect_err("it is not there")
}

#[tokio::test]
async fn an_address_that_is_our_guess_is_said_to_be_one() {
    for connects in [true, false] {
        for guess in ["https://desk.example.com", "https://DESK.example.com/"] {
            let said = fails(connects, guess).await.to_string();
            assert!(said.contains("service `desk` is inferred") && said.contains("`desk_at`"), "{said}");
        }
        for known in ["https://test-desk.example.com", "https://desk.example.org"] {
            let said = fails(connects, known).await.to_string();
            assert!(!said.contains("inferred"), "{said}");
        }
    }
}

/// An API may answer each of two schemes at an address of its own.
#[test]
fn credentials_can_bring_an_address() {
    let builder = || {
        ClientBuilder::new(&API_DATA, "https://api.example.com/v1").base_url_with("account", "https://api.example.com")
    };
    let address = |builder: ClientBuilder| builder.build().map(|client| client.base_url().to_owned());
    assert_eq!(address(builder()).expect("no credentials"), "https://api.example.com/v1");
    assert_eq!(address(builder().basic("account", LOGIN, PASSWORD)).expect("theirs"), "https://api.example.com");
    let both = builder().basic("account", LOGIN, PASSWORD).secret_header("reports", "k");
    assert_eq!(address(both).expect("one address"), "https://api.example.com");
    let torn = builder().base_url_with("reports", "https://other.example.com");
    let torn = torn.basic("account", LOGIN, PASSWORD).secret_header("reports", "k");
    assert!(format!("{torn:?}").contains("base_url: None"), "{torn:?}");
    let said = torn.build().expect_err("which one?").to_string();
    assert!(said.contains("`account`") && said.contains("`reports`"), "{said}");
}
