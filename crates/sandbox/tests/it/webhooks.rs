//! Events and their deliveries.

use centralpay_webhook::{Event, decode};
use payspec_sandbox::engine::delivery::Outcome;
use payspec_sandbox::engine::delivery_faults::{DeliveryFault, EventTarget};
use payspec_sandbox::engine::occurrence::Occurrence;
use payspec_sandbox::engine::passage::{Passage, Passed};

use crate::records::File;
use crate::support::{Bank, CARD, DAY, MINUTE, hook};

#[test]
fn every_address_gets_every_event_in_order() {
    let mut bank = Bank::new();
    bank.token(CARD);
    let urls = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b"];
    for url in urls {
        bank.world.subscribe(hook(url));
    }
    bank.pay(CARD, &[("source", "EC")]);
    let made = bank.pass(std::time::Duration::ZERO);
    for url in urls {
        let names: Vec<&str> =
            made.iter().filter(|due| due.url.expose() == url).map(|due| due.event.name.as_str()).collect();
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
    bank.world.subscribe(hook("http://127.0.0.1:9/a"));
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
    bank.world.subscribe(hook("http://127.0.0.1:9/a"));
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

/// A day with subscriptions and three addresses, of which one acknowledges nothing and one every other event. Of the deliveries
/// that are being made at the same time, `choose` tells which is completed first.
fn day(choose: impl Fn(usize) -> usize) -> (File, Vec<Vec<String>>) {
    let mut bank = Bank::new();
    let urls = ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b", "http://127.0.0.1:9/c"];
    for url in urls {
        bank.world.subscribe(hook(url));
    }
    bank.subscribed(CARD);
    bank.pay(CARD, &[("source", "EC")]);
    let mut passage = Passage::new(bank.world.now() + DAY * 33);
    let (mut made, mut posted, mut completed) = (Vec::new(), vec![Vec::new(); urls.len()], 0);
    loop {
        let passed = passage.go_on(&mut bank.world, 1);
        made.extend(std::iter::from_fn(|| bank.world.attempt()));
        match passed {
            Passed::Partly => {}
            Passed::Wholly => return (File::of(&bank.world), posted),
            Passed::UntilDeliveries => {
                let due: payspec_sandbox::engine::delivery::Due = made.remove(choose(completed) % made.len());
                completed += 1;
                let at = urls.iter().position(|url| *url == due.url.expose()).expect("it is one of them");
                let is_acknowledged = at == 0 || at == 1 && posted[at].len() % 2 == 1;
                posted[at].push(format!("{} {:?}", due.id, bank.world.now()));
                bank.world.delivered(due.id, Outcome::Answered(if is_acknowledged { 200 } else { 500 }));
            }
        }
    }
}

#[test]
fn what_happens_does_not_depend_on_which_receiver_responds_first() {
    let first = day(|_| 0);
    assert!(first.1.iter().all(|posted| posted.len() > 5), "{:?}", first.1);
    assert_eq!(day(|_| usize::MAX - 1), first);
    assert_eq!(day(|completed| completed * 7_919 / 13), first);
}

#[test]
fn a_removed_address_gets_nothing_more() {
    let mut bank = Bank::new();
    bank.world.note_changes();
    let (kept, removed) = (bank.world.subscribe(hook("http://127.0.0.1:9/a")), hook("http://127.0.0.1:9/b"));
    let first = bank.world.subscribe(removed.clone());
    assert_eq!(bank.world.subscribe(removed.clone()), first, "it is an address already");
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Nth(1), DeliveryFault::Late(MINUTE));
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Nth(3), DeliveryFault::AfterNext);
    bank.pay(CARD, &[("source", "EC")]);
    bank.pass_with(std::time::Duration::ZERO, |_| Outcome::Answered(500));
    assert!(bank.world.unsubscribe(first) && !bank.world.unsubscribe(first));
    let mut file = File::default();
    file.save(&mut bank.world);
    assert_eq!(file, File::of(&bank.world), "a change was not noted");
    let made = bank.pass(DAY);
    assert!(made.len() == 3 && made.iter().all(|due| due.url.expose().ends_with("/a")), "{made:?}");
    let log = bank.world.deliveries().iter().filter(|delivery| delivery.subscription == first);
    let log: Vec<_> = log.map(|delivery| (delivery.url.as_str(), delivery.attempts.len(), delivery.id)).collect();
    let attempts: Vec<usize> = log.iter().map(|(_, attempts, _)| *attempts).collect();
    assert_eq!((log[0].0, attempts), ("http://127.0.0.1:9/b", vec![0, 1, 0]));
    assert!(!bank.world.redeliver(log[0].2), "there is nowhere to deliver it");
    let again = bank.world.subscribe(removed);
    assert_ne!(again, first, "it is another one");
    assert_eq!(bank.world.subscriptions().map(|(id, _)| id).collect::<Vec<_>>(), [kept, again]);
}
