//! Tokens: got for the credentials, shared, renewed in time and when the API says so, and never shown.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_core::{
    ApiSpec, AuthScheme, AuthSpec, BodyFormat, ErrorFormat, Form, Method, Operation, OperationSpec, ServiceHost,
    ServiceSpec, TokenCarrier, TokenSpec,
};
use payspec_http::clock::Clock as _;
use payspec_http::testing::{VirtualClock, responding, response};
use payspec_http::transport::{HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use payspec_http::{CallOutcome, Client, ClientBuilder, ErrorKind, RetryBudget, RetryPolicy};

use crate::support::api::{API_DATA, DOCUMENTED, PLAIN};

static ACCOUNTS: ServiceSpec = ServiceSpec {
    name: "accounts",
    hosts: &[ServiceHost { environment: "test", base_url: "https://accounts.example.com", evidence: DOCUMENTED }],
    setter: "accounts_at",
    outcomes: &[],
};

static OAUTH: TokenSpec = TokenSpec {
    service: Some(&ACCOUNTS),
    path: "/oauth/token",
    parameters: &["client_id", "client_secret"],
    send: &[("grant_type", "client_credentials")],
    answer: "access_token",
    lifetime: Some("expires_in"),
    lifetime_seconds: 300,
    carrier: TokenCarrier::Bearer,
    expired_statuses: &[307],
    expired_codes: &["EXPIRED"],
};

static LOGIN: TokenSpec = TokenSpec {
    service: None,
    path: "/login",
    answer: "data.token",
    lifetime: None,
    carrier: TokenCarrier::Query { name: "token" },
    ..OAUTH
};

static AUTH: [AuthSpec; 3] = [
    AuthSpec { name: "key", scheme: AuthScheme::Token(&OAUTH), setter: "key", instead_of: None, signing: None },
    AuthSpec { name: "old", scheme: AuthScheme::Basic, setter: "credentials", instead_of: Some("key"), signing: None },
    AuthSpec { name: "login", scheme: AuthScheme::Token(&LOGIN), setter: "login", instead_of: None, signing: None },
];

pub(crate) static WITH_TOKENS: ApiSpec = ApiSpec {
    services: &[ACCOUNTS],
    auth: &AUTH,
    errors: ErrorFormat {
        code: Some("code"),
        messages: &["message"],
        outcomes: &[("BAD_LOGIN", ErrorKind::Unauthenticated)],
        ..ErrorFormat::UNKNOWN
    },
    idempotency: None,
    ..API_DATA
};

/// `order.pay`: changes something, and has no key.
pub(crate) struct Pay;

impl Operation for Pay {
    const SPEC: &'static OperationSpec =
        &OperationSpec { id: "order.pay", path: "/pay", auth: Some(&AUTH[0]), query: &[("expand", "items")], ..PLAIN };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("amount", "5");
    }
}

/// `balance.read`, with a token in the address.
struct Balance;

impl Operation for Balance {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "balance.read",
        method: Method::Get,
        changes_state: false,
        path: "/balance",
        body: BodyFormat::Query,
        auth: Some(&AUTH[2]),
        ..PLAIN
    };
    type Output = serde_json::Value;

    fn encode(&self, form: &mut Form) {
        form.push("lang", "en");
    }
}

/// A server of tokens, `t1`, `t2` and so on, and an API that says what it says.
#[derive(Default)]
pub(crate) struct Bank {
    pub(crate) given: AtomicUsize,
    seen: Mutex<Vec<String>>,
}

impl Bank {
    fn note(&self, line: String) {
        self.seen.lock().expect("no test panics in here").push(line);
    }

    /// What was asked for so far; the list starts anew.
    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().expect("no test panics in here"))
    }
}

pub(crate) type Answered = Result<HttpResponse, TransportError>;

pub(crate) fn is_for_token(request: &HttpRequest) -> bool {
    request.uri().path().ends_with("/token") || request.uri().path().ends_with("/login")
}

/// How a request shows what proves who sends it.
fn shown(request: &HttpRequest) -> String {
    let proof = request.headers().get("authorization").map(|value| value.to_str().expect("text"));
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{query} {}", request.uri().path(), proof.unwrap_or("-"))
}

/// A transport in front of a bank, whose API answers with `api`.
pub(crate) fn banking(
    bank: &Arc<Bank>,
    api: impl Fn(&HttpRequest) -> Answered + Send + Sync + 'static,
) -> Arc<dyn Transport> {
    let bank = Arc::clone(bank);
    responding(move |request: &HttpRequest| {
        if !is_for_token(request) {
            bank.note(shown(request));
            return api(request);
        }
        bank.note(String::from_utf8_lossy(request.body()).into_owned());
        let number = 1 + bank.given.fetch_add(1, Ordering::SeqCst);
        response(
            200,
            format!(r#"{{"access_token": "t{number}", "expires_in": 300, "data": {{"token": "t/{number}"}}}}"#),
        )
    })
}

pub(crate) fn builder() -> ClientBuilder {
    Client::builder(&WITH_TOKENS, "https://api.example.com")
        .service("accounts", "https://accounts.example.com")
        .token("key", ["shop".into(), "client-secret-1".into()])
        .retry(RetryPolicy::never())
}

const FORM: &str = "grant_type=client_credentials&client_id=shop&client_secret=client-secret-1";

#[tokio::test]
async fn a_token_is_got_once_and_shared_by_clones() {
    let bank = Arc::new(Bank::default());
    let client = builder().transport(banking(&bank, |_| response(200, "{}"))).build().expect("right");
    client.call(Pay).await.expect("paid");
    client.clone().call(Pay).await.expect("paid");
    assert_eq!(bank.seen(), [FORM, "/pay?expand=items Bearer t1", "/pay?expand=items Bearer t1"]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let (bank, clock) = (Arc::new(Bank::default()), Arc::new(VirtualClock::new()));
    let transport = banking(&bank, |_| response(200, "{}"));
    let client = builder().transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
    client.call(Pay).await.expect("paid");
    clock.advance(Duration::from_secs(269));
    client.call(Pay).await.expect("paid");
    assert_eq!(bank.given.load(Ordering::SeqCst), 1, "it lives for 300 seconds");
    clock.advance(Duration::from_secs(1));
    client.call(Pay).await.expect("paid");
    assert_eq!(bank.given.load(Ordering::SeqCst), 2, "what has 30 seconds left is not used");
    assert_eq!(bank.seen().last().map(String::as_str), Some("/pay?expand=items Bearer t2"));
}

#[tokio::test]
async fn a_token_that_expired_while_the_machine_slept_is_not_used() {
    let (bank, clock) = (Arc::new(Bank::default()), Arc::new(VirtualClock::new()));
    let transport = banking(&bank, |_| response(200, "{}"));
    let client = builder().transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
    client.call(Pay).await.expect("paid");
    clock.suspend(Duration::from_secs(270));
    client.call(Pay).await.expect("paid");
    assert_eq!(bank.given.load(Ordering::SeqCst), 2);
    // A clock that is set back makes no token younger.
    clock.set_time_of_day(clock.time_of_day() - Duration::from_secs(86_400));
    clock.advance(Duration::from_secs(270));
    client.call(Pay).await.expect("paid");
    assert_eq!(bank.given.load(Ordering::SeqCst), 3);
}

/// The API refuses `refused`, with a redirection or a code, and takes the rest.
fn refusing(refused: &'static [&'static str], status: u16, body: &'static str) -> impl Fn(&HttpRequest) -> Answered {
    move |request| {
        let proof = shown(request);
        if refused.iter().any(|token| proof.ends_with(token)) { response(status, body) } else { response(200, "{}") }
    }
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_and_the_call_sent_again_though_it_has_no_key() {
    for (status, body) in [(307, ""), (400, r#"{"code": "EXPIRED"}"#)] {
        let bank = Arc::new(Bank::default());
        let client = builder().transport(banking(&bank, refusing(&["t1"], status, body))).build().expect("right");
        let response = client.call(Pay).send().await.expect("paid");
        assert_eq!(response.attempts, 2, "{status}");
        assert_eq!(bank.seen(), [FORM, "/pay?expand=items Bearer t1", FORM, "/pay?expand=items Bearer t2"], "{status}");
    }
}

#[tokio::test]
async fn a_new_token_that_is_refused_as_well_ends_the_call() {
    let bank = Arc::new(Bank::default());
    let client = builder().transport(banking(&bank, refusing(&["t1", "t2"], 307, ""))).build().expect("right");
    let error = client.call(Pay).await.expect_err("refused twice");
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Unauthenticated, Some(307), 2));
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen, "{error}");
    assert!(!error.to_string().contains("redirect"), "{error}");
    assert_eq!(bank.given.load(Ordering::SeqCst), 2);
    // The next call does not use what was refused.
    let response = client.call(Pay).send().await.expect("the third is right");
    assert_eq!(response.attempts, 1);
    assert_eq!(bank.given.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_token_in_the_address_is_next_to_the_parameters() {
    let bank = Arc::new(Bank::default());
    let client = Client::builder(&WITH_TOKENS, "https://api.example.com")
        .token("login", ["shop".into(), "pass word".into()])
        .transport(banking(&bank, |_| response(200, "{}")))
        .build()
        .expect("right");
    client.call(Balance).await.expect("read");
    let form = "grant_type=client_credentials&client_id=shop&client_secret=pass+word";
    assert_eq!(bank.seen(), [form, "/balance?lang=en&token=t%2F1 -"]);
}

#[tokio::test]
async fn what_takes_the_place_of_a_scheme_needs_no_token() {
    let bank = Arc::new(Bank::default());
    let basic = || Client::builder(&WITH_TOKENS, "https://api.example.com").basic("old", "login", "password");
    let client = basic().transport(banking(&bank, |_| response(200, "{}"))).build().expect("right");
    client.call(Pay).await.expect("paid");
    assert_eq!(bank.seen(), ["/pay?expand=items Basic bG9naW46cGFzc3dvcmQ="]);

    let both = basic().token("key", ["a".into(), "b".into()]).build().expect_err("which one?").to_string();
    assert!(both.contains("`key`") && both.contains("`old`") && both.contains("set only one"), "{both}");
    let unknown = basic().basic("older", "a", "b").build().expect_err("no such scheme").to_string();
    assert!(
        unknown.contains("no authentication scheme `older`") && unknown.contains("are: key, old, login"),
        "{unknown}"
    );
    let missing = Client::builder(&WITH_TOKENS, "https://api.example.com").build().expect("most calls do without");
    let said = missing.call(Pay).await.expect_err("no credentials").to_string();
    assert!(said.contains("`.key(client_id, client_secret)` or `.credentials(login, password)`"), "{said}");
    for values in [vec!["a".into()], vec!["a".into(), "".into()], vec!["a".into(), "b".into(), "c".into()]] {
        let wrong = Client::builder(&WITH_TOKENS, "https://api.example.com").token("key", values).build();
        assert!(wrong.expect_err("not two texts").to_string().contains("`key`"));
    }
}

#[tokio::test]
async fn without_an_address_credentials_are_sent_nowhere() {
    let bank = Arc::new(Bank::default());
    let client = Client::builder(&WITH_TOKENS, "https://api.example.com")
        .token("key", ["shop".into(), "client-secret-1".into()])
        .transport(banking(&bank, |_| response(200, "{}")))
        .build()
        .expect("a sandbox may do without");
    let error = client.call(Pay).await.expect_err("no host for tokens");
    assert!(error.is_configuration() && error.outcome() == CallOutcome::DidNotHappen);
    let said = error.to_string();
    assert!(said.contains("the service `accounts`") && said.contains("`accounts_at`"), "{said}");
    assert!(bank.seen().is_empty());
}

#[tokio::test]
async fn a_token_that_is_not_given_is_reported_and_the_call_did_not_happen() {
    for (status, body, kind, parts) in [
        (401, r#"{"error": "invalid_client"}"#, ErrorKind::Unauthenticated, "invalid_client"),
        (400, r#"{"error": "x", "error_description": "Wrong secret."}"#, ErrorKind::Unauthenticated, "Wrong secret."),
        (200, r#"{"code": "BAD_LOGIN"}"#, ErrorKind::Unauthenticated, "`access_token`"),
        (200, r#"{"access_token": " "}"#, ErrorKind::Unauthenticated, "`access_token`"),
        (200, "<html>", ErrorKind::Unauthenticated, "`access_token`"),
        (503, "", ErrorKind::Server, "`access_token`"),
        (429, "", ErrorKind::RateLimited, "`access_token`"),
        // What is said of the token is not said of the payment.
        (402, "{}", ErrorKind::Unauthenticated, "`access_token`"),
        (404, "{}", ErrorKind::Unauthenticated, "`access_token`"),
        (409, "{}", ErrorKind::Unauthenticated, "`access_token`"),
        (302, "", ErrorKind::Unexpected, "`access_token`"),
        (200, r#"{"access_token": "t\n"}"#, ErrorKind::Unauthenticated, "not a token"),
        (400, r#"{"error_description": "not client-secret-1!"}"#, ErrorKind::Unauthenticated, "`access_token`"),
    ] {
        let transport = responding(
            move |request: &HttpRequest| {
                if is_for_token(request) { response(status, body) } else { response(200, "{}") }
            },
        );
        let client = builder().transport(transport).build().expect("right");
        let error = client.call(Pay).await.expect_err(body);
        assert_eq!((error.kind(), error.outcome()), (kind, CallOutcome::DidNotHappen), "{status} {body}");
        assert!(error.is_token_error(), "{status} {body}");
        let (said, message) = (error.to_string(), error.message().unwrap_or_default());
        assert!(said.starts_with("order.pay: request not sent: could not obtain an access token: "), "{said}");
        assert!(message.contains(parts), "{message}");
        assert!(!format!("{error:?} {said} {message}").contains("client-secret-1"), "{said}");
        assert!(error.body().is_empty(), "it could hold a token");
    }
}

/// A server that failed may have paid, whatever its body says of the token.
#[tokio::test]
async fn a_server_that_failed_is_not_asked_again_with_another_token() {
    for status in [408, 500, 502, 504] {
        let bank = Arc::new(Bank::default());
        let transport = banking(&bank, move |_| response(status, r#"{"code": "EXPIRED"}"#));
        let error = builder().transport(transport).build().expect("right").call(Pay).await.expect_err("failed");
        assert_eq!((error.outcome(), error.attempts()), (CallOutcome::Unknown, 1), "{status}");
        assert!(!error.is_token_error());
        assert_eq!(bank.seen().len(), 2, "a token and one payment");
    }
}

#[tokio::test]
async fn what_is_no_token_is_not_kept() {
    let tries = AtomicUsize::new(0);
    let transport = responding(move |request: &HttpRequest| match is_for_token(request) {
        false => response(200, "{}"),
        true if tries.fetch_add(1, Ordering::SeqCst) == 0 => response(200, r#"{"access_token": "t\n"}"#),
        true => response(200, r#"{"access_token": "t"}"#),
    });
    let clock = Arc::new(VirtualClock::new());
    let client = builder().transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
    assert!(client.call(Pay).await.expect_err("no header can carry it").is_unauthenticated());
    // What came of it is shared for a second.
    clock.advance(Duration::from_secs(1));
    client.call(Pay).await.expect("the second one is right");
}

/// The part of an answer that arrived may hold the token.
#[tokio::test]
async fn nothing_is_kept_of_an_answer_that_was_cut_off() {
    for (status, kind) in [(200, ErrorKind::Transport), (401, ErrorKind::Unauthenticated)] {
        let transport = responding(move |request: &HttpRequest| {
            assert!(is_for_token(request), "nothing is sent without a token");
            let part = response(status, r#"{"access_token": "secret-token"#)?;
            Err(TransportError::new(TransportErrorKind::Interrupted).with_received(part))
        });
        let error = builder().transport(transport).build().expect("right").call(Pay).await.expect_err("cut off");
        assert_eq!((error.kind(), error.outcome()), (kind, CallOutcome::DidNotHappen), "{status}");
        let below = std::error::Error::source(&error).and_then(|below| below.downcast_ref::<TransportError>());
        assert!(below.expect("it tells why").received().is_none() && error.body().is_empty());
    }
}

/// Getting a token is repeated like a call that only reads, though the call itself could not be.
#[tokio::test]
async fn getting_a_token_is_repeated() {
    let clock = Arc::new(VirtualClock::new());
    let tries = AtomicUsize::new(0);
    let transport = responding(move |request: &HttpRequest| match is_for_token(request) {
        false => response(200, "{}"),
        true if tries.fetch_add(1, Ordering::SeqCst) == 0 => Err(TransportError::new(TransportErrorKind::Interrupted)),
        true => response(200, r#"{"access_token": "t"}"#),
    });
    let client = builder().retry(RetryPolicy::new()).transport(transport).clock(clock).build().expect("right");
    let response = client.call(Pay).send().await.expect("paid");
    assert_eq!(response.attempts, 2);
}

/// `order.read`: the same scheme as `order.pay`, and it changes nothing.
struct ReadOrder;

impl Operation for ReadOrder {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "order.read",
        method: Method::Get,
        changes_state: false,
        path: "/order",
        body: BodyFormat::None,
        ..*Pay::SPEC
    };
    type Output = serde_json::Value;

    fn encode(&self, _: &mut Form) {}
}

/// An outage of the token endpoint leaves the retries of the API's host alone, and tokens refill its own.
#[tokio::test]
async fn failures_of_the_token_endpoint_are_charged_to_its_own_host() {
    const BOTH_WORK: usize = 0;
    const NO_TOKENS: usize = 1;
    const API_FAILS: usize = 2;
    let (clock, state) = (Arc::new(VirtualClock::new()), Arc::new(AtomicUsize::new(NO_TOKENS)));
    let seen = Arc::clone(&state);
    let transport =
        responding(move |request: &HttpRequest| match (is_for_token(request), seen.load(Ordering::SeqCst)) {
            (true, NO_TOKENS) | (false, API_FAILS) => response(503, "{}"),
            (true, _) => response(200, r#"{"access_token": "t"}"#),
            (false, _) => response(200, "{}"),
        });
    let builder = builder().retry(RetryPolicy::new().attempts(2)).retry_budget(RetryBudget::new(1));
    let client = builder.transport(transport).clock(Arc::clone(&clock) as _).build().expect("right");
    let attempts = async || client.call(ReadOrder).await.expect_err("out of order").attempts();
    assert_eq!((attempts().await, attempts().await), (2, 1));

    state.store(API_FAILS, Ordering::SeqCst);
    clock.advance(Duration::from_secs(2)); // for one second, calls share the failure
    assert_eq!((attempts().await, attempts().await), (2, 1));

    state.store(BOTH_WORK, Ordering::SeqCst);
    for _ in 0..5 {
        clock.advance(Duration::from_secs(300));
        client.call(ReadOrder).await.expect("answered");
    }
    state.store(NO_TOKENS, Ordering::SeqCst);
    clock.advance(Duration::from_secs(300));
    assert_eq!((attempts().await, attempts().await), (2, 1));
}

#[tokio::test]
async fn no_token_and_no_secret_is_printed() {
    let bank = Arc::new(Bank::default());
    let client = builder().transport(banking(&bank, |_| response(500, "{}"))).build().expect("right");
    let error = client.call(Pay).await.expect_err("the API failed");
    let printed = format!("{client:?} {error:?} {error} {:?}", builder());
    assert!(!printed.contains("client-secret-1") && !printed.contains("t1"), "{printed}");
}
