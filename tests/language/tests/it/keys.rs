//! Keys and tokens in headers, with what stands before them, over HTTP.

use payspec_core::Amount;
use payspec_test_support::server::Server;
use serde_json::json;
use showcase_json_client::ClientBuilder;
use showcase_json_client::model::{ChargeToll, Money};

fn charge() -> ChargeToll {
    ChargeToll::new("Argo", Amount::from_minor(100), Money::EUR)
}

fn server() -> Server {
    let toll = json!({ "tollId": "t-1", "ship": "Argo" });
    let routes = [
        ("POST /tolls", (200, toll.clone())),
        ("GET /tolls/t-1", (200, toll.clone())),
        ("POST /harbour", (200, json!({ "token": "abc" }))),
        ("DELETE /tolls/t-1", (200, toll)),
    ];
    Server::start(routes.map(|(route, answer)| (route.to_owned(), answer)).to_vec())
}

#[tokio::test]
async fn keys_and_tokens_stand_after_their_prefix() {
    let server = server();
    let builder = ClientBuilder::at(server.url()).torch("sk_1").pennant("7").harbour_master("wax");
    let client = builder.build().expect("complete settings");
    client.tolls().charge(charge()).await.expect("charged");
    client.tolls().get("t-1").await.expect("read");
    client.tolls().waive("t-1").await.expect("taken back");
    let seen = server.seen();
    let sent: Vec<_> =
        seen.iter().map(|request| (request.header("authorization"), request.header("x-harbour"))).collect();
    let wanted = [(Some("Bearer sk_1"), None), (Some("Pennant id=7"), None), (None, None), (None, Some("Master abc"))];
    assert_eq!(sent, wanted);
}

/// `Bearer Bearer sk_1` would be refused by the API, in production and by surprise.
#[test]
fn a_key_that_comes_with_its_prefix_is_refused_when_the_client_is_built() {
    let at = || ClientBuilder::at("https://beacons.example");
    for builder in
        [at().torch("Bearer sk_1"), at().torch("bearer sk_1"), at().torch("Bearer"), at().pennant("Pennant id=7")]
    {
        let error = builder.build().expect_err("it has the prefix").to_string();
        assert!(error.contains("which the client adds itself: pass the key alone"), "{error}");
        assert!(!error.contains("sk_1") && !error.contains('7'), "{error}");
    }
    at().torch("bearersk_1").pennant("Pennant7").build().expect("these only begin alike");
}

#[tokio::test]
async fn a_missing_key_is_reported_by_the_call_that_gives_it() {
    let client = ClientBuilder::at("https://beacons.example").build().expect("complete settings");
    let error = client.tolls().charge(charge()).await.expect_err("no key");
    assert!(error.is_rejected_locally() && error.to_string().contains("`.torch(key)`"), "{error}");
}

#[test]
fn no_key_is_shown() {
    let client = ClientBuilder::at("https://beacons.example").torch("sk_1").pennant("number-7").build();
    let shown = format!("{:?}", client.expect("complete settings"));
    assert!(!shown.contains("sk_1") && !shown.contains("number-7"), "{shown}");
}
