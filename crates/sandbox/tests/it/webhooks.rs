//! Events and their deliveries.

use centralpay_webhook::{Event, decode};
use payspec_sandbox::centralpay;
use payspec_sandbox::engine::delivery::Outcome;

use crate::support::{Bank, CARD, DAY};

#[test]
fn every_address_gets_every_event_in_order() {
    let mut bank = Bank::new();
    bank.token(CARD);
    let urls = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"];
    for url in urls {
        bank.world.subscribe(centralpay::subscription(url));
    }
    bank.pay(CARD, &[("source", "EC")]);
    let made = bank.pass(std::time::Duration::ZERO);
    for url in urls {
        let names: Vec<&str> = made.iter().filter(|due| due.url == url).map(|due| due.event.name.as_str()).collect();
        assert_eq!(
            names,
            ["CARDTOKEN_CREATED", "TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED"],
            "from its subscription on"
        );
    }
    assert!(bank.pass(DAY / 2).is_empty(), "what was acknowledged is not posted again");
}

/// What is posted is what the receiver's library reads.
#[test]
fn bodies_are_read_by_our_own_receiver() {
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("source", "EC")]);
    bank.post(&format!("/transaction/{}", reply.text("transactionId")), &[("receiptEmail", "a@example.com")]);
    let bodies: Vec<Vec<u8>> = bank.world.events().iter().map(|event| event.body.clone()).collect();
    let Event::CardTokenCreated(_) = decode(bodies[0].as_slice()) else { panic!("a token") };
    let Event::TransactionSucceeded(event) = decode(bodies[1].as_slice()) else { panic!("a success") };
    assert_eq!(event.object.transaction_id.as_str(), reply.text("transactionId"));
    assert_eq!(event.object.amount.map(centralpay_model::Amount::minor), Some(1500));
    let Event::TransactionUpdated(event) = decode(bodies[3].as_slice()) else { panic!("an update") };
    assert_eq!(event.object.receipt_email.as_deref(), Some("a@example.com"));
    let body: serde_json::Value = serde_json::from_slice(&bodies[3]).expect("JSON");
    assert!(body["objectBeforeUpdate"].is_object() && body["objectBeforeUpdate"]["receiptEmail"].is_null(), "{body}");
    let events = bank.world.events();
    let shared = |index: usize| {
        serde_json::from_slice::<serde_json::Value>(&events[index].body).expect("JSON")["requestId"].clone()
    };
    assert_eq!(shared(1), shared(2), "the events of one request");
    assert_eq!(shared(1), reply.answer.header("Request-Id").expect("it has one"));
    assert_ne!(events[1].id, events[2].id);
    let object = |index: usize| {
        serde_json::from_slice::<serde_json::Value>(&events[index].body).expect("JSON")["object"].clone()
    };
    assert_eq!(object(1), object(2), "an instant payment is told of twice");
}

#[test]
fn an_event_is_posted_every_five_minutes_for_two_hours() {
    let mut bank = Bank::new();
    bank.world.subscribe(centralpay::subscription("http://127.0.0.1:9/a"));
    bank.token(CARD);
    let start = bank.world.now();
    let made = bank.pass_with(DAY, |_| Outcome::Answered(500));
    assert_eq!(made.len(), 25);
    let attempts = &bank.world.deliveries()[0].attempts;
    let minutes: Vec<u64> = attempts.iter().map(|attempt| attempt.at.since(start).as_secs() / 60).collect();
    assert_eq!(minutes, (0..=24).map(|count| count * 5).collect::<Vec<_>>());
    assert!(!bank.world.deliveries()[0].is_acknowledged());
}

#[test]
fn an_acknowledgement_ends_the_repetition() {
    let mut bank = Bank::new();
    bank.world.subscribe(centralpay::subscription("http://127.0.0.1:9/a"));
    bank.token(CARD);
    let mut count = 0;
    let made = bank.pass_with(DAY, |_| {
        count += 1;
        match count {
            1 => Outcome::Failed("connection refused".to_owned()),
            2 => Outcome::Answered(302),
            _ => Outcome::Answered(204),
        }
    });
    assert_eq!(made.len(), 3);
    assert!(made.windows(2).all(|pair| pair[0].event == pair[1].event), "the same event, with the same bytes");
}
