//! Signers that callers give: what they see of a request, and what becomes of their headers.

use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderValue};
use payspec_core::{
    ApiSpec, AuthScheme, AuthSpec, BodyFormat, Form, Method, Operation, OperationSpec, SigningSpec, TokenCarrier,
    TokenSpec,
};
use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::transport::HttpRequest;
use payspec_http::{Client, ClientBuilder, RetryPolicy};

use crate::support::api::{API_DATA, PLAIN};

static TOKEN: TokenSpec = TokenSpec {
    service: None,
    path: "/login",
    parameters: &["key"],
    send: &[],
    answer: "token",
    lifetime: None,
    lifetime_seconds: 300,
    carrier: TokenCarrier::Query { name: "token" },
    expired_statuses: &[401],
    expired_codes: &[],
};

const CUSTOM: Option<SigningSpec> = Some(SigningSpec { setter: "account_signer", ..SigningSpec::CUSTOM });

static AUTH: [AuthSpec; 2] = [
    AuthSpec {
        name: "account",
        scheme: AuthScheme::Token(&TOKEN),
        setter: "account",
        instead_of: None,
        signing: CUSTOM,
    },
    AuthSpec {
        name: "body",
        scheme: AuthScheme::BodyParameter { names: &["key"] },
        setter: "body",
        instead_of: None,
        signing: CUSTOM,
    },
];

static API: ApiSpec = ApiSpec { auth: &AUTH, ..API_DATA };

struct Look;

impl Operation for Look {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "balance.read",
        method: Method::Get,
        changes_state: false,
        path: "/balance",
        body: BodyFormat::Query,
        auth: Some(&AUTH[0]),
        ..PLAIN
    };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("lang", "en");
    }
}

struct Pay;

impl Operation for Pay {
    const SPEC: &'static OperationSpec =
        &OperationSpec { id: "order.pay", path: "/pay", auth: Some(&AUTH[1]), ..PLAIN };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("amount", "5");
    }
}

/// Notes what it sees, and adds the headers that it was made with.
struct Witness {
    seen: Arc<Mutex<Vec<String>>>,
    headers: HeaderMap,
}

impl RequestSigner for Witness {
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        let body = String::from_utf8_lossy(request.body());
        let line = format!("{} {} {body}", request.method(), request.uri());
        self.seen.lock().expect("no test panics in here").push(line);
        Ok(self.headers.clone())
    }
}

type Seen = Arc<Mutex<Vec<String>>>;

fn builder(seen: &Seen, headers: &[(&'static str, &'static str)]) -> ClientBuilder {
    let headers = headers.iter().map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)));
    let mut added = HeaderMap::new();
    headers.for_each(|(name, value): (http::HeaderName, _)| {
        added.append(name, value);
    });
    let witness = |headers: HeaderMap| Witness { seen: Arc::clone(seen), headers };
    Client::builder(&API, "https://api.example.com/v2")
        .token("account", ["k".into()])
        .parameter("body", "k")
        .signer("account", witness(added.clone()))
        .signer("body", witness(added))
        .clock(Arc::new(VirtualClock::new()))
}

fn taken(seen: &Seen) -> Vec<String> {
    std::mem::take(&mut *seen.lock().expect("no test panics in here"))
}

/// The token in the address and the credentials in the body are there when a request is signed, whatever the attempt.
#[tokio::test]
async fn what_is_signed_is_what_is_sent() {
    let (seen, sent) = (Seen::default(), Seen::default());
    let note = Arc::clone(&sent);
    let transport = responding(move |request: &HttpRequest| {
        if request.uri().path().ends_with("/login") {
            assert!(!request.headers().contains_key("x-seal"), "requests for a token are not signed");
            let given = note.lock().expect("no test panics in here").len();
            return response(200, format!(r#"{{"token": "t/{given}"}}"#));
        }
        assert!(request.headers()["x-seal"].is_sensitive());
        let body = String::from_utf8_lossy(request.body());
        let mut lines = note.lock().expect("no test panics in here");
        lines.push(format!("{} {} {body}", request.method(), request.uri()));
        response(if lines.len() == 1 { 401 } else { 200 }, r#"{"a": 1}"#)
    });
    let client = builder(&seen, &[("x-seal", "wax")]).transport(transport).build().expect("right");
    client.call(Look).await.expect("read, with the second token");
    client.call(Pay).await.expect("paid");
    let (seen, sent) = (taken(&seen), taken(&sent));
    assert_eq!(seen, sent);
    assert_eq!(
        seen,
        [
            "GET https://api.example.com/v2/balance?lang=en&token=t%2F0 ",
            "GET https://api.example.com/v2/balance?lang=en&token=t%2F1 ",
            "POST https://api.example.com/v2/pay amount=5&key=k",
        ]
    );
}

#[tokio::test]
async fn headers_of_a_signer_take_the_place_of_others() {
    let seen = Seen::default();
    let transport = responding(|request: &HttpRequest| {
        if !request.uri().path().ends_with("/login") {
            let values = |name: &str| {
                let all = request.headers().get_all(name).iter();
                all.map(|value| value.to_str().expect("text").to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(values("accept"), ["text/odd"]);
            assert_eq!(values("signature"), ["one", "two"]);
        }
        response(200, r#"{"token": "t", "a": 1}"#)
    });
    let headers = [("accept", "text/odd"), ("signature", "one"), ("signature", "two")];
    let client = builder(&seen, &headers).transport(transport).build().expect("right");
    client.call(Look).await.expect("read");
}

#[tokio::test]
async fn what_a_signer_cannot_do_is_reported() {
    let seen = Seen::default();
    let transport = responding(|request: &HttpRequest| {
        assert!(request.uri().path().ends_with("/login"), "nothing else is sent");
        response(200, r#"{"token": "t"}"#)
    });
    let builder = builder(&seen, &[("content-length", "7")]).retry(RetryPolicy::never());
    let client = builder.transport(Arc::clone(&transport)).build().expect("right");
    let error = client.call(Look).await.expect_err("not sent").to_string();
    assert!(error.contains("a signer cannot set the header `content-length`"), "{error}");
    let unsigned = Client::builder(&API, "https://api.example.com/v2").token("account", ["k".into()]);
    let error = unsigned.transport(transport).build().expect("right").call(Look).await.expect_err("not signed");
    assert!(error.to_string().contains("`.account_signer(signer)`"), "{error}");
    let key = Client::builder(&API, "https://api.example.com/v2").signing_key("account", "k").build();
    let error = key.expect_err("no key signs in a way of its own").to_string();
    assert!(error.contains("set a signer, not a key"), "{error}");
}
