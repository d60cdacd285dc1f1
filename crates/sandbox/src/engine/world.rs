//! A world: everything that one user of the sandbox has, separate from all others.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::addresses::{Addresses, Subscription, SubscriptionId};
use super::answer::Answer;
use super::delivery::{Delivery, DeliveryId, Event};
use super::delivery_faults::{DeliveryFault, DeliveryFaultRule, EventTarget};
use super::dispatch::Held;
use super::exchange::{Exchange, Exchanges};
use super::failure::Failure;
use super::faults::{Fault, FaultRule, Target};
use super::idempotency::Answered;
use super::journal::Entry;
use super::ledger::{BookingError, Ledger};
use super::objects::{Objects, Row};
use super::occurrence::Occurrence;
use super::outbox::Outbox;
use super::queue::Queue;
use super::random::Random;
use super::record::Unsaved;
use super::rules::{RuleId, Rules};
use super::step::{Changes, Step};
use super::time::Instant;

/// Something that is done later: named, so that it can be listed.
#[derive(Debug)]
pub struct Task {
    /// What it is, such as `transaction.expire`.
    pub name: &'static str,
    /// Does it, for the object with an identifier.
    pub run: fn(&mut Step<'_>, &str) -> Result<(), Failure>,
}

/// What is due at a moment.
#[derive(Debug, Clone)]
pub enum Due {
    /// A task for the object with an identifier.
    Task(&'static Task, String),
    /// The delivery of an event.
    Delivery(DeliveryId),
}

/// A world. It is changed by steps, and by nothing else.
#[derive(Debug, Clone)]
pub struct World {
    pub(super) name: String,
    pub(super) seed: u64,
    address: String,
    pub(crate) now: Instant,
    pub(super) random: Random,
    pub(super) objects: Objects,
    pub(super) ledger: Ledger,
    pub(crate) queue: Queue<Due>,
    pub(super) addresses: Addresses,
    pub(super) events: Vec<Arc<Event>>,
    /// The events, by their position, that a fault loses on the way to all addresses.
    pub(super) lost: BTreeSet<usize>,
    pub(crate) deliveries: Vec<Delivery>,
    /// Deliveries that are due.
    pub(crate) outbox: Outbox,
    /// Deliveries that wait for another one to be made first.
    pub(crate) held: Vec<Held>,
    /// When deliveries that were not acknowledged are attempted again. What is due at the same time is in the order of
    /// events, whichever receiver was first to respond.
    pub(crate) retries: BTreeSet<(Instant, DeliveryId)>,
    pub(crate) answered: Answered,
    pub(super) journal: Vec<Entry>,
    exchanges: Exchanges,
    pub(super) failures: Vec<Failure>,
    pub(super) faults: Rules<Target, Fault>,
    pub(super) delivery_faults: Rules<EventTarget, DeliveryFault>,
    /// Absent if changes are not noted.
    pub(super) unsaved: Option<Box<Unsaved>>,
}

impl World {
    /// Makes a world, which is the same for the same seed, name and moment.
    pub fn new(seed: u64, name: &str, now: Instant) -> Self {
        Self {
            name: name.to_owned(),
            seed,
            address: String::new(),
            now,
            random: Random::new(seed, name),
            objects: Objects::default(),
            ledger: Ledger::default(),
            queue: Queue::default(),
            addresses: Addresses::default(),
            events: Vec::new(),
            lost: BTreeSet::new(),
            deliveries: Vec::new(),
            outbox: Outbox::default(),
            held: Vec::new(),
            retries: BTreeSet::new(),
            answered: Answered::default(),
            journal: Vec::new(),
            exchanges: Exchanges::default(),
            failures: Vec::new(),
            faults: Rules::new("faults"),
            delivery_faults: Rules::new("delivery-faults"),
            unsaved: None,
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The seed of the sandbox.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The URL below which the API is served, for links in answers.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sets the URL below which the API is served.
    pub fn set_address(&mut self, address: impl Into<String>) {
        self.address = address.into();
    }

    /// What the clock shows.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The random numbers, which a step continues.
    pub fn random(&self) -> &Random {
        &self.random
    }

    /// The objects.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// The books.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What is due, and when.
    pub fn due(&self) -> &Queue<Due> {
        &self.queue
    }

    /// All events, in order.
    pub fn events(&self) -> &[Arc<Event>] {
        &self.events
    }

    /// Returns `true` if a fault loses an event, by its position among [all](Self::events), on the way to all addresses.
    pub fn is_lost(&self, position: usize) -> bool {
        self.lost.contains(&position)
    }

    /// The log of deliveries, in the order of their events.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// What was asked and answered, in order.
    pub fn journal(&self) -> &[Entry] {
        &self.journal
    }

    /// Mistakes of the sandbox: a test that finds one has found a bug of payspec.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// The addresses to which events are posted.
    pub fn subscriptions(&self) -> impl Iterator<Item = (SubscriptionId, &Subscription)> {
        self.addresses.iter()
    }

    /// The rules by which requests go wrong, in the order in which they were added.
    pub fn faults(&self) -> Vec<FaultRule> {
        self.faults.list()
    }

    /// Adds a rule by which requests go wrong. Whether it can ever apply is for the API to say.
    pub fn add_fault(&mut self, target: Target, occurrence: Occurrence, fault: Fault) -> RuleId {
        self.faults.add((self.seed, &self.name), target, occurrence, fault)
    }

    /// Removes the rules that are chosen; returns their number.
    pub fn remove_faults(&mut self, is_removed: impl Fn(RuleId) -> bool) -> usize {
        self.faults.remove(is_removed)
    }

    /// The rules by which deliveries go wrong, in the order in which they were added.
    pub fn delivery_faults(&self) -> Vec<DeliveryFaultRule> {
        self.delivery_faults.list()
    }

    /// Adds a rule by which deliveries go wrong. Whether there is such an event is for the API to say.
    pub fn add_delivery_fault(&mut self, target: EventTarget, occurrence: Occurrence, fault: DeliveryFault) -> RuleId {
        self.delivery_faults.add((self.seed, &self.name), target, occurrence, fault)
    }

    /// Removes the rules about deliveries that are chosen; returns their number.
    pub fn remove_delivery_faults(&mut self, is_removed: impl Fn(RuleId) -> bool) -> usize {
        self.delivery_faults.remove(is_removed)
    }

    /// Counts a request to an operation, and finds what goes wrong with it.
    pub(crate) fn meet(&mut self, method: &str, path: &str) -> Option<Fault> {
        self.faults.meet(|target| target.matches(method, path))
    }

    /// Notes what disturbed the last request, and what that left of its response.
    pub(crate) fn note_fault(&mut self, fault: &Fault) {
        let Some(entry) = self.journal.last_mut() else { return };
        entry.fault = Some(fault.name());
        entry.status = fault.sent(entry.status);
        let last = self.journal.len() - 1;
        self.touch(|unsaved| unsaved.requests = unsaved.requests.min(last));
    }

    /// Notes a request and its answer, with their contents.
    pub(crate) fn note(&mut self, entry: Entry, exchange: Exchange) {
        self.exchanges.keep(self.journal.len(), exchange);
        self.journal.push(entry);
    }

    /// Forgets the oldest requests, if there are very many: those of a world are its history, and those of none are not.
    pub(crate) fn forget_requests(&mut self) {
        const KEPT: usize = 1_000;
        if self.journal.len() > 2 * KEPT {
            let forgotten = self.journal.len() - KEPT;
            self.journal.drain(..forgotten);
            self.exchanges.forget(forgotten);
        }
    }

    /// The contents of a request, by its position in the [journal](Self::journal): of the latest 1,000, and of none from
    /// before a restart.
    pub fn exchange(&self, position: usize) -> Option<&Exchange> {
        self.exchanges.get(position)
    }

    /// Notes a mistake of the sandbox.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    /// Keeps the answer to a request with an idempotency key for a while.
    pub(crate) fn keep_answer(&mut self, key: String, window: Duration, answer: &Answer) {
        self.touch(|unsaved| _ = unsaved.answers.insert(key.clone()));
        let forgotten = self.answered.keep(key, self.now, window, answer);
        self.touch(|unsaved| unsaved.answers.extend(forgotten));
    }

    /// Skips the random numbers that a refused step has taken, so that each request has its own identifier.
    pub(crate) fn skip(&mut self, random: Random) {
        self.random = random;
    }

    /// The number of events until now.
    pub(super) fn event_count(&self) -> usize {
        self.events.len()
    }

    fn put(&mut self, kind: &'static str, id: Arc<str>, row: Row) {
        self.touch(|unsaved| _ = unsaved.objects.insert((kind, Arc::clone(&id))));
        self.objects.put(kind, id, row);
    }

    /// Makes the changes of a step, all or none.
    ///
    /// # Errors
    ///
    /// A booking that the ledger does not make. Nothing is changed then.
    pub fn commit(&mut self, changes: Changes) -> Result<(), BookingError> {
        self.ledger.book_all(changes.bookings)?;
        self.random = changes.random;
        let mut objects = changes.objects;
        for (kind, id) in changes.created {
            if let Some(row) = objects.remove(&(kind, Arc::clone(&id))) {
                self.put(kind, id, row);
            }
        }
        for ((kind, id), row) in objects {
            self.put(kind, id, row);
        }
        for (at, task, id) in changes.later {
            self.plan(at, Due::Task(task, id));
        }
        for event in changes.events {
            let event = Arc::new(event);
            let fault = self.delivery_faults.meet(|target| target.matches(&event.name));
            if fault == Some(DeliveryFault::Lost) {
                self.lost.insert(self.events.len());
            }
            let addresses: Vec<_> = self.addresses.iter().map(|(id, known)| (id, known.clone())).collect();
            for (id, subscription) in &addresses {
                self.dispatch(&event, (*id, subscription), fault.clone());
            }
            self.events.push(event);
        }
        Ok(())
    }
}
