//! Worlds as records: what changes is noted, and the same world is made from what was noted.

use std::collections::BTreeMap;
use std::time::Duration;

use payspec_sandbox::centralpay::KNOWN;
use payspec_sandbox::engine::delivery::{Delivery, Outcome};
use payspec_sandbox::engine::delivery_faults::{DeliveryFault, EventTarget};
use payspec_sandbox::engine::faults::{Fault, Moment, Target};
use payspec_sandbox::engine::occurrence::Occurrence;
use payspec_sandbox::engine::record::{Record, Table};
use payspec_sandbox::engine::world::World;

use crate::idempotency::pay;
use crate::support::{Bank, CARD, DAY, hook};

/// What a file would have.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct File(BTreeMap<(Table, String), String>);

impl File {
    /// Writes what has changed.
    pub(crate) fn save(&mut self, world: &mut World) {
        self.put(world.take_changes().expect("all objects can be written"));
    }

    fn put(&mut self, records: Vec<Record>) {
        for Record { table, key, value } in records {
            match value {
                Some(value) => _ = self.0.insert((table, key), value),
                None => _ = self.0.remove(&(table, key)),
            }
        }
    }

    /// What it should have of a world.
    pub(crate) fn of(world: &World) -> Self {
        let mut file = Self::default();
        file.put(world.records().expect("all objects can be written"));
        file
    }

    fn records(&self) -> Vec<Record> {
        let record = |((table, key), value): (&(Table, String), &String)| Record {
            table: *table,
            key: key.clone(),
            value: Some(value.clone()),
        };
        self.0.iter().map(record).collect()
    }
}

/// The world that is made from what a file has of it.
pub(crate) fn again(world: &World) -> World {
    let file = File::of(world);
    let mut again = World::from_records(file.records(), &KNOWN).expect("what is written can be read");
    again.set_address(world.address());
    again
}

fn shop() -> (Bank, File) {
    let mut bank = Bank::new();
    bank.world.note_changes();
    bank.world.subscribe(hook("http://127.0.0.1:9/hook"));
    (bank, File::default())
}

/// Checks that what was noted is the world, and that the same world is made from it.
fn check(bank: &mut Bank, file: &mut File) {
    file.save(&mut bank.world);
    assert_eq!(*file, File::of(&bank.world), "a change was not noted");
    assert_eq!(File::of(&again(&bank.world)), *file, "another world was made");
}

#[test]
fn each_attempt_to_deliver_is_noted() {
    let (mut bank, mut file) = shop();
    bank.pay(CARD, &[("source", "EC")]);
    check(&mut bank, &mut file);
    for status in [500, 200, 500, 500, 200] {
        let until = bank.world.now() + Duration::from_secs(300);
        let due = bank.world.advance(until).expect("events are delivered");
        file.save(&mut bank.world);
        assert_eq!(file, File::of(&bank.world), "an attempt was not noted");
        bank.world.delivered(due.id, Outcome::Answered(status));
        check(&mut bank, &mut file);
    }
    bank.world.redeliver("delivery-1".parse().expect("it is an identifier"));
    check(&mut bank, &mut file);
}

/// Whether a delivery arrived that was being attempted when the program ended is not known.
#[test]
fn a_delivery_that_was_interrupted_is_attempted_again() {
    let (mut bank, _) = shop();
    bank.pay(CARD, &[("source", "EC")]);
    let now = bank.world.now();
    let due = bank.world.advance(now).expect("an event is delivered");
    let mut again = again(&bank.world);
    let events = bank.world.events().len();
    let mut attempted = Vec::new();
    while let Some(due) = again.advance(now) {
        again.delivered(due.id, Outcome::Answered(200));
        attempted.push(due.id);
    }
    assert!(attempted.contains(&due.id) && attempted.len() == events, "{attempted:?} of {events}");
    let interrupted = &again.deliveries()[0].attempts;
    assert!(matches!(interrupted[0].outcome, Some(Outcome::Failed(_))), "{interrupted:?}");
    assert!(again.deliveries().iter().all(Delivery::is_acknowledged));
    assert_eq!(again.advance(now + DAY), None, "nothing is attempted once more");
}

#[test]
fn rules_and_kept_answers_are_noted_and_forgotten() {
    let (mut bank, mut file) = shop();
    bank.world.add_fault(Target::default(), Occurrence::Nth(3), Fault::Drop(Moment::AfterCommit));
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Rate(0.5), DeliveryFault::AfterNext);
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Nth(2), DeliveryFault::Twice);
    check(&mut bank, &mut file);
    let token = bank.token(CARD);
    bank.raw_payment(&token);
    check(&mut bank, &mut file);
    let kept = |file: &File| file.0.keys().filter(|(table, _)| *table == Table::Answer).count();
    assert_eq!(kept(&file), 1);
    let (merchant, world) = (bank.merchant.clone(), again(&bank.world));
    let mut restarted = Bank { world, merchant };
    assert_eq!(restarted.raw_payment(&token), bank.raw_payment(&token), "the kept answer is given again");
    bank.pass(DAY);
    let token = bank.token(CARD);
    pay(&mut bank, &token, "k2");
    check(&mut bank, &mut file);
    assert_eq!(kept(&file), 1, "the first one is forgotten");
}

/// An event that a fault loses has not arrived, whether the sandbox was started again or not.
#[test]
fn a_lost_event_stays_lost() {
    let mut bank = Bank::new();
    bank.world.add_delivery_fault(EventTarget::default(), Occurrence::Nth(2), DeliveryFault::Lost);
    bank.pay(CARD, &[("source", "EC")]);
    let lost = |world: &World| (0..world.events().len()).filter(|at| world.is_lost(*at)).collect::<Vec<_>>();
    assert_eq!(lost(&bank.world), [1]);
    assert_eq!(lost(&again(&bank.world)), [1]);
}

#[test]
fn what_cannot_be_read_is_named() {
    let (mut bank, mut file) = shop();
    bank.pay(CARD, &[("source", "EC")]);
    file.save(&mut bank.world);
    let without = |table: Table, at: usize| {
        let mut records = file.records();
        let at = records.iter().enumerate().filter(|(_, record)| record.table == table).nth(at).expect("it is there").0;
        records.remove(at);
        World::from_records(records, &KNOWN).expect_err("a record is missing").to_string()
    };
    assert_eq!(without(Table::World, 0), "record `world`: it is missing");
    let last = |table: Table| file.0.keys().filter(|(known, _)| *known == table).count() - 1;
    for table in [Table::Object, Table::Booking, Table::Due, Table::Delivery, Table::Request] {
        let (at, name) = (last(table), table.name());
        assert_eq!(without(table, at), format!("record `{name}`: the file has {at} of {}", at + 1));
    }
    // Deliveries are of events.
    assert!(without(Table::Event, last(Table::Event)).ends_with("its event is missing"));
    let missing = without(Table::Event, 0);
    assert_eq!(missing, "record `event` `00000000000000000001`: number 0 is missing");
    let with = |table: Table, value: &str| {
        let mut records = file.records();
        let record = records.iter_mut().find(|record| record.table == table).expect("it is there");
        record.value = Some(value.to_owned());
        World::from_records(records, &KNOWN).expect_err("a record is damaged").to_string()
    };
    let cut = with(Table::Object, "{\"kind\":\"centralpay.card");
    assert!(cut.starts_with("record `object` `centralpay.card-token/") && cut.contains("EOF"), "{cut}");
    let foreign = with(Table::Object, "{\"kind\":\"other.thing\",\"at\":0,\"object\":{}}");
    assert!(foreign.ends_with("this version knows no such kind of object"), "{foreign}");
    let task = "{\"ticket\":{\"at\":0,\"sequence\":0},\"what\":{\"task\":{\"name\":\"moon.rise\",\"of\":\"x\"}}}";
    assert!(with(Table::Due, task).ends_with("this version knows no task `moon.rise`"));
    let late = "{\"ticket\":{\"at\":0,\"sequence\":9999},\"what\":{\"delivery\":0}}";
    assert!(with(Table::Due, late).contains("were added"), "{}", with(Table::Due, late));
    let many = file.0.iter().find(|((table, _), _)| *table == Table::Delivery).expect("one").1;
    let many = many.replace("\"pending\":0", "\"pending\":4000000000");
    assert!(with(Table::Delivery, &many).ends_with("4000000000 attempts are pending, of 1000 at most"));
    let unbalanced = "{\"at\":0,\"of\":\"x\",\"currency\":\"EUR\",\"postings\":[{\"account\":\"Fees\",\"amount\":1}]}";
    assert!(with(Table::Booking, unbalanced).ends_with("the postings add up to 1 instead of 0"));
}
