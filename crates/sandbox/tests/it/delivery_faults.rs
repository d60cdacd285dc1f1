//! Deliveries that go wrong on demand, without a server.

use std::time::Duration;

use payspec_sandbox::centralpay;
use payspec_sandbox::engine::delivery::{DeliveryId, Due, Outcome};
use payspec_sandbox::engine::delivery_faults::{DeliveryFault, EventTarget};
use payspec_sandbox::engine::occurrence::Occurrence;

use crate::support::{Bank, CARD, DAY, MINUTE, hook};

const URL: &str = "http://127.0.0.1:9/hook";

fn bank() -> Bank {
    let mut bank = Bank::new();
    bank.world.subscribe(hook(URL));
    bank
}

fn of(name: &str) -> EventTarget {
    EventTarget { name: Some(name.to_owned()) }
}

fn names(made: &[Due]) -> Vec<&str> {
    made.iter().map(|due| due.event.name.as_str()).collect()
}

/// The payment's events are CARDTOKEN_CREATED, TRANSACTION_SUCCEEDED, TRANSACTION_CAPTURED.
fn paid(rules: &[(&str, Occurrence, DeliveryFault)]) -> Bank {
    let mut bank = bank();
    for (name, occurrence, fault) in rules {
        bank.world.add_delivery_fault(of(name), *occurrence, fault.clone());
    }
    assert_eq!(bank.pay(CARD, &[("source", "EC")]).status(), 200);
    bank
}

const TOKEN: &str = "CARDTOKEN_CREATED";
const SUCCEEDED: &str = "TRANSACTION_SUCCEEDED";
const CAPTURED: &str = "TRANSACTION_CAPTURED";

#[test]
fn an_event_is_delivered_twice_with_the_same_bytes() {
    let mut bank = paid(&[(SUCCEEDED, Occurrence::Every, DeliveryFault::Twice)]);
    let made = bank.pass(DAY);
    assert_eq!(names(&made), [TOKEN, SUCCEEDED, SUCCEEDED, CAPTURED]);
    assert_eq!(made[1].event, made[2].event);
}

/// Both attempts fail, and there is one repetition and not two.
#[test]
fn what_is_delivered_twice_is_not_repeated_twice_as_often() {
    let mut bank = paid(&[(TOKEN, Occurrence::Every, DeliveryFault::Twice)]);
    bank.pass_with(MINUTE * 11, |_| Outcome::Answered(500));
    let minutes = |bank: &Bank| -> Vec<u64> {
        let attempts = &bank.world.deliveries()[0].attempts;
        attempts.iter().map(|attempt| attempt.at.since(attempts[0].at).as_secs() / 60).collect()
    };
    assert_eq!(minutes(&bank), [0, 0, 5, 10]);
}

#[test]
fn a_late_event_comes_after_the_given_virtual_time() {
    let mut bank = paid(&[(SUCCEEDED, Occurrence::Every, DeliveryFault::Late(MINUTE * 90))]);
    assert_eq!(names(&bank.pass(MINUTE * 89)), [TOKEN, CAPTURED]);
    assert_eq!(names(&bank.pass(MINUTE)), [SUCCEEDED]);
}

#[test]
fn a_lost_event_comes_only_if_it_is_redelivered() {
    let mut bank = paid(&[(SUCCEEDED, Occurrence::Every, DeliveryFault::Lost)]);
    assert_eq!(names(&bank.pass(DAY * 30)), [TOKEN, CAPTURED]);
    let lost = bank.world.deliveries().iter().find(|delivery| delivery.fault == Some(DeliveryFault::Lost));
    let id = lost.expect("it is in the log").id;
    assert!(bank.world.redeliver(id));
    assert_eq!(names(&bank.pass(Duration::ZERO)), [SUCCEEDED]);
    assert!(bank.world.deliveries()[1].is_acknowledged());
    assert!(!bank.world.redeliver("delivery-99".parse().expect("an identifier")), "there is no such delivery");
}

#[test]
fn the_older_state_of_an_object_arrives_last() {
    let mut bank = paid(&[(SUCCEEDED, Occurrence::Every, DeliveryFault::AfterNewer)]);
    assert_eq!(names(&bank.pass(Duration::ZERO)), [TOKEN, CAPTURED, SUCCEEDED]);
}

/// Another object's event is the next one, and not a newer one.
#[test]
fn only_an_event_about_the_same_object_is_newer() {
    let (next, newer) = (DeliveryFault::AfterNext, DeliveryFault::AfterNewer);
    let mut bank = paid(&[(TOKEN, Occurrence::Every, next)]);
    assert_eq!(names(&bank.pass(Duration::ZERO)), [SUCCEEDED, TOKEN, CAPTURED]);
    let mut bank = paid(&[(TOKEN, Occurrence::Every, newer)]);
    assert_eq!(names(&bank.pass(MINUTE * 119)), [SUCCEEDED, CAPTURED]);
    assert_eq!(names(&bank.pass(MINUTE)), [TOKEN], "nothing newer came in two hours");
    assert_eq!(names(&bank.pass(DAY)), [""; 0]);
}

/// Events that would all wait for each other come in swapped pairs.
#[test]
fn every_event_can_be_reordered() {
    let mut bank = bank();
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Every, DeliveryFault::AfterNext);
    bank.pay(CARD, &[("source", "EC")]);
    bank.pay(CARD, &[("source", "EC")]);
    let made = bank.pass(Duration::ZERO);
    assert_eq!(names(&made), [SUCCEEDED, TOKEN, TOKEN, CAPTURED, CAPTURED, SUCCEEDED]);
    assert!(bank.pass(DAY).is_empty(), "each comes once");
}

/// What was acknowledged meanwhile is not posted again.
#[test]
fn an_acknowledged_redelivery_ends_the_repetition() {
    let mut bank = paid(&[]);
    bank.pass_with(Duration::ZERO, |_| Outcome::Answered(500));
    let first: DeliveryId = bank.world.deliveries()[0].id;
    assert_eq!(first.to_string(), "delivery-1");
    assert!(bank.world.redeliver(first));
    assert_eq!(names(&bank.pass(MINUTE * 5)), [TOKEN, SUCCEEDED, CAPTURED], "the first one is not repeated");
}

/// A delivery that is held and sent by hand does not come again.
#[test]
fn a_redelivered_event_is_not_held_any_more() {
    let mut bank = paid(&[(CAPTURED, Occurrence::Every, DeliveryFault::AfterNewer)]);
    bank.pass(MINUTE);
    let held = bank.world.deliveries()[2].id;
    assert!(bank.world.redeliver(held));
    assert_eq!(names(&bank.pass(DAY)), [CAPTURED]);
}

/// Of two events, the second is lost; to each of two addresses.
#[test]
fn a_rule_counts_events_and_not_addresses() {
    let mut bank = bank();
    bank.world.subscribe(hook("http://127.0.0.1:9/other"));
    bank.world.add_delivery_fault(of(TOKEN), Occurrence::Nth(2), DeliveryFault::Lost);
    for _ in 0..3 {
        bank.token(CARD);
    }
    assert_eq!(bank.pass(Duration::ZERO).len(), 4);
    let lost = bank.world.deliveries().iter().filter(|delivery| delivery.fault.is_some());
    assert_eq!(lost.map(|delivery| delivery.id.to_string()).collect::<Vec<_>>(), ["delivery-3", "delivery-4"]);
    assert_eq!(
        bank.world.delivery_faults()[0].to_string(),
        "rule-1: no. 2 of CARDTOKEN_CREATED: lost (1 of 3 disturbed)"
    );
}

#[test]
fn an_unknown_event_is_refused_and_names_the_nearest() {
    let error = centralpay::check_delivery_fault(&of("TRANSACTION_SUCEEDED"), Occurrence::Every).expect_err("a typo");
    assert_eq!(error.message(), "no event is `TRANSACTION_SUCEEDED`; the nearest is `TRANSACTION_SUCCEEDED`");
    let zero = centralpay::check_delivery_fault(&EventTarget::default(), Occurrence::Nth(0));
    assert_eq!(zero.expect_err("there is no such one").field(), "nth");
}
