//! Clients of all APIs from environment variables.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use payspec::{centralpay, cinetpay, lyra_marketplace, primer};

type Set<'a> = &'a [(&'a str, &'a str)];

fn lookup(set: Set<'_>) -> impl Fn(&str) -> Option<OsString> + use<'_> {
    move |name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
}

/// A server that answers one request, and gives its head.
fn server() -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
    let answering = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("a connection");
        let mut reader = BufReader::new(stream);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let answer = "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
        reader.get_mut().write_all(answer.as_bytes()).expect("written");
        head.to_ascii_lowercase() + &String::from_utf8_lossy(&body)
    });
    (url, answering)
}

#[test]
fn the_credentials_reach_the_address_that_is_set() {
    let (url, seen) = server();
    let set = [("CENTRALPAY_BASE_URL", url.as_str()), ("CENTRALPAY_LOGIN", "a"), ("CENTRALPAY_PASSWORD", "b")];
    let client = centralpay::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    let client = client.build_blocking().expect("complete settings");
    client.transactions().get("t").wait().expect_err("there is none");
    assert!(seen.join().expect("answered").contains("authorization: basic ytpi\r\n"));

    let (url, seen) = server();
    let set = [("PRIMER_BASE_URL", url.as_str()), ("PRIMER_API_KEY", "key-17")];
    let client = primer::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    client
        .build_blocking()
        .expect("complete settings")
        .payments()
        .get(primer::model::GetPayment::new("p"))
        .wait()
        .expect_err("there is none");
    assert!(seen.join().expect("answered").contains("x-api-key: key-17\r\n"));

    let (url, seen) = server();
    let set = [
        ("CINETPAY_BASE_URL", url.as_str()),
        ("CINETPAY_MERCHANT_APIKEY", "key-17"),
        ("CINETPAY_MERCHANT_SITE_ID", "site-18"),
    ];
    let client = cinetpay::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    let check = cinetpay::model::CheckPayment::new().transaction_id("t");
    client.build_blocking().expect("complete settings").payments().check(check).wait().expect_err("there is none");
    let seen = seen.join().expect("answered");
    assert!(seen.contains("key-17") && seen.contains("site-18"), "{seen}");

    let (url, seen) = server();
    let set = [
        ("LYRA_MARKETPLACE_BASE_URL", url.as_str()),
        ("LYRA_MARKETPLACE_LOGIN", "a"),
        ("LYRA_MARKETPLACE_PASSWORD", "b"),
    ];
    let client = lyra_marketplace::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    client.build_blocking().expect("complete settings").orders().get("o").wait().expect_err("there is none");
    assert!(seen.join().expect("answered").contains("authorization: basic ytpi\r\n"));
}

#[test]
fn the_environment_that_is_named_is_taken() {
    let set = [("CENTRALPAY_ENVIRONMENT", "production"), ("CENTRALPAY_MERCHANT_PUBLIC_KEY", "k")];
    let client = centralpay::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    let client = client.build().expect("complete settings");
    assert_eq!(client.http().base_url(), centralpay::model::Environment::Production.base_url());
    assert!(client.http().service_url("onboarding").is_some(), "services belong to the environment");

    let set = [("PRIMER_ENVIRONMENT", "sandbox"), ("PRIMER_API_KEY", "k")];
    let client = primer::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    let client = client.build_blocking().expect("complete settings");
    assert_eq!(client.http().base_url(), primer::model::Environment::Sandbox.base_url());

    // Those who log in are answered elsewhere.
    let set =
        [("LYRA_MARKETPLACE_ENVIRONMENT", "test"), ("LYRA_MARKETPLACE_LOGIN", "a"), ("LYRA_MARKETPLACE_PASSWORD", "b")];
    let client = lyra_marketplace::ClientBuilder::from_variables(lookup(&set)).expect("complete settings");
    let client = client.build().expect("complete settings");
    assert_eq!(client.http().base_url(), "https://secure.lyra.com/marketplace-test");
}

/// The process of the tests has none of these variables.
#[test]
fn what_is_missing_is_named() {
    let missing = [
        (centralpay::Client::from_env().map(drop), "CENTRALPAY_ENVIRONMENT"),
        (cinetpay::Client::from_env().map(drop), "CINETPAY_ENVIRONMENT"),
        (primer::Client::from_env().map(drop), "PRIMER_ENVIRONMENT"),
        (lyra_marketplace::Client::from_env().map(drop), "LYRA_MARKETPLACE_ENVIRONMENT"),
    ];
    for (missing, name) in missing {
        let error = missing.expect_err(name).to_string();
        assert!(error.contains(&format!("`{name}` is not set")), "{error}");
    }
    // Keys of the checkout and of transfers are called alike, and are told apart.
    let set = [("CINETPAY_ENVIRONMENT", "production"), ("CINETPAY_TRANSFERS_APIKEY", "k")];
    let error = cinetpay::ClientBuilder::from_variables(lookup(&set)).map(drop).expect_err("half").to_string();
    assert!(error.contains("`CINETPAY_TRANSFERS_PASSWORD` is not set"), "{error}");
}
