//! A world: everything that one user of the sandbox has, separate from all others.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::delivery::{Delivery, DeliveryId, Event, Subscription};
use super::delivery_faults::{DeliveryFault, DeliveryFaultRule, EventTarget};
use super::dispatch::Held;
use super::failure::Failure;
use super::faults::{Fault, FaultRule, Target};
use super::idempotency::Answered;
use super::journal::Entry;
use super::ledger::{BookingError, Ledger};
use super::objects::Objects;
use super::occurrence::Occurrence;
use super::queue::{Queue, Ticket};
use super::random::Random;
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
    /// An attempt to deliver an event.
    Delivery(DeliveryId),
    /// Another attempt, after one that was not acknowledged.
    Retry(DeliveryId),
}

/// A world. It is changed by steps, and by nothing else.
#[derive(Debug, Clone)]
pub struct World {
    name: String,
    seed: u64,
    address: String,
    pub(crate) now: Instant,
    random: Random,
    objects: Objects,
    ledger: Ledger,
    pub(crate) queue: Queue<Due>,
    subscriptions: Vec<Subscription>,
    events: Vec<Arc<Event>>,
    pub(crate) deliveries: Vec<Delivery>,
    /// Deliveries that are due and not yet handed out.
    pub(crate) outbox: VecDeque<DeliveryId>,
    /// Deliveries that wait for another one to be made first.
    pub(crate) held: Vec<Held>,
    /// The next attempt of deliveries that were not acknowledged.
    pub(crate) retries: BTreeMap<DeliveryId, Ticket>,
    pub(crate) answered: Answered,
    journal: Vec<Entry>,
    failures: Vec<Failure>,
    faults: Rules<Target, Fault>,
    delivery_faults: Rules<EventTarget, DeliveryFault>,
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
            subscriptions: Vec::new(),
            events: Vec::new(),
            deliveries: Vec::new(),
            outbox: VecDeque::new(),
            held: Vec::new(),
            retries: BTreeMap::new(),
            answered: Answered::default(),
            journal: Vec::new(),
            failures: Vec::new(),
            faults: Rules::new("faults"),
            delivery_faults: Rules::new("delivery-faults"),
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
    pub fn subscriptions(&self) -> &[Subscription] {
        &self.subscriptions
    }

    /// Has events posted to an address from now on. Several addresses each get every event.
    pub fn subscribe(&mut self, subscription: Subscription) {
        if !self.subscriptions.contains(&subscription) {
            self.subscriptions.push(subscription);
        }
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

    /// Notes what disturbed the last request.
    pub(crate) fn note_fault(&mut self, fault: &Fault) {
        if let Some(entry) = self.journal.last_mut() {
            entry.fault = Some(fault.name());
        }
    }

    /// Notes a request and its answer.
    pub(crate) fn note(&mut self, entry: Entry) {
        self.journal.push(entry);
    }

    /// Notes a mistake of the sandbox.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    /// Skips the random numbers that a refused step has taken, so that each request has its own identifier.
    pub(crate) fn skip(&mut self, random: Random) {
        self.random = random;
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
                self.objects.put(kind, id, row);
            }
        }
        for ((kind, id), row) in objects {
            self.objects.put(kind, id, row);
        }
        for (at, task, id) in changes.later {
            self.queue.add(at, Due::Task(task, id));
        }
        for event in changes.events {
            let event = Arc::new(event);
            let fault = self.delivery_faults.meet(|target| target.matches(&event.name));
            for subscription in self.subscriptions.clone() {
                self.dispatch(&event, subscription, fault.clone());
            }
            self.events.push(event);
        }
        Ok(())
    }
}
