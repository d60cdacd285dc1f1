//! Events that have not happened, told on demand.

use std::collections::BTreeMap;
use std::sync::Arc;

use centralpay_model::EventType;
use centralpay_webhook::decode;
use payspec_sandbox::centralpay::{EVENTS, NotTriggered, Subject, nearest_event, raise_dispute, trigger};
use payspec_sandbox::engine::delivery::Event;
use serde_json::{Value, json};

use crate::support::{Bank, CARD, DAY};

/// A world with an object of each kind that events are about.
fn with_all_kinds() -> Bank {
    let mut bank = Bank::new();
    let (subscription, customer) = bank.subscribed(CARD);
    let card = bank.further_card(&customer, CARD);
    bank.post(&format!("/card/{card}"), &[("description", "new")]);
    bank.post(&subscription, &[("merchantSubscriptionId", "S1")]);
    bank.post("/invoiceItem", &[("customerId", &customer), ("amount", "100"), ("currency", "EUR")]);
    bank.divide(&customer, &[]);
    bank.request(&[]);
    let disputed = bank.cleared();
    raise_dispute(&mut bank.world, &disputed, None).expect("it is cleared");
    let payment = bank.cleared();
    bank.post("/refund", &[("transactionId", &payment), ("amount", "100")]);
    let point_of_sale = bank.merchant.point_of_sale_id.clone();
    let token = bank.token(CARD);
    let credit = [
        ("cardTokenId", token.as_str()),
        ("amount", "500"),
        ("currency", "EUR"),
        ("pointOfSaleId", &point_of_sale),
        ("order[firstName]", "Jane"),
        ("order[lastName]", "Roe"),
        ("order[cardCountry]", "FRA"),
    ];
    bank.post("/credit", &credit);
    bank.pass(DAY);
    bank
}

fn object(event: &Event) -> Value {
    serde_json::from_slice::<Value>(&event.body).expect("a body is JSON")["object"].clone()
}

/// An event on demand about an object has the form of the last one that happened to it, and one with an object is about that.
#[test]
fn events_on_demand_are_like_those_that_happen() {
    let mut bank = with_all_kinds();
    let happened: Vec<Arc<Event>> = bank.world.events().to_vec();
    let mut last = BTreeMap::new();
    for event in &happened {
        let told = trigger(&mut bank.world, &event.name, Subject::Object(object(event)), &[]).expect(&event.name);
        assert_eq!(told.about, event.about, "{}", event.name);
        last.insert(event.about.as_str(), event);
    }
    let kinds: Vec<&str> = happened.iter().filter_map(|event| event.name.split('_').next()).collect();
    for kind in [
        "CARD",
        "CARDTOKEN",
        "CREDIT",
        "CUSTOMER",
        "DISPUTE",
        "INSTALLMENTPAYMENT",
        "INSTALLMENT",
        "INVOICE",
        "INVOICEITEM",
        "PAYMENTREQUEST",
        "REFUND",
        "SUBSCRIPTION",
        "SUBSCRIPTIONMODEL",
        "TRANSACTION",
    ] {
        assert!(kinds.contains(&kind), "no event is about a {kind}: {kinds:?}");
    }
    for (about, event) in last {
        let told = trigger(&mut bank.world, &event.name, Subject::About(about.to_owned()), &[]).expect(&event.name);
        let (happened, told) = (object(event), object(&told));
        assert!(is_like(&happened, &told), "{}: {happened} {told}", event.name);
    }
}

/// Values may have changed since, without an event: a payment was cleared, a token was used.
fn is_like(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            one.iter().all(|(name, value)| other.get(name).is_some_and(|other| is_like(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => one.iter().zip(other).all(|(one, other)| is_like(one, other)),
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// Objects refer to others by identifiers like their own.
#[test]
fn an_event_is_not_about_an_object_that_is_only_mentioned() {
    let mut bank = Bank::new();
    let payment = bank.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
    let given = json!({ "destinationBankAccountId": "b-1", "payoutId": "p-1", "walletId": "w-1", "amount": 5 });
    let told = trigger(&mut bank.world, "PAYOUT_CREATED", Subject::Object(given), &[]).expect("it is a payout");
    assert_eq!(told.about, "p-1");
    for (name, message) in [
        ("REFUND_CREATED", "REFUND_CREATED needs the `refundId` of an object"),
        (
            "PAYOUT_CREATED",
            "the world has no object that PAYOUT_CREATED can be about; set `fields` of its sample instead",
        ),
    ] {
        match trigger(&mut bank.world, name, Subject::About(payment.clone()), &[]) {
            Err(NotTriggered::Invalid("about", told)) => assert!(told.starts_with(message), "{told}"),
            other => panic!("{name}: {other:?}"),
        }
    }
}

/// Without an object and fields, each of the events is complete: a client reads it as what it is, and all of it.
#[test]
fn every_event_has_a_sample() {
    let mut bank = Bank::new();
    assert_eq!(EVENTS.len(), 115);
    for name in EVENTS {
        let sent = trigger(&mut bank.world, name, Subject::Sample, &[]).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let read = decode(sent.body.clone());
        let shown = format!("{read:?}");
        assert_eq!(read.event_type(), Some(EventType::from(*name)), "{name}: {shown}");
        assert!(!shown.starts_with("Unknown") && !shown.starts_with("Undecodable"), "{name}: {shown}");
        assert!(shown.contains("unreadable: []"), "{name}: {shown}");
        let members = object(&sent).as_object().map_or(0, serde_json::Map::len);
        assert!(members > 1, "{name} is complete: {shown}");
    }
}

/// Fields are set in the object of the world, which stays as it is.
#[test]
fn fields_are_set_in_any_object() {
    let mut bank = Bank::new();
    let payment = bank.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
    let fields = [("card.first6", "555555"), ("amount", "7"), ("transactionStatus", "FAILURE")];
    let sent =
        trigger(&mut bank.world, "TRANSACTION_FAILED", Subject::About(payment.clone()), &fields).expect("it is sent");
    assert_eq!(sent.about, payment);
    let told = object(&sent);
    assert_eq!((&told["transactionId"], &told["amount"]), (&json!(payment), &json!(7)));
    assert_eq!((&told["card"]["first6"], &told["transactionStatus"]), (&json!("555555"), &json!("FAILURE")));
    let sent = trigger(&mut bank.world, "TRANSACTION_SUCCEEDED", Subject::About(payment), &[]).expect("it is sent");
    assert_eq!(object(&sent)["amount"], json!(1500));

    let sent = trigger(&mut bank.world, "REFUND_CREATED", Subject::Sample, &[("refundId", "r-1")]).expect("it is sent");
    assert_eq!((sent.about.as_str(), &object(&sent)["refundId"]), ("r-1", &json!("r-1")));
    let wrong = trigger(&mut bank.world, "REFUND_CREATED", Subject::Sample, &[("amount", "x")]);
    assert!(matches!(wrong, Err(NotTriggered::Field(path, _)) if path == "amount"));
}

#[test]
fn nonsense_is_near_no_event() {
    assert_eq!(nearest_event("TRANSACTION_SUCCEDED"), Some("TRANSACTION_SUCCEEDED"));
    for nonsense in ["NONSENSE", "x", "", "transaction", "CHARGE_REFUNDED_TWICE"] {
        assert_eq!(nearest_event(nonsense), None, "{nonsense}");
    }
}
