//! `payspec call`.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::Value;

use crate::{error_of, payspec, sandbox, text_of};

/// A server that answers each request with the next of these responses, and then closes each connection without one.
/// Returns its address, and the heads and bodies of requests.
pub(crate) fn server(responses: Vec<&'static str>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/v2/rest", listener.local_addr().expect("it listens"));
    let (requests, received) = channel();
    thread::spawn(move || {
        let mut responses = responses.into_iter();
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            // A request is whole when its body has the length that its head states.
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                request.extend(&buffer[..read]);
                let text = String::from_utf8_lossy(&request).to_ascii_lowercase();
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                if body.len() >= length.map_or(0, |length| length.parse().expect("a number")) {
                    break;
                }
            }
            let response = responses.next().unwrap_or_default();
            let _ = stream.write_all(response.as_bytes());
            if requests.send(String::from_utf8_lossy(&request).into_owned()).is_err() {
                return;
            }
        }
    });
    (url, received)
}

fn card_token(control: &str) -> String {
    let told = text_of(&[
        "call",
        "card-token.create",
        "card.number=4000000000000077",
        "card[expirationMonth]=12",
        "card.expirationYear=2090",
        "card.cvc=123",
        "--control",
        control,
        "--json",
    ]);
    let told: Value = serde_json::from_str(&told).expect("it is JSON");
    assert_eq!(told["status"], 200, "{told}");
    told["response"]["cardTokenId"].as_str().expect("a token").to_owned()
}

#[test]
fn an_operation_of_a_running_sandbox_is_called() {
    let (_running, control) = sandbox(&[]);
    let created =
        payspec(&["call", "customer.create", "email=jane@example.com", "firstName=Jane", "additionalData.shop=7"])
            .args(["--control", &control])
            .output()
            .expect("it starts");
    let customer: Value = serde_json::from_slice(&created.stdout).unwrap_or_else(|_| panic!("{created:?}"));
    assert!(String::from_utf8_lossy(&created.stderr).starts_with("200"), "{created:?}");
    let id = customer["customerId"].as_str().expect("an identifier");
    let parameter = format!("customerId={id}");
    let told: Value =
        serde_json::from_str(&text_of(&["call", "customer.get", &parameter, "--control", &control, "--json"]))
            .expect("JSON");
    assert_eq!((&told["response"]["firstName"], &told["operation"]), (&"JANE".into(), &"customer.get".into()));
    // Not found, which is no usage of the command line.
    let error = error_of(&["call", "customer.get", "customerId=nobody", "--control", &control], 1);
    assert!(error.contains("customer.get") && error.contains("404") && error.lines().count() < 6, "{error}");
    // A refused card is reported with its reason, and did not happen.
    let token = format!("cardTokenId={}", card_token(&control));
    let point_of_sale = pos(&control);
    let pay = ["call", "transaction.create", "amount=1500", "currency=EUR", "endUserIp=203.0.113.7", "source=EC"];
    let output = payspec(&pay)
        .args([&token, &point_of_sale])
        .args(["--control", &control, "--json"])
        .output()
        .expect("it starts");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    assert_eq!((&told["error"]["kind"], output.status.code()), (&"declined".into(), Some(1)), "{told}");
    assert_eq!(told["error"]["outcome"], "did_not_happen");
}

fn pos(control: &str) -> String {
    let client = control_client::ClientBuilder::at(control).build_blocking().expect("a client");
    let world = client.worlds().get("demo").wait().expect("the world");
    format!("pointOfSaleId={}", world.centralpay.and_then(|access| access.point_of_sale_id).expect("it has one"))
}

#[test]
fn what_is_wrong_is_reported_before_anything_is_sent() {
    for (arguments, told) in [
        (&["transaction.crate"][..], "there is no operation `transaction.crate`; did you mean `transaction.create`?"),
        (&["zzzzzzzz"], "there is no operation `zzzzzzzz`; `payspec call --list` prints all\n"),
        (&["customer.create", "emial=a@example.com"], "there is no parameter `emial`, did you mean `email`?"),
        (&["transaction.create", "amount=much"], "`amount`: "),
        (&["transaction.create", "amount=1"], "`pointOfSaleId`"),
        (&["transaction.create", "amount"], "a parameter is given as NAME=VALUE"),
        (
            &["card-token.create", "card.number=1", "card.expirationMonth=1", "card.expirationYear=2", "card.pin=1"],
            "`card[pin]` is not a member of `card`",
        ),
        (&["transaction.get", "transactionId=a", "transactionId=b"], "`transactionId` is given twice"),
        (&["payment.create"], "`payment.create` is an operation of cinetpay and primer: choose one with --api"),
        (&["payment.get", "--api", "primer", "id=1"], "the sandbox serves CentralPay only: call Primer with --env"),
        (&["card-token.create"], "it violates rules of the API:"),
        (&["customer.get", "customerId=1", "--key", "k"], "takes no idempotency key"),
        (&["customer.get", "customerId=1", "--live"], "--env"),
    ] {
        // Port 9 discards: nobody serves a sandbox there.
        let error = error_of(&[&["call"], arguments, &["--control", "http://127.0.0.1:9/control"]].concat(), 2);
        assert!(error.contains(told), "{arguments:?}: {error}");
    }
    let error = error_of(&["call", "customer.search", "--control", "http://127.0.0.1:9/control"], 2);
    assert!(
        error.contains("no sandbox responds at http://127.0.0.1:9/control: start one with `payspec sandbox`"),
        "{error}"
    );
    assert!(text_of(&["call", "--list", "--api", "primer"]).lines().all(|line| line.ends_with("  primer")));
    assert!(text_of(&["call", "customer.get", "--names"]).lines().any(|line| line == "customerId"));
}

fn with_env(url: &str, arguments: &[&str]) -> std::process::Command {
    let mut command = payspec(&[&["call"], arguments, &["--env"]].concat());
    for (name, value) in [
        ("BASE_URL", url),
        ("LOGIN", "jane"),
        ("PASSWORD", "wonderland"),
        ("MERCHANT_PUBLIC_KEY", "looking-glass"),
        ("ORIGIN", "https://shop.example"),
    ] {
        command.env(format!("CENTRALPAY_{name}"), value);
    }
    command.env_remove("CENTRALPAY_ENVIRONMENT").env_remove("PAYSPEC_SANDBOX");
    command
}

#[test]
fn live_hosts_are_refused_and_a_dry_run_shows_the_request_without_secrets() {
    let refused = with_env("https://api.centralpay.net/v2/rest", &["customer.search"]).output().expect("it starts");
    let error = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        error.contains("`api.centralpay.net` is not known to be a host for tests") && error.contains("--live"),
        "{error}"
    );
    assert_eq!(refused.status.code(), Some(2));
    let pay =
        ["card-token.create", "card.number=4111111111111111", "card.expirationMonth=12", "card.expirationYear=2090"];
    for arguments in [&["--live"][..], &["--live", "--json"]] {
        let shown = with_env("https://api.centralpay.net/v2/rest", &[&pay[..], arguments, &["--dry-run"]].concat());
        let shown = { shown }.output().expect("it starts");
        let text = String::from_utf8_lossy(&shown.stdout).into_owned();
        assert!(shown.status.success(), "{shown:?}");
        assert!(
            text.contains("https://api.centralpay.net/v2/rest/cardToken") && text.contains("card[expirationMonth]"),
            "{text}"
        );
        for secret in ["4111", "wonderland", "looking-glass", "amFuZT"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    let read = with_env(
        "https://api.centralpay.net/v2/rest",
        &["card-token.get", "cardTokenId=t-17", "--api", "centralpay", "--live", "--dry-run"],
    );
    let text = String::from_utf8({ read }.output().expect("it starts").stdout).expect("it is text");
    assert!(text.starts_with("GET https://api.centralpay.net/v2/rest/cardToken/{cardTokenId}\n"), "{text}");
    let none = payspec(&["call", "payment.get", "id=1", "--api", "primer", "--env"])
        .env_remove("PRIMER_ENVIRONMENT")
        .env_remove("PRIMER_BASE_URL")
        .output()
        .expect("it starts");
    assert!(String::from_utf8_lossy(&none.stderr).contains("`PRIMER_ENVIRONMENT` is not set"), "{none:?}");
}

/// Money: whoever is not told that it happened must be told that it may have, and nothing is sent again.
#[test]
fn a_payment_without_a_response_is_sent_once_and_its_outcome_is_unknown() {
    let (url, requests) = server(vec![]);
    let pay = ["customer.create", "email=jane@example.com", "--key", "order-17"];
    let output = with_env(&url, &pay).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(
        error.contains("It is unknown whether `customer.create` happened: call it again with `--key order-17`"),
        "{error}"
    );
    assert!(requests.recv().expect("it was sent").to_ascii_lowercase().contains("idempotence-key: order-17"));
    thread::sleep(std::time::Duration::from_millis(1500));
    assert!(requests.try_recv().is_err(), "it was sent again");

    let (url, _requests) = server(vec!["HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"]);
    let output = with_env(&url, &["customer.create", "email=jane@example.com", "--json"]).output().expect("it starts");
    let told: Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((&told["error"]["outcome"], output.status.code()), (&"unknown".into(), Some(3)), "{told}");
}
