//! A world as records, from which the same world is made again: what a file keeps of it.
//!
//! A record has a table, a key within it, and a JSON value. After each step only the records that it has changed are
//! written, so the cost of a step does not grow with the world.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::addresses::{Addresses, SubscriptionId};
use super::delivery::{Attempt, DeliveryId, Event};
use super::delivery_faults::{DeliveryFault, EventTarget};
use super::dispatch::Held;
use super::faults::{Fault, Target};
use super::objects::Kind;
use super::queue::Ticket;
use super::random::Random;
use super::rules::Rules;
use super::time::Instant;
use super::world::{Due, Task, World};

/// A record of a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is a record of.
    pub table: Table,
    /// Its key, unique in its table. Records are read in the order of their keys.
    pub key: String,
    /// JSON; absent if the record was removed.
    pub value: Option<String>,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The tables of records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Table { $($(#[$doc])* $variant,)* }

        impl Table {
            /// All tables, in the order in which a world is made from them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

tables! {
    /// What there is once: the clock, random numbers, rules, addresses of webhooks. Its key is empty.
    World = "world",
    /// Objects, by kind and identifier.
    Object = "object",
    /// Bookings, by their number.
    Booking = "booking",
    /// Events, by their number.
    Event = "event",
    /// Deliveries, by their number.
    Delivery = "delivery",
    /// What is due, by the number with which it was added.
    Due = "due",
    /// Responses that are given again, by the key of the request.
    Answer = "answer",
    /// The journal of requests, by their number.
    Request = "request",
    /// Mistakes of the sandbox, by their number.
    Failure = "failure",
}

/// What an API keeps in worlds, to make them from records.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The kinds of objects.
    pub kinds: &'static [Kind],
    /// What is done later.
    pub tasks: &'static [&'static Task],
}

/// What has changed since it was written the last time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unsaved {
    /// The record of the world that is written.
    world: Option<String>,
    pub(crate) objects: BTreeSet<(&'static str, Arc<str>)>,
    pub(crate) deliveries: BTreeSet<DeliveryId>,
    pub(crate) due: BTreeSet<Ticket>,
    pub(crate) answers: BTreeSet<String>,
    /// The number of the first request that is not written.
    pub(crate) requests: usize,
    /// The numbers of those that are written.
    bookings: usize,
    events: usize,
    failures: usize,
}

/// The number of records of each table, in their order, to notice any that is missing.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts([usize; Table::ALL.len()]);

impl Counts {
    pub(super) fn of(world: &World) -> Self {
        Self(std::array::from_fn(|at| match Table::ALL[at] {
            Table::World => 1,
            Table::Object => world.objects.len(),
            Table::Booking => world.ledger.bookings().len(),
            Table::Event => world.events.len(),
            Table::Delivery => world.deliveries.len(),
            Table::Due => world.queue.len(),
            Table::Answer => world.answered.len(),
            Table::Request => world.journal.len(),
            Table::Failure => world.failures.len(),
        }))
    }

    /// The first table with another number of records than there should be, these and those.
    pub(super) fn differs(&self, found: &Self) -> Option<(Table, usize, usize)> {
        let mut all = Table::ALL.iter().zip(self.0.iter().zip(found.0));
        all.find_map(|(table, (wanted, found))| (found != *wanted).then_some((*table, found, *wanted)))
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct WorldRecord {
    pub(super) name: String,
    pub(super) seed: u64,
    pub(super) now: Instant,
    pub(super) random: Random,
    pub(super) due_added: u64,
    pub(super) counts: Counts,
    pub(super) held: Vec<Held>,
    pub(super) addresses: Addresses,
    pub(super) faults: Rules<Target, Fault>,
    pub(super) delivery_faults: Rules<EventTarget, DeliveryFault>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ObjectRecord {
    pub(super) kind: String,
    /// The place among the objects of its kind.
    pub(super) at: usize,
    pub(super) object: Box<RawValue>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct EventRecord {
    pub(super) event: Event,
    /// Whether a fault loses it on the way to all addresses.
    pub(super) is_lost: bool,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DeliveryRecord {
    /// The number of the event.
    pub(super) event: usize,
    pub(super) subscription: SubscriptionId,
    pub(super) attempts: Vec<Attempt>,
    pub(super) pending: u32,
    pub(super) retry: Option<Instant>,
    pub(super) fault: Option<DeliveryFault>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DueRecord {
    pub(super) ticket: Ticket,
    pub(super) what: WhatIsDue,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum WhatIsDue {
    Task { name: String, of: String },
    Delivery(DeliveryId),
}

impl World {
    /// Begins to note changes, so that [`take_changes`](Self::take_changes) returns all of the world at first, and then
    /// what has changed since.
    pub fn note_changes(&mut self) {
        let unsaved = Unsaved {
            objects: self.objects.keys().map(|(kind, id)| (kind, Arc::clone(id))).collect(),
            deliveries: self.deliveries.iter().map(|delivery| delivery.id).collect(),
            due: self.queue.tickets().collect(),
            answers: self.answered.keys().map(str::to_owned).collect(),
            ..Unsaved::default()
        };
        self.unsaved = Some(Box::new(unsaved));
    }

    /// The records that have changed since they were taken the last time; none if changes are not noted.
    ///
    /// # Errors
    ///
    /// An object that cannot be written: a mistake of the sandbox. Nothing is lost; the next call tries again.
    pub fn take_changes(&mut self) -> Result<Vec<Record>, serde_json::Error> {
        let Some(mut unsaved) = self.unsaved.take() else { return Ok(Vec::new()) };
        let records = self.changed(&unsaved);
        if let Ok(records) = &records {
            let first = records.first().filter(|record| record.table == Table::World);
            let world = first.and_then(|record| record.value.clone()).or(unsaved.world);
            *unsaved = Unsaved { world, ..self.nothing_unsaved() };
        }
        self.unsaved = Some(unsaved);
        records
    }

    /// Begins to note changes, of which none was made yet.
    pub(super) fn note_further_changes(&mut self) {
        self.unsaved = Some(Box::new(self.nothing_unsaved()));
    }

    /// Ends to note changes.
    pub fn ignore_changes(&mut self) {
        self.unsaved = None;
    }

    fn nothing_unsaved(&self) -> Unsaved {
        Unsaved {
            requests: self.journal.len(),
            bookings: self.ledger.bookings().len(),
            events: self.events.len(),
            failures: self.failures.len(),
            ..Unsaved::default()
        }
    }

    /// All records of the world.
    ///
    /// # Errors
    ///
    /// An object that cannot be written: a mistake of the sandbox.
    pub fn records(&self) -> Result<Vec<Record>, serde_json::Error> {
        let mut copy = self.clone();
        copy.note_changes();
        copy.take_changes()
    }

    fn changed(&self, unsaved: &Unsaved) -> Result<Vec<Record>, serde_json::Error> {
        let mut records = Vec::new();
        let world = written(Table::World, String::new(), &self.world_record())?;
        if unsaved.world != world.value {
            records.push(world);
        }
        for (kind, id) in &unsaved.objects {
            let Some((at, row)) = self.objects.row(kind, id) else { continue };
            let record = ObjectRecord { kind: (*kind).to_owned(), at, object: row.write()? };
            records.push(written(Table::Object, format!("{kind}/{id}"), &record)?);
        }
        for (at, booking) in self.ledger.bookings().iter().enumerate().skip(unsaved.bookings) {
            records.push(written(Table::Booking, number(at), booking)?);
        }
        for (at, event) in self.events.iter().enumerate().skip(unsaved.events) {
            let record = EventRecord { event: (**event).clone(), is_lost: self.is_lost(at) };
            records.push(written(Table::Event, number(at), &record)?);
        }
        for id in &unsaved.deliveries {
            if let Some(record) = self.delivery_record(*id) {
                records.push(written(Table::Delivery, number(id.0), &record)?);
            }
        }
        for ticket in &unsaved.due {
            let key = number(ticket.sequence());
            let Some(due) = self.queue.get(*ticket) else {
                records.push(Record { table: Table::Due, key, value: None });
                continue;
            };
            let what = match due {
                Due::Task(task, of) => WhatIsDue::Task { name: task.name.to_owned(), of: of.clone() },
                Due::Delivery(id) => WhatIsDue::Delivery(*id),
            };
            records.push(written(Table::Due, key, &DueRecord { ticket: *ticket, what })?);
        }
        for key in &unsaved.answers {
            records.push(match self.answered.kept(key) {
                Some(kept) => written(Table::Answer, key.clone(), kept)?,
                None => Record { table: Table::Answer, key: key.clone(), value: None },
            });
        }
        for (at, entry) in self.journal.iter().enumerate().skip(unsaved.requests) {
            records.push(written(Table::Request, number(at), entry)?);
        }
        for (at, failure) in self.failures.iter().enumerate().skip(unsaved.failures) {
            records.push(written(Table::Failure, number(at), failure)?);
        }
        Ok(records)
    }

    fn world_record(&self) -> WorldRecord {
        WorldRecord {
            name: self.name.clone(),
            seed: self.seed,
            now: self.now,
            random: self.random.clone(),
            due_added: self.queue.added(),
            counts: Counts::of(self),
            held: self.held.clone(),
            addresses: self.addresses.clone(),
            faults: self.faults.clone(),
            delivery_faults: self.delivery_faults.clone(),
        }
    }

    fn delivery_record(&self, id: DeliveryId) -> Option<DeliveryRecord> {
        let delivery = self.deliveries.get(id.0)?;
        Some(DeliveryRecord {
            event: delivery.event_number,
            subscription: delivery.subscription,
            attempts: delivery.attempts.clone(),
            pending: delivery.pending,
            retry: delivery.retry,
            fault: delivery.fault.clone(),
        })
    }

    /// Notes a change, if changes are noted.
    pub(crate) fn touch(&mut self, change: impl FnOnce(&mut Unsaved)) {
        if let Some(unsaved) = &mut self.unsaved {
            change(unsaved);
        }
    }
}

/// Numbers are in their order as texts.
fn number(at: impl fmt::Display) -> String {
    format!("{at:0>20}")
}

fn written(table: Table, key: String, value: &impl Serialize) -> Result<Record, serde_json::Error> {
    Ok(Record { table, key, value: Some(serde_json::to_string(value)?) })
}
