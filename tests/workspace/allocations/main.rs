//! How much memory a call and an event take: counted, not timed, so the answer is the same on every machine.
//!
//! The counts stand in `snapshot.txt`. One that has grown fails here, with what to do; one that has shrunk does as
//! well, so that what was won is kept. Some give is left for the standard library and for dependencies.

mod long_bodies;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, UNIX_EPOCH};

use allocation_counter::{AllocationInfo, measure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use payspec::centralpay::model::{CreateTransaction, CreateTransactionRequired, Currency};
use payspec::centralpay::webhook::decode;
use payspec::centralpay::{Amount, Client, ClientBuilder};
use payspec::primer;
use payspec::primer::model::{CreateClientSession, Order, OrderLineItem};
use payspec_http::testing::{responding, response};
use serde_json::{Value, json};
use sha2::Sha256;

/// Next to the name of a variable that, when set, has the snapshot written anew.
const ACCEPT: &str = "PAYSPEC_ACCEPT";

/// How far a count above zero may be from the snapshot: this share of it, or two if that is more.
const TOLERANCE: f64 = 0.05;

/// Events of all sizes.
const EVENTS: [&str; 5] =
    ["REFUND_CREATED", "CARDTOKEN_CREATED", "TRANSACTION_REFUNDED", "PAYMENTREQUEST_PAID", "MANDATE_OBSOLETED"];

/// The folder of this package in the checkout that the test runs in, which need not be the one it was compiled in.
fn folder() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// A sample of CentralPay's deliveries.
fn sample(name: &str) -> Value {
    read(&format!("centralpay/samples/webhooks/{name}.json"))
}

fn text(path: &str) -> String {
    let path = folder().join("../../spec").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read(path: &str) -> Value {
    serde_json::from_str(&text(path)).expect("a sample is JSON")
}

/// Opens a session by a client whose transport answers at once; the body is JSON.
fn open_session(client: &primer::Client) {
    let shoes = OrderLineItem::new(Amount::from_minor(4990)).item_id("shoes-1").name("Shoes").quantity(2);
    let session = CreateClientSession::new()
        .order_id("order-17")
        .currency_code("EUR")
        .order(Order::new().line_items([shoes]))
        .metadata(json!({"monext_contracts": {"CPAY": "1234567"}}));
    let mut call = pin!(client.client_sessions().create(session).send());
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => drop(done.expect("a session")),
        Poll::Pending => panic!("the transport answers at once"),
    }
}

/// A payment by a client whose transport answers at once: all that is counted is the client's own.
fn pay(client: &Client) {
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .card_token_id("a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50");
    let mut call = pin!(client.transactions().create(params).send());
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => drop(done.expect("paid")),
        Poll::Pending => panic!("the transport answers at once"),
    }
}

/// A delivery of Primer, whose body says when it was signed.
fn signed_delivery() -> (primer::webhook::Verifier, (&'static str, String), Vec<u8>) {
    let sample = read("primer/samples/webhooks/PAYMENT.STATUS.json");
    let signed_at = sample["signedAt"].as_str().and_then(|text| text.parse().ok()).expect("the sample has a time");
    let body = sample.to_string().into_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").expect("keys have any length");
    mac.update(&body);
    let now = UNIX_EPOCH + Duration::from_secs(signed_at);
    let verifier = primer::webhook::Verifier::new("secret").configure(|runtime| runtime.clock(move || now));
    (verifier, ("X-Signature-Primary", STANDARD.encode(mac.finalize().into_bytes())), body)
}

fn counts() -> Vec<(String, AllocationInfo)> {
    let transaction = sample("TRANSACTION_SUCCEEDED")["object"].to_string();
    let client = ClientBuilder::at("http://127.0.0.1:1")
        .credentials("login", "password")
        .configure(|http| http.transport(responding(move |_| response(200, transaction.clone()))))
        .build()
        .expect("complete settings");
    let session = read("primer/samples/responses/session.json").to_string();
    let primer = primer::ClientBuilder::at("http://127.0.0.1:1")
        .x_api_key("an-api-key")
        .configure(|http| http.transport(responding(move |_| response(200, session.clone()))))
        .build()
        .expect("complete settings");
    // What is made once for the whole process is no part of a call.
    pay(&client);
    open_session(&primer);
    let mut counts = vec![
        ("clone of a client".to_owned(), measure(|| drop(client.clone()))),
        ("call transaction.create".to_owned(), measure(|| pay(&client))),
        ("call client-session.create, in JSON".to_owned(), measure(|| open_session(&primer))),
    ];
    let (verifier, header, body) = signed_delivery();
    let verify = || drop(verifier.verify([header.clone()], body.as_slice()).expect("it is signed"));
    verify();
    counts.push(("delivery PAYMENT.STATUS, verified".to_owned(), measure(verify)));
    for name in EVENTS {
        // As it is sent: the members in their order.
        let body = text(&format!("centralpay/samples/webhooks/{name}.json")).into_bytes();
        drop(decode(body.as_slice()));
        counts.push((format!("event {name}"), measure(|| drop(decode(body.as_slice())))));
    }
    counts
}

fn line(name: &str, info: &AllocationInfo) -> String {
    format!("{name}: {} allocations, {} bytes, {} at once", info.count_total, info.bytes_total, info.bytes_max)
}

/// The numbers of a line.
fn numbers(line: &str) -> Vec<f64> {
    let (_, counts) = line.rsplit_once(": ").unwrap_or_default();
    counts.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

fn is_near(found: f64, known: f64) -> bool {
    // What took nothing is to take nothing.
    found.min(known) > 0.0 && (found - known).abs() <= (known * TOLERANCE).max(2.0) || found.total_cmp(&known).is_eq()
}

#[test]
fn calls_and_events_take_the_memory_they_took() {
    let found: Vec<String> = counts().iter().map(|(name, info)| line(name, info)).collect();
    let path = folder().join("allocations/snapshot.txt");
    if std::env::var_os(ACCEPT).is_some() {
        fs::write(&path, found.join("\n") + "\n").expect("the snapshot can be written");
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    let known: Vec<&str> = known.lines().collect();
    let mut differences = String::new();
    for line in &found {
        let name = line.split(": ").next().unwrap_or_default();
        let before = known.iter().find(|known| known.split(": ").next() == Some(name));
        let near = before.is_some_and(|before| {
            let (found, known) = (numbers(line), numbers(before));
            found.len() == known.len() && found.iter().zip(&known).all(|(found, known)| is_near(*found, *known))
        });
        if !near {
            writeln!(differences, "  {line}\n    was {}", before.unwrap_or(&"not there")).expect("a String takes it");
        }
    }
    assert!(
        differences.is_empty() && known.len() == found.len(),
        "memory has changed:\n{differences}If that is meant, run this test with {ACCEPT}=1 and commit snapshot.txt"
    );
}
