//! Random operations, faults, jumps of the clock and restarts: the books balance, no status changes illegally, nothing panics.

use std::time::Duration;

use centralpay_webhook::Event;
use payspec_sandbox::centralpay::{DisputeAct, Refusal, act_on_dispute, question_payment, raise_dispute};
use payspec_sandbox::engine::delivery::Outcome;
use payspec_sandbox::engine::delivery_faults::{DeliveryFault, EventTarget};
use payspec_sandbox::engine::faults::{Fault, Moment, Target};
use payspec_sandbox::engine::occurrence::Occurrence;
use proptest::prelude::*;

use crate::property_series::{Objects, Series, series};
use crate::records::{File, again};
use crate::support::{Bank, CARD};

#[derive(Debug, Clone)]
enum Move {
    Pay { card: usize, amount: i64, capture: Option<bool>, source: usize },
    Capture { payment: usize, amount: i64 },
    Cancel { payment: usize },
    Refund { payment: usize, amount: Option<i64> },
    CancelRefund { refund: usize },
    Store { card: usize },
    PayStored { customer: usize },
    Series(Series),
    Credit { card: usize, amount: i64 },
    Dispute { payment: usize, act: usize },
    Pass { minutes: u64 },
    Hook { status: u16 },
    Restart,
    Fault { fault: usize, nth: u64 },
    DeliveryFault { fault: usize, nth: u64 },
    NoFaults,
}

pub(crate) const CARDS: [&str; 5] =
    [CARD, "4000000000000077", "4556557955726624", "5306889942833340", "4020023565975380"];
const SOURCES: [&str; 5] = ["EC", "DP", "RI", "MO", "TO"];

pub(crate) fn amounts() -> impl Strategy<Value = i64> {
    prop_oneof![Just(0), 1..5_000_i64, Just(i64::MAX), Just(i64::MAX / 2 + 1), Just(999_999_999_999), Just(-1)]
}

fn moves() -> impl Strategy<Value = Move> {
    let (which, card, source) = (0..8_usize, 0..CARDS.len(), 0..SOURCES.len());
    prop_oneof![
        4 => (card.clone(), amounts(), any::<Option<bool>>(), source)
            .prop_map(|(card, amount, capture, source)| Move::Pay { card, amount, capture, source }),
        3 => (which.clone(), amounts()).prop_map(|(payment, amount)| Move::Capture { payment, amount }),
        2 => which.clone().prop_map(|payment| Move::Cancel { payment }),
        4 => (which.clone(), proptest::option::of(amounts()))
            .prop_map(|(payment, amount)| Move::Refund { payment, amount }),
        2 => which.clone().prop_map(|refund| Move::CancelRefund { refund }),
        1 => card.clone().prop_map(|card| Move::Store { card }),
        1 => which.clone().prop_map(|customer| Move::PayStored { customer }),
        1 => (card, amounts()).prop_map(|(card, amount)| Move::Credit { card, amount }),
        2 => (which, 0..6_usize).prop_map(|(payment, act)| Move::Dispute { payment, act }),
        20 => series().prop_map(Move::Series),
        4 => prop_oneof![0..10_u64, 1_000..50_000_u64, Just(10_000_000_000_u64)].prop_map(|minutes| Move::Pass { minutes }),
        1 => prop_oneof![Just(200), Just(500)].prop_map(|status| Move::Hook { status }),
        3 => Just(Move::Restart),
        3 => (0..FAULTS, 0..4_u64).prop_map(|(fault, nth)| Move::Fault { fault, nth }),
        3 => (0..DELIVERY_FAULTS, 0..4_u64).prop_map(|(fault, nth)| Move::DeliveryFault { fault, nth }),
        1 => Just(Move::NoFaults),
    ]
}

const FAULTS: usize = 6;

fn fault_of(number: usize) -> Fault {
    match number {
        0 => Fault::Decline("05".to_owned()),
        1 => Fault::Status(503, Moment::BeforeCommit),
        2 => Fault::Status(500, Moment::AfterCommit),
        3 => Fault::Drop(Moment::BeforeCommit),
        4 => Fault::Drop(Moment::AfterCommit),
        _ => Fault::Delay(Duration::from_secs(1)),
    }
}

const DELIVERY_FAULTS: usize = 5;

fn delivery_fault_of(number: usize) -> DeliveryFault {
    match number {
        0 => DeliveryFault::Twice,
        1 => DeliveryFault::Late(Duration::from_secs(60 * 60)),
        2 => DeliveryFault::Lost,
        3 => DeliveryFault::AfterNext,
        _ => DeliveryFault::AfterNewer,
    }
}

/// Some by chance, or the one with a number.
fn occurrence(nth: u64) -> Occurrence {
    if nth == 0 { Occurrence::Rate(0.5) } else { Occurrence::Nth(nth) }
}

/// A bank, the objects made so far, and how its receiver answers.
struct Play {
    bank: Bank,
    payments: Vec<String>,
    refunds: Vec<String>,
    customers: Vec<String>,
    objects: Objects,
    status: u16,
}

impl Play {
    fn make(&mut self, step: &Move) {
        let id = |list: &[String], which: usize| list.get(which).cloned().unwrap_or_else(|| "none".to_owned());
        match step {
            Move::Pay { card, amount, capture, source } => {
                let (amount, capture) =
                    (amount.to_string(), capture.map_or(String::new(), |capture| capture.to_string()));
                let further =
                    [("amount", amount.as_str()), ("capture", capture.as_str()), ("source", SOURCES[*source])];
                let reply = self.bank.pay(CARDS[*card], &further);
                self.payments.extend(reply.body["transactionId"].as_str().map(str::to_owned));
            }
            Move::Capture { payment, amount } => {
                let path = format!("/transaction/{}/capture", id(&self.payments, *payment));
                self.bank.post(&path, &[("amount", &amount.to_string())]);
            }
            Move::Cancel { payment } => {
                self.bank.post(&format!("/transaction/{}/cancel", id(&self.payments, *payment)), &[]);
            }
            Move::Refund { payment, amount } => {
                let (payment, amount) = (id(&self.payments, *payment), amount.map(|amount| amount.to_string()));
                let mut form = vec![("transactionId", payment.as_str())];
                form.extend(amount.as_deref().map(|amount| ("amount", amount)));
                let reply = self.bank.post("/refund", &form);
                self.refunds.extend(reply.body["refundId"].as_str().map(str::to_owned));
            }
            Move::CancelRefund { refund } => {
                self.bank.post(&format!("/refund/{}/cancel", id(&self.refunds, *refund)), &[]);
            }
            Move::Store { card } => {
                let token = self.bank.token(CARDS[*card]);
                let reply = self.bank.post("/customer", &[("email", "a@example.com"), ("cardTokenId", &token)]);
                self.customers.extend(reply.body["customerId"].as_str().map(str::to_owned));
            }
            Move::PayStored { customer } => {
                let reply = self.bank.pay_by(&[("customerId", &id(&self.customers, *customer)), ("source", "EC")]);
                self.payments.extend(reply.body["transactionId"].as_str().map(str::to_owned));
            }
            Move::Series(step) => self.objects.make(&mut self.bank, step),
            Move::Credit { card, amount } => {
                let (token, amount) = (self.bank.token(CARDS[*card]), amount.to_string());
                self.bank.post("/credit", &[("cardTokenId", &token), ("amount", &amount), ("currency", "EUR")]);
            }
            Move::Dispute { payment, act } => self.dispute(&id(&self.payments, *payment), *act),
            Move::Pass { minutes } => {
                let status = self.status;
                self.bank.pass_with(Duration::from_secs(minutes * 60), |_| Outcome::Answered(status));
            }
            Move::Hook { status } => self.status = *status,
            Move::Restart => self.bank.world = again(&self.bank.world),
            Move::Fault { fault, nth } => {
                // Without a rule about an operation, also tokens meet it.
                let target = Target { method: Some("POST".to_owned()), path: Some("/transaction".to_owned()) };
                self.bank.world.add_fault(target, occurrence(*nth), fault_of(*fault));
            }
            Move::DeliveryFault { fault, nth } => {
                self.bank.world.add_delivery_fault(EventTarget::default(), occurrence(*nth), delivery_fault_of(*fault));
            }
            Move::NoFaults => {
                self.bank.world.remove_faults(|_| true);
                self.bank.world.remove_delivery_faults(|_| true);
            }
        }
    }
}

impl Play {
    /// Something that happens to a dispute, whether it can or not.
    fn dispute(&mut self, payment: &str, act: usize) {
        let shown = self.bank.get(&format!("/transaction/{payment}"), &[]);
        let dispute = shown.body["dispute"]["disputeId"].as_str().unwrap_or("none").to_owned();
        let world = &mut self.bank.world;
        let acts = [DisputeAct::Answer, DisputeAct::Close, DisputeAct::Win, DisputeAct::Lose];
        let done = match (act, acts.get(act)) {
            (_, Some(act)) => act_on_dispute(world, &dispute, *act),
            (4, None) => question_payment(world, payment).map(drop),
            _ => raise_dispute(world, payment, None).map(drop),
        };
        assert!(!matches!(done, Err(Refusal::Failed(_))), "{done:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn books_balance_and_statuses_change_legally(steps in proptest::collection::vec(moves(), 1..40)) {
        let objects = Objects::default();
        let (payments, refunds, customers) = (vec![], vec![], vec![]);
        let mut play = Play { bank: Bank::new(), payments, refunds, customers, objects, status: 200 };
        let mut file = File::default();
        play.bank.world.note_changes();
        let url = "http://127.0.0.1:9/hook";
        play.bank.world.subscribe(crate::support::hook(url));
        for step in &steps {
            let before = play.bank.world.now();
            play.make(step);
            prop_assert!(play.bank.world.failures().is_empty(), "{:?}", play.bank.world.failures());
            prop_assert!(play.bank.world.ledger().is_balanced());
            prop_assert!(play.bank.world.now() >= before, "the clock went back");
            let broken =
                play.bank.world.journal().last().is_some_and(|entry| entry.status >= 500 && entry.fault.is_none());
            prop_assert!(!broken, "{step:?} was answered with {:?}", play.bank.world.journal().last());
            file.save(&mut play.bank.world);
        }
        prop_assert_eq!(file, File::of(&play.bank.world), "a change was not noted");
        for event in play.bank.world.events() {
            let read = centralpay_webhook::decode(event.body.as_slice());
            let is_read = !matches!(read, Event::Unknown(_) | Event::Undecodable(_));
            prop_assert!(is_read, "our own receiver cannot read {}", String::from_utf8_lossy(&event.body));
        }
    }
}
