//! Amounts in major units and codes in lower case, over HTTP: in JSON, forms, queries, responses and events.

use payspec_core::{Amount, Violations};
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_json_client::model::{Berth, ChargeToll, CollectToll, ListInToll, Money, StepVariant, Toll};
use showcase_json_webhook::{Event, decode};
use showcase_signed_client::model::ChangeCrossing;

fn cents(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

/// Sends the same response to every request.
fn server(answer: Value) -> Server {
    Server::responding(move |_| Reply::json(200, &answer))
}

fn client(server: &Server) -> showcase_json_client::Client {
    let builder = showcase_json_client::ClientBuilder::at(server.url()).torch("key").pennant("7");
    builder.build().expect("complete settings")
}

fn sent(server: &Server) -> String {
    let seen = server.seen();
    String::from_utf8(seen.last().expect("something was sent").body.clone()).expect("text")
}

fn rules(found: Result<(), Violations>) -> Vec<(String, Vec<String>)> {
    let found = found.err().into_iter().flatten();
    found.map(|violation| (violation.rule().to_owned(), violation.fields().to_vec())).collect()
}

#[tokio::test]
async fn json_has_decimal_text_and_rust_has_minor_units() {
    let toll = json!({
        "tollId": "t-1", "amount": "10.50", "parts": ["10", 0.5], "currency": "Eur", "others": ["jpy", "XYZ"],
        "steps": [{"kind": "paid", "sum": "7.125", "money": "kwd"}, {"kind": "waived"}],
        "berth": {"coin": "jpy", "charge": "1500.00"}
    });
    let server = server(toll);
    let charge = ChargeToll::new("Argo", cents(1050), Money::EUR)
        .tip(cents(-5))
        .parts([cents(1000), cents(50)])
        .others([Money::JPY])
        .count(cents(1050))
        .berth(Berth::new().coin(Money::KWD).fee(cents(1)));
    let read = client(&server).tolls().charge(charge).await.expect("charged");
    let wanted = json!({
        "ship": "Argo", "amount": "10.50", "currency": "eur", "tip": "-0.05", "parts": ["10.00", "0.50"],
        "others": ["jpy"], "count": 1050, "berth": {"coin": "kwd", "fee": "0.001"}
    });
    assert_eq!(serde_json::from_str::<Value>(&sent(&server)).expect("it is JSON"), wanted);

    assert_eq!((read.amount, read.currency.clone()), (Some(cents(1050)), Some(Money::EUR)));
    assert_eq!(read.parts, Some(vec![cents(1000), cents(50)]));
    assert_eq!(read.others, Some(vec![Money::JPY, Money::from("XYZ")]));
    let steps = read.steps.as_deref().expect("two steps");
    assert!(matches!(&steps[0].variant, StepVariant::Paid(paid) if paid.sum == Some(cents(7125))), "{steps:?}");
    let berth = read.berth.as_ref().expect("a berth");
    assert_eq!((berth.fee, berth.coin.clone()), (Some(cents(1500)), Some(Money::JPY)));
    // It is written as the API writes it.
    let written = serde_json::to_value(&read).expect("it is JSON");
    let wanted = json!({
        "tollId": "t-1", "amount": "10.50", "parts": ["10.00", "0.50"], "currency": "eur", "others": ["jpy", "xyz"],
        "steps": [{"kind": "paid", "sum": "7.125", "money": "kwd"}, {"kind": "waived"}],
        "berth": {"coin": "jpy", "fee": "1500"}
    });
    assert_eq!(written, wanted);
    assert_eq!(serde_json::from_value::<Toll>(written).expect("the same"), read);
}

#[tokio::test]
async fn forms_and_queries_have_it_as_well() {
    let server = server(json!([{"tollId": "t-1"}]));
    let client = client(&server);
    client.tolls().list_in(ListInToll::new(Money::JPY).above(cents(1500))).await.expect("a list");
    assert_eq!(server.seen().last().expect("it was sent").path, "/tolls?currency=jpy&above=1500");
    let collect = CollectToll::new("t-1").amount(cents(1050)).currency(Money::KWD);
    let collect = collect.berth(Berth::new().fee(cents(7)).coin(Money::EUR));
    let _ = client.tolls().collect(collect).await;
    let form = "amount=1.050&currency=kwd&berth%5Bcoin%5D=eur&berth%5Bfee%5D=0.07";
    assert_eq!(sent(&server), form);
}

/// Rules speak of minor units and of the codes of the table, in JSON, in forms and against an object.
#[test]
fn rules_see_minor_units() {
    let charge = |minor, money| ChargeToll::new("Argo", cents(minor), money);
    assert_eq!(rules(charge(1, Money::EUR).validate()), []);
    let names = |found: Result<(), Violations>| rules(found).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(names(charge(0, Money::EUR).validate()), ["amount-range"]);
    assert_eq!(names(charge(100_000, Money::EUR).validate()), [""; 0]);
    assert_eq!(names(charge(100_001, Money::KWD).validate()), ["amount-range"]);
    assert_eq!(names(charge(150, Money::JPY).validate()), ["no-small-yen"]);
    assert_eq!(names(charge(150, Money::EUR).validate()), [""; 0]);
    assert_eq!(names(charge(100, Money::EUR).tip(cents(101)).validate()), ["tip-below"]);
    assert!(charge(100, Money::EUR).warnings().is_none(), "`eur` is a known value");
    assert_eq!(charge(100, Money::from("ABC")).warnings().map(|found| found.into_iter().count()), Some(1));

    let toll: Toll =
        serde_json::from_value(json!({"tollId": "t-1", "amount": "10.00", "currency": "eur"})).expect("a toll");
    let collect = |minor| CollectToll::new("t-1").amount(cents(minor)).currency(Money::EUR);
    assert_eq!(names(collect(1000).validate_against_toll(&toll)), [""; 0]);
    assert_eq!(names(collect(1001).validate_against_toll(&toll)), ["within-the-toll"]);
}

#[tokio::test]
async fn an_amount_without_a_currency_that_is_known_is_not_sent() {
    let server = server(json!({"tollId": "t-1"}));
    let client = client(&server);
    // Gold has no decimals, and nobody knows `ABC`.
    for money in [Money::XAU, Money::from("ABC")] {
        let charge = ChargeToll::new("Argo", cents(1), money);
        assert_eq!(rules(charge.validate()), [("json-encoding".to_owned(), vec!["amount".to_owned()])]);
        let error = client.tolls().charge(charge).await.expect_err("it cannot be written");
        assert!(error.is_rejected_locally() && error.to_string().contains("amount"), "{error}");
    }
    let collect = CollectToll::new("t-1").amount(cents(1)).berth(Berth::new().fee(cents(1)));
    let wanted = ["amount", "berth[fee]"].map(|name| ("form-encoding".to_owned(), vec![name.to_owned()]));
    assert_eq!(rules(collect.validate()), wanted);
    client.tolls().collect(collect).await.expect_err("it cannot be written");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn what_has_too_many_digits_is_kept_and_not_rounded() {
    let server = server(json!({
        "tollId": "t-1", "amount": "10.505", "currency": "eur", "berth": {"charge": "5.5", "coin": "XAU"},
        "steps": [{"kind": "paid", "sum": "1.5", "money": "jpy"}]
    }));
    let response = client(&server).tolls().charge(ChargeToll::new("Argo", cents(1), Money::EUR)).send().await;
    let response = response.expect("the rest is there");
    let paths: Vec<_> = response.unreadable().iter().map(|one| one.path().to_owned()).collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    let toll = response.value;
    assert_eq!((toll.amount, toll.unreadable().get("amount")), (None, Some("\"10.505\"")));
    let written = serde_json::to_value(&toll).expect("it is JSON");
    assert_eq!((&written["amount"], &written["berth"]["charge"]), (&json!("10.505"), &json!("5.5")));
    assert_eq!(written["steps"][0]["sum"], json!("1.5"));
}

#[tokio::test]
async fn numbers_with_more_digits_than_a_double_are_exact_or_kept() {
    let body = r#"{
        "tollId": "t-1", "amount": 10.50000000000000001, "currency": "eur", "parts": [134217728.23000000000, 0.5],
        "steps": [{"kind": "paid", "sum": 7.1250000000000000001, "money": "kwd"}]
    }"#;
    let server = Server::responding(move |_| Reply { body: body.as_bytes().to_vec(), ..Reply::json(200, &json!({})) });
    let response = client(&server).tolls().charge(ChargeToll::new("Argo", cents(1), Money::EUR)).send().await;
    let response = response.expect("the rest is there");
    let paths: Vec<_> = response.unreadable().iter().map(|one| one.path().to_owned()).collect();
    assert_eq!(paths, ["amount", "steps[0].sum"]);
    let toll = response.value;
    assert_eq!((toll.amount, toll.unreadable().get("amount")), (None, Some("10.50000000000000001")));
    assert_eq!(toll.parts, Some(vec![cents(13_421_772_823), cents(50)]));

    let Event::TollPaid(event) = decode(r#"{"toll": "t-1", "sum": 10.50000000000000001, "money": "EUR"}"#) else {
        panic!("it is an event");
    };
    assert_eq!((event.object.sum, event.unreadable().len()), (None, 1));
}

#[test]
fn events_have_it_as_well() {
    for body in ["toll=t-1&sum=10.50&money=eur", r#"{"toll": "t-1", "sum": 10.5, "money": "EUR"}"#] {
        let Event::TollPaid(event) = decode(body) else { panic!("{body} is an event") };
        assert_eq!((event.object.sum, event.object.money.clone()), (Some(cents(1050)), Some(Money::EUR)), "{body}");
    }
}

#[tokio::test]
async fn numbers_are_written_as_numbers() {
    let server = server(json!({"crossingId": "c-1", "fare": 10.05}));
    let builder = showcase_signed_client::ClientBuilder::at(server.url()).credentials("login", "password");
    let client = builder.build().expect("complete settings");
    let crossing = client.crossings().change(ChangeCrossing::new("c-1").fare(cents(1005))).await.expect("changed");
    assert_eq!((sent(&server).as_str(), crossing.fare), (r#"{"fare":10.05}"#, Some(cents(1005))));
    client.crossings().change(ChangeCrossing::new("c-1").clear_fare()).await.expect("cleared");
    assert_eq!(sent(&server), r#"{"fare":null}"#);
}
