//! Clients of several merchants in one process: what they share, and what they never do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use payspec_http::{Client, ErrorKind, RetryPolicy};

use crate::support::api::{self, PASSWORD, payment, read};
use crate::support::kept::{KeptServer, body, header};
use crate::tokens::{Pay, WITH_TOKENS};

const MERCHANTS: usize = 50;

fn account(number: usize) -> String {
    format!("account-{number}")
}

/// What HTTP Basic sends for a merchant.
fn basic(number: usize) -> String {
    use base64::Engine as _;
    let pair = format!("login-{number}:password-{number}");
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

fn for_merchant(platform: &Client, number: usize) -> Client {
    platform
        .with_credentials(account(number), |its| {
            its.basic("account", format!("login-{number}"), format!("password-{number}"))
        })
        .expect("the credentials are right")
}

/// The last part of the path, which names the merchant, and what the request proves.
fn shown(request: &str) -> (String, String) {
    let path = request.split(' ').nth(1).expect("a request has a path");
    let name = path.rsplit('/').next().expect("a path has a last part").to_owned();
    (name, header(request, "authorization").unwrap_or("nothing").to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_request_has_the_credentials_of_its_own_merchant_on_shared_connections() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let server = KeptServer::start(move |request| {
        let (name, proof) = shown(request);
        notes.lock().expect("no test panics in here").push((name.clone(), proof));
        // Merchant 7 is refused.
        if name == "account-7" { (401, "{}".to_owned()) } else { (200, format!(r#"{{"id": "{name}"}}"#)) }
    })
    .await;
    let platform = api::builder(server.url()).max_concurrent_requests(4).build().expect("right");
    let merchants: Vec<Client> = (0..MERCHANTS).map(|number| for_merchant(&platform, number)).collect();
    let calls: Vec<_> = (0..4 * MERCHANTS)
        .map(|nth| {
            let client = merchants[nth % MERCHANTS].clone();
            tokio::spawn(async move { client.call(read(&account(nth % MERCHANTS))).await })
        })
        .collect();
    for (nth, call) in calls.into_iter().enumerate() {
        match call.await.expect("no call panics") {
            Ok(payment) => assert_eq!(payment.id, Some(account(nth % MERCHANTS))),
            Err(error) => {
                assert_eq!((nth % MERCHANTS, error.kind()), (7, ErrorKind::Unauthenticated), "{error}");
            }
        }
    }
    let seen = seen.lock().expect("no test panics in here").clone();
    assert_eq!(seen.len(), 4 * MERCHANTS);
    for (name, proof) in &seen {
        let number: usize = name.strip_prefix("account-").and_then(|number| number.parse().ok()).expect("a number");
        assert_eq!(*proof, basic(number), "{name}");
    }
    // A connection may come back to the pool after the next request has begun: more than four, but not one a merchant.
    assert!(server.connections() < MERCHANTS, "{} connections for {MERCHANTS} merchants", server.connections());
}

#[tokio::test]
async fn nothing_of_the_first_client_proves_who_the_second_is() {
    let server = KeptServer::start(|_| (200, r#"{"id": "pay_1"}"#.to_owned())).await;
    // It has credentials for three schemes, and a header.
    let platform = api::builder(server.url()).build().expect("right");
    let merchant = platform.with_credentials("m-1", |its| its.secret_header("reports", "key-of-m-1")).expect("right");
    let error = merchant.call(payment()).await.expect_err("it has no login");
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("`account`"), "{error}");
    assert_eq!(server.connections(), 0);
    assert_eq!((merchant.merchant(), platform.merchant()), (Some("m-1"), None));
    // One that was made from another has none of that one's either.
    let next = merchant.with_credentials("m-2", |its| its.basic("account", "l", "p")).expect("right");
    next.call(read("pay_1")).await.expect("read");
}

#[tokio::test]
async fn headers_of_a_merchant_take_the_place_of_the_client_s() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let server = KeptServer::start(move |request| {
        notes.lock().expect("no test panics in here").push(header(request, "origin").unwrap_or("-").to_owned());
        (200, r#"{"id": "pay_1", "amount": 1500}"#.to_owned())
    })
    .await;
    let platform = api::builder(server.url()).build().expect("right");
    let own = |its: payspec_http::Credentials| its.basic("account", "l", "p").header("origin", "https://other.example");
    platform.with_credentials("m-1", own).expect("right").call(payment()).await.expect("paid");
    for_merchant(&platform, 2).call(payment()).await.expect("paid");
    let seen = seen.lock().expect("no test panics in here").clone();
    assert_eq!(seen, ["https://other.example", api::ORIGIN]);
}

#[tokio::test]
async fn what_is_wrong_with_credentials_is_said_of_the_merchant() {
    let platform = api::silent().build().expect("right");
    let refused = |name: &str, give: fn(payspec_http::Credentials) -> payspec_http::Credentials| {
        let error = platform.with_credentials(name, give).expect_err("refused");
        let text = format!("{error} {error:?}");
        assert!(!text.contains(PASSWORD) && text.lines().count() == 1, "{text}");
        error.to_string()
    };
    for (text, part) in [
        (refused("m-1", |its| its), "no credentials are given"),
        (refused("m-1", |its| its.header("Origin", "https://a.example")), "no credentials are given"),
        (refused("m-1", |its| its.basic("account", "", PASSWORD)), "the login of the credential `account` is empty"),
        (refused("m-1", |its| its.basic("account", "a:b", PASSWORD)), "HTTP Basic does not allow"),
        (refused("m-1\nm-2", |its| its.basic("account", "a:b", PASSWORD)), "merchant `m-1 m-2`"),
        (refused("m-1", |its| its.secret_header("reports", "hunter2-password\n")), "ends with a line"),
        (refused("m-1", |its| its.secret_header("reports", "k").header("Content-Type", "x")), "`Content-Type`"),
    ] {
        assert!(text.contains(part) && text.contains("merchant `m-1"), "`{part}` is missing in: {text}");
    }
    for blank in ["", " \t"] {
        assert!(refused(blank, |its| its.basic("account", "l", "p")).contains("blank name"));
    }
}

#[tokio::test]
async fn equal_order_numbers_of_two_merchants_give_two_keys() {
    let platform = api::silent().build().expect("right");
    let key = |client: &Client| {
        let call = client.call(payment()).idempotency_key_from("order-17/1");
        call.get_idempotency_key().expect("it takes a key").to_owned()
    };
    let clients = [platform.clone(), for_merchant(&platform, 1), for_merchant(&platform, 2)];
    let keys: BTreeSet<String> = clients.iter().map(key).collect();
    assert_eq!(keys.len(), 3);
    // It belongs to the merchant, and not to the password, which may change between two attempts.
    let changed = platform.with_credentials(account(1), |its| its.basic("account", "new", "new")).expect("right");
    assert_eq!(key(&changed), key(&clients[1]));
}

/// One that fails and is repeated pays for it out of the same reserve.
#[tokio::test]
async fn the_retry_budget_is_shared() {
    let server = KeptServer::start(|_| (503, "{}".to_owned())).await;
    let policy = RetryPolicy::new().attempts(2);
    let platform = api::builder(server.url())
        .retry(policy)
        .clock(Arc::new(payspec_http::testing::VirtualClock::new()))
        .build()
        .expect("right");
    let before = platform.retry_budget().left().expect("it is bounded");
    for number in 0..3 {
        for_merchant(&platform, number).call(read("pay_1")).await.expect_err("out of order");
    }
    assert_eq!(platform.retry_budget().left(), Some(before - 3));
}

/// A server of tokens: the token of a client is its id with a number that counts, and some are revoked.
#[derive(Default)]
struct Tokens {
    given: Mutex<BTreeMap<String, usize>>,
    revoked: Mutex<BTreeSet<String>>,
    paid: Mutex<Vec<String>>,
}

impl Tokens {
    fn answer(&self, request: &str) -> (u16, String) {
        if request.contains(" /oauth/token ") {
            let id =
                body(request).split('&').find_map(|pair| pair.strip_prefix("client_id=")).expect("an id").to_owned();
            if body(request).contains("client_secret=wrong") {
                return (401, r#"{"error": "invalid_client"}"#.to_owned());
            }
            let mut given = self.given.lock().expect("no test panics in here");
            let number = given.entry(id.clone()).or_default();
            *number += 1;
            return (200, format!(r#"{{"access_token": "{id}.{number}", "expires_in": 300}}"#));
        }
        let token = header(request, "authorization").and_then(|value| value.strip_prefix("Bearer ")).expect("a token");
        if self.revoked.lock().expect("no test panics in here").contains(token) {
            return (400, r#"{"code": "EXPIRED"}"#.to_owned());
        }
        self.paid.lock().expect("no test panics in here").push(token.to_owned());
        (200, "{}".to_owned())
    }

    fn paid(&self) -> Vec<String> {
        std::mem::take(&mut *self.paid.lock().expect("no test panics in here"))
    }

    fn given(&self, id: &str) -> usize {
        self.given.lock().expect("no test panics in here").get(id).copied().unwrap_or_default()
    }
}

async fn token_server() -> (Arc<Tokens>, KeptServer, Client) {
    let tokens = Arc::new(Tokens::default());
    let answering = Arc::clone(&tokens);
    let server = KeptServer::start(move |request| answering.answer(request)).await;
    let platform = Client::builder(&WITH_TOKENS, server.url())
        .service("accounts", server.url())
        .retry(RetryPolicy::never())
        .build()
        .expect("right");
    (tokens, server, platform)
}

fn with_token(platform: &Client, number: usize, secret: &str) -> Client {
    let id = format!("m{number}");
    platform.with_credentials(account(number), |its| its.token("key", [id.into(), secret.into()])).expect("right")
}

#[tokio::test]
async fn each_merchant_has_a_token_of_its_own() {
    let (tokens, _server, platform) = token_server().await;
    for round in 0..3 {
        for number in 0..MERCHANTS {
            // A client for each call, as a program makes them that has one request for each.
            with_token(&platform, number, "secret").call(Pay).await.expect("paid");
            assert_eq!(tokens.paid(), [format!("m{number}.1")], "round {round}");
        }
    }
    assert!((0..MERCHANTS).all(|number| tokens.given(&format!("m{number}")) == 1), "one token each");
    // Another secret of the same account is another credential.
    with_token(&platform, 3, "rotated").call(Pay).await.expect("paid");
    assert_eq!(tokens.paid(), ["m3.2"]);
    with_token(&platform, 3, "secret").call(Pay).await.expect("paid");
    assert_eq!(tokens.paid(), ["m3.1"]);
}

#[tokio::test]
async fn what_happens_to_one_token_disturbs_no_other() {
    let (tokens, _server, platform) = token_server().await;
    let [one, two, three] = [1, 2, 3].map(|number| with_token(&platform, number, "secret"));
    for merchant in [&one, &two, &three] {
        merchant.call(Pay).await.expect("paid");
    }
    tokens.paid();
    tokens.revoked.lock().expect("no test panics in here").insert("m2.1".to_owned());
    for merchant in [&one, &two, &three] {
        merchant.call(Pay).await.expect("paid");
    }
    assert_eq!(tokens.paid(), ["m1.1", "m2.2", "m3.1"], "only the second was renewed");
    // The failure of one is shared by calls with its credentials only.
    let wrong = with_token(&platform, 4, "wrong");
    for _ in 0..2 {
        let error = wrong.call(Pay).await.expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{error}");
        assert!(!error.may_have_happened());
    }
    one.call(Pay).await.expect("paid");
    with_token(&platform, 4, "secret").call(Pay).await.expect("paid");
    assert_eq!(tokens.paid(), ["m1.1", "m4.1"]);
}

/// The clients of merchants are blocking where the first is, and share its thread.
#[test]
fn blocking_clients_have_merchants_as_well() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let server = runtime.block_on(KeptServer::start(|request| {
        let (name, proof) = shown(request);
        (200, format!(r#"{{"id": "{name}", "status": "{proof}"}}"#))
    }));
    let platform = api::builder(server.url()).build_blocking().expect("right");
    let merchants: Vec<_> = (0..MERCHANTS)
        .map(|number| {
            let (login, password) = (format!("login-{number}"), format!("password-{number}"));
            platform.with_credentials(account(number), |its| its.basic("account", login, password)).expect("right")
        })
        .collect();
    drop(platform);
    std::thread::scope(|scope| {
        for (number, client) in merchants.iter().enumerate().take(4) {
            scope.spawn(move || {
                let payment = client.call(read(&account(number))).wait().expect("read");
                assert_eq!(payment.status, Some(basic(number)));
            });
        }
    });
    for (number, client) in merchants.iter().enumerate() {
        let payment = client.call(read(&account(number))).wait().expect("read");
        assert_eq!((payment.id, payment.status), (Some(account(number)), Some(basic(number))));
    }
    assert!(server.connections() <= 4, "{} connections", server.connections());
}
