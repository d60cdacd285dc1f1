//! What lies between the client and the API: private authorities, client certificates, proxies.

use std::process::Command;
use std::sync::Arc;

use payspec_http::testing::{responding, response};
use payspec_http::{CallOutcome, Client, ClientBuilder, ConfigError, Error, RetryPolicy};

use crate::support::api::{self, payment, read};
use crate::support::authority::{Authority, HOST, Proxy, TlsServer, Tunnel};
use crate::support::kept::{Answer, KeptServer};

const PROXY_PASSWORD: &str = "hunter2-proxy";

fn paid() -> Answer {
    Arc::new(|_| (200, r#"{"id": "pay_1", "amount": 1500}"#.to_owned()))
}

/// A builder that trusts the authority and goes no other way than it is told.
fn trusting(url: String, authority: &Authority) -> ClientBuilder {
    api::builder(url).root_certificate_pem(&*authority.pem).without_system_roots().no_proxy()
}

fn built(builder: ClientBuilder) -> Client {
    builder.build().expect("the settings are right")
}

/// A PEM file as environment variables often hold it.
fn escaped(pem: &str) -> String {
    pem.replace('\n', "\\n")
}

/// An error whose call certainly did not happen, and that tells nothing of what is secret.
fn not_happened(error: &Error) {
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen, "{error:?}");
    let text = format!("{error} {error:?}");
    assert!(!text.contains(PROXY_PASSWORD) && !text.contains("PRIVATE"), "{text}");
}

#[tokio::test]
async fn a_private_authority_is_trusted_when_it_is_given() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority, None, paid()).await;
    // With the system's authorities, and without them; alone, and as one of several in one text.
    let both = format!("{}\n{}", other.pem, authority.pem);
    let beside_the_system = api::builder(server.url()).no_proxy().root_certificate_pem(&*authority.pem);
    for builder in [
        trusting(server.url(), &authority),
        beside_the_system,
        api::builder(server.url()).no_proxy().without_system_roots().root_certificate_pem(escaped(&both)),
        api::builder(server.url()).no_proxy().without_system_roots().root_certificate_pem(both),
        trusting(server.url(), &other).root_certificate_pem(&*authority.pem),
    ] {
        built(builder).call(payment()).await.expect("paid");
    }
    assert_eq!(server.requests(), 5);
    let error = built(trusting(server.url(), &other)).call(payment()).await.expect_err("nobody vouches for it");
    not_happened(&error);
    let beside = api::builder(server.url()).no_proxy().root_certificate_pem(&*other.pem);
    not_happened(&built(beside).call(payment()).await.expect_err("the system does not either"));
    assert_eq!(server.requests(), 5);
}

#[tokio::test]
async fn a_server_that_wants_a_certificate_gets_the_client_s() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = TlsServer::start(&authority, Some(&clients), paid()).await;
    let own = clients.certify(&["shop.test"]);
    let of_environment =
        trusting(server.url(), &authority).client_certificate_pem(escaped(&own.pem), escaped(&own.key));
    built(of_environment).call(payment()).await.expect("paid");
    let client = built(trusting(server.url(), &authority).client_certificate_pem(&*own.pem, &*own.key));
    client.call(payment()).await.expect("paid");
    // The connections are those of all merchants, and so is the certificate.
    let merchant = client.with_credentials("m-1", |its| its.basic("account", "l", "p")).expect("right");
    merchant.call(read("pay_1")).await.expect("read");
    assert_eq!(server.requests(), 3);

    let stranger = Authority::new().certify(&["shop.test"]);
    let wrong = trusting(server.url(), &authority).client_certificate_pem(&*stranger.pem, &*stranger.key);
    for builder in [trusting(server.url(), &authority), wrong] {
        let error = built(builder).call(payment()).await.expect_err("it is not let in");
        assert_ne!(error.outcome(), CallOutcome::Happened, "{error:?}");
        assert!(!format!("{error:?}").contains("PRIVATE"), "{error:?}");
    }
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_proxy_leads_to_the_api_and_sees_no_request() {
    let authority = Authority::new();
    let credentials = Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = Arc::clone(&credentials);
    let server = TlsServer::start(
        &authority,
        None,
        Arc::new(move |request| {
            seen.lock().expect("no test panics in here").push(request.to_owned());
            (200, r#"{"id": "pay_1", "amount": 1500}"#.to_owned())
        }),
    )
    .await;
    let proxy = Proxy::start(Tunnel::To(server.address)).await;
    let through = |url: String| trusting(server.named_url(), &authority).proxy(url);
    let in_url = format!("http://shop%40x:{PROXY_PASSWORD}@{}", proxy.address);
    for builder in
        [through(proxy.url()), through(in_url), through(proxy.url()).proxy_credentials("shop@x", PROXY_PASSWORD)]
    {
        assert!(!format!("{builder:?}").contains(PROXY_PASSWORD));
        built(builder).call(payment()).await.expect("paid");
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 3, "{heads:?}");
    let target = format!("CONNECT {HOST}:{} HTTP/1.1\r\n", server.address.port());
    let basic = "Proxy-Authorization: Basic c2hvcEB4Omh1bnRlcjItcHJveHk=\r\n";
    for (head, known) in heads.iter().zip([false, true, true]) {
        assert!(head.starts_with(&target), "{head}");
        assert_eq!(head.contains(basic), known, "{head}");
        // What is for the API does not reach the proxy.
        assert!(!head.contains("\nAuthorization") && !head.contains("\nauthorization"), "{head}");
    }
    for request in credentials.lock().expect("no test panics in here").iter() {
        assert!(!request.to_lowercase().contains("proxy-"), "{request}");
        assert!(request.contains(api::BASIC), "{request}");
    }
}

/// Whatever a proxy says instead of opening the tunnel: the API has not heard of the call, and nothing of it is taken for
/// the API's answer.
#[tokio::test]
async fn a_proxy_that_refuses_leaves_nothing_happened() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority, None, paid()).await;
    for says in [
        "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 14\r\n\r\n{\"id\":\"pay_1\"}",
        "HTTP/1.1 403 Forbidden\r\ncontent-length: 14\r\n\r\n{\"id\":\"pay_1\"}",
        "HTTP/1.1 402 Payment Required\r\nRequest-Id: req-1\r\ncontent-length: 2\r\n\r\n{}",
        // A login page of a hotel.
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 29\r\n\r\n{\"id\":\"pay_1\",\"amount\":1500}\n",
        "no HTTP at all\r\n\r\n",
        "",
    ] {
        let proxy = Proxy::start(Tunnel::Says(says)).await;
        let builder = trusting(server.named_url(), &authority)
            .proxy(proxy.url())
            .proxy_credentials("shop", PROXY_PASSWORD)
            .retry(RetryPolicy::never());
        let error = built(builder).call(payment()).await.expect_err("there is no way to the API");
        not_happened(&error);
        assert_eq!((error.status(), error.request_id()), (None, None), "{says}: {error:?}");
        assert_eq!(proxy.heads().len(), 1, "{says}");
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn plain_text_never_goes_to_a_proxy() {
    let server = KeptServer::start(|_| (200, r#"{"id": "pay_1", "amount": 1500}"#.to_owned())).await;
    let proxy = Proxy::start(Tunnel::Says("HTTP/1.1 502 Bad Gateway\r\n\r\n")).await;
    built(api::builder(server.url()).proxy(proxy.url())).call(payment()).await.expect("paid");
    assert_eq!((server.connections(), proxy.heads()), (1, Vec::new()));
}

#[test]
fn blocking_clients_have_the_same_settings() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let (authority, clients) = (Authority::new(), Authority::new());
    let server = runtime.block_on(TlsServer::start(&authority, Some(&clients), paid()));
    let proxy = runtime.block_on(Proxy::start(Tunnel::To(server.address)));
    let own = clients.certify(&["shop.test"]);
    let builder =
        trusting(server.named_url(), &authority).client_certificate_pem(&*own.pem, &*own.key).proxy(proxy.url());
    builder.build_blocking().expect("right").call(payment()).wait().expect("paid");
    assert_eq!((proxy.heads().len(), server.requests()), (1, 1));
}

/// The variables of a process, so in a process of its own.
#[test]
fn the_environment_names_a_proxy_unless_the_client_does() {
    const SAID: &str = "PAYSPEC_TEST_SAID_PROXY";
    if let Ok(said) = std::env::var(SAID) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let authority = Authority::new();
        let call = |url: &str, change: fn(ClientBuilder, String) -> ClientBuilder| {
            let builder = api::builder(url).root_certificate_pem(&*authority.pem).without_system_roots();
            let client = change(builder, said.clone()).build().expect("right");
            let error = runtime.block_on(async { client.call(payment()).await }).expect_err("nobody is there");
            not_happened(&error);
        };
        call("https://environment.test", |builder, _| builder);
        call("https://127.0.0.1:1", |builder, _| builder.no_proxy());
        call("https://said.test", ClientBuilder::proxy);
        // NO_PROXY is a word about the environment's proxy.
        call("https://127.0.0.1:1", |builder, _| builder);
        call("https://127.0.0.1:1", ClientBuilder::proxy);
        return;
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let refuses = || runtime.block_on(Proxy::start(Tunnel::Says("HTTP/1.1 502 Bad Gateway\r\n\r\n")));
    let (environment, said) = (refuses(), refuses());
    let output = Command::new(std::env::current_exe().expect("this test is a program"))
        .args(["--exact", "network::the_environment_names_a_proxy_unless_the_client_does", "--nocapture"])
        .env(SAID, said.url())
        .env("HTTPS_PROXY", environment.url())
        .env("NO_PROXY", "127.0.0.1")
        .env_remove("https_proxy")
        .env_remove("no_proxy")
        .output()
        .expect("this test can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let targets = |proxy: &Proxy| -> Vec<String> {
        let first = |head: &String| head.lines().next().unwrap_or_default().to_owned();
        proxy.heads().iter().map(first).collect()
    };
    assert_eq!(targets(&environment), ["CONNECT environment.test:443 HTTP/1.1"]);
    assert_eq!(targets(&said), ["CONNECT said.test:443 HTTP/1.1", "CONNECT 127.0.0.1:1 HTTP/1.1"]);
}

fn refused(builder: ClientBuilder) -> String {
    let error: ConfigError = builder.build().expect_err("the settings should have been refused");
    let text = format!("{error} {error:?}");
    for secret in [PROXY_PASSWORD, "PRIVATE KEY-----\\n", "MIGH", "c2VjcmV0"] {
        assert!(!text.contains(secret), "`{secret}` is in: {text}");
    }
    error.to_string()
}

#[test]
fn what_is_wrong_is_said_by_the_name_of_the_setting() {
    let authority = Authority::new();
    let (own, other) = (authority.certify(&["shop.test"]), authority.certify(&["shop.test"]));
    // Also where nothing needs it: the address is a test server's today.
    for url in ["https://api.example.com", "http://127.0.0.1:1"] {
        let plain = || api::builder(url);
        let shows = |certificates: &str, key: &str| plain().client_certificate_pem(certificates, key);
        let half = |text: &str| text[..text.len() / 2].to_owned();
        for (builder, part) in vec![
            (plain().root_certificate_pem(""), "`root_certificate_pem` has no certificate"),
            (plain().root_certificate_pem("/etc/company-ca.pem"), "not its path"),
            (plain().root_certificate_pem(&*own.key), "`root_certificate_pem` has no certificate"),
            (
                plain().root_certificate_pem(half(&authority.pem)),
                "`root_certificate_pem` is broken: a section has no end",
            ),
            (
                plain().root_certificate_pem("-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n"),
                "`root_certificate_pem` has a section that is no X.509 certificate",
            ),
            (
                plain().root_certificate_pem("-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n"),
                "`root_certificate_pem` is broken: a section is not written in Base64",
            ),
            (plain().without_system_roots(), "`without_system_roots` leaves nobody to trust"),
            (shows("", &own.key), "`client_certificate_pem` has no certificate"),
            (shows(&own.pem, ""), "`client_certificate_pem` has no private key"),
            (shows(&own.pem, &own.pem), "`client_certificate_pem` has no private key"),
            (shows(&own.pem, &half(&own.key)), "`client_certificate_pem` is broken: a section has no end"),
            (shows(&own.pem, &other.key), "`client_certificate_pem`: the private key does not belong"),
            (
                shows(&own.pem, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"),
                "`client_certificate_pem`: the private key cannot be used",
            ),
            (
                shows(
                    &own.pem,
                    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----\n",
                ),
                "the private key of `client_certificate_pem` is encrypted",
            ),
            // The form of older versions of OpenSSL, after a block that is no key.
            (
                shows(
                    &own.pem,
                    "-----BEGIN EC PARAMETERS-----\nc2VjcmV0\n-----END EC PARAMETERS-----\n\
                     -----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nc2VjcmV0\n\
                     -----END EC PRIVATE KEY-----\n",
                ),
                "the private key of `client_certificate_pem` is encrypted",
            ),
            (plain().proxy(""), "`proxy` has no scheme"),
            (plain().proxy("proxy.example:3128"), "`proxy` has no scheme"),
            (plain().proxy("shop:hunter2-proxy@proxy.example:3128"), "`proxy` has no scheme"),
            (plain().proxy("socks5://shop:hunter2-proxy@proxy.example"), "`proxy` begins neither with"),
            (plain().proxy("http://"), "`proxy` is not a URL"),
            (plain().proxy("http://shop:hunter2-proxy@proxy.example:port"), "`proxy` is not a URL"),
            (plain().proxy("http://proxy.example/hunter2-proxy"), "`proxy` has more than a host and a port"),
            (plain().proxy("http://proxy.example?hunter2-proxy"), "`proxy` has more than a host and a port"),
            (
                plain().proxy("http://shop:hunter2-proxy@proxy.example").proxy_credentials("shop", PROXY_PASSWORD),
                "give them once",
            ),
            (
                plain().proxy("http://proxy.example").proxy_credentials("a:b", PROXY_PASSWORD),
                "the user of `proxy_credentials`",
            ),
            (
                plain().proxy("http://proxy.example").proxy_credentials("", PROXY_PASSWORD),
                "the user of `proxy_credentials`",
            ),
            (plain().proxy_credentials("shop", PROXY_PASSWORD), "`proxy_credentials` are given without a proxy"),
            (plain().no_proxy().proxy_credentials("shop", PROXY_PASSWORD), "`proxy_credentials` are given without"),
        ] {
            let text = refused(builder);
            assert!(text.contains(part), "`{part}` is missing in: {text}");
        }
    }
}

/// A setting that nobody heeds would be lost without a word.
#[test]
fn settings_that_a_transport_of_the_caller_does_not_know_are_refused() {
    let authority = Authority::new();
    let own = authority.certify(&["shop.test"]);
    let with_own = || api::builder("https://api.example.com").transport(responding(|_| response(200, "{}")));
    for (builder, name) in [
        (with_own().root_certificate_pem(&*authority.pem), "`root_certificate_pem`"),
        (with_own().without_system_roots(), "`without_system_roots`"),
        (with_own().client_certificate_pem(&*own.pem, &*own.key), "`client_certificate_pem`"),
        (with_own().proxy("http://proxy.example"), "`proxy`"),
        (with_own().no_proxy(), "`no_proxy`"),
    ] {
        let text = refused(builder);
        assert!(text.contains(name) && text.contains("a transport of your own"), "{text}");
    }
    with_own().build().expect("nothing is lost");
}
