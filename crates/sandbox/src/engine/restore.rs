//! A world from its [records](super::record).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::delivery::{Delivery, DeliveryId, Outcome};
use super::idempotency::Kept;
use super::record::{
    Counts, DeliveryRecord, DueRecord, EventRecord, Known, ObjectRecord, Record, Table, WhatIsDue, WorldRecord,
};
use super::run::MAX_PENDING;
use super::world::{Due, World};

/// Why no world can be made from records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// The record.
    at: String,
    why: String,
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}: {}", self.at, self.why)
    }
}

impl std::error::Error for Damaged {}

impl World {
    /// Makes the world whose records these are, in the order of tables and keys. What differs from them is noted, as if
    /// [`note_changes`](Self::note_changes) had been called when they were taken.
    ///
    /// A delivery that was being attempted when the records were written is attempted again: whether it arrived is not
    /// known.
    ///
    /// # Errors
    ///
    /// A record that is missing, that cannot be read, or that is of a kind which this version does not know.
    pub fn from_records(records: Vec<Record>, known: &Known) -> Result<Self, Damaged> {
        let mut tables: BTreeMap<Table, Vec<Record>> = BTreeMap::new();
        for record in records {
            tables.entry(record.table).or_default().push(record);
        }
        let first = tables.remove(&Table::World).and_then(|mut records| records.pop());
        let first = first.ok_or_else(|| Damaged { at: "`world`".to_owned(), why: "it is missing".to_owned() })?;
        let record: WorldRecord = read(&first)?;
        let (mut world, counts) = Self::of_record(record);
        for (table, records) in tables {
            match table {
                Table::World => {}
                Table::Object => world.restore_objects(records, known)?,
                Table::Booking => {
                    each(&records, |at, booking| {
                        in_order(at, world.ledger.bookings().len())?;
                        world.ledger.book(booking).map_err(|error| error.to_string())
                    })?;
                }
                Table::Event => each(&records, |at, record: EventRecord| {
                    in_order(at, world.events.len())?;
                    world.events.push(Arc::new(record.event));
                    world.lost.extend(record.is_lost.then_some(at));
                    Ok(())
                })?,
                Table::Delivery => each(&records, |at, record| world.restore_delivery(at, record))?,
                Table::Due => each(&records, |_, record| world.restore_due(record, known))?,
                Table::Answer => {
                    let mut kept: Vec<(String, Kept)> = Vec::new();
                    for record in &records {
                        kept.push((record.key.clone(), read(record)?));
                    }
                    world.answered.restore(kept);
                }
                Table::Request => each(&records, |at, entry| {
                    in_order(at, world.journal.len())?;
                    world.journal.push(entry);
                    Ok(())
                })?,
                Table::Failure => each(&records, |_, failure| {
                    world.failures.push(failure);
                    Ok(())
                })?,
            }
        }
        if let Some((table, found, wanted)) = counts.differs(&Counts::of(&world)) {
            let why = format!("the file has {found} of {wanted}");
            return Err(Damaged { at: format!("`{}`", table.name()), why });
        }
        world.note_further_changes();
        world.attempt_again();
        Ok(world)
    }

    fn of_record(record: WorldRecord) -> (Self, Counts) {
        let mut world = Self::new(record.seed, &record.name, record.now);
        world.random = record.random;
        world.queue.set_added(record.due_added);
        world.held = record.held;
        world.addresses = record.addresses;
        world.faults = record.faults;
        world.delivery_faults = record.delivery_faults;
        (world, record.counts)
    }

    fn restore_objects(&mut self, records: Vec<Record>, known: &Known) -> Result<(), Damaged> {
        let mut objects = Vec::new();
        for record in records {
            let written: ObjectRecord = read(&record)?;
            let kind = known.kinds.iter().find(|kind| kind.name == written.kind);
            let kind = kind.ok_or_else(|| damaged(&record, "this version knows no such kind of object"))?;
            let (id, row) = (kind.read)(written.object.get()).map_err(|error| damaged(&record, error))?;
            objects.push((kind.name, written.at, id, row));
        }
        objects.sort_by_key(|(kind, at, ..)| (*kind, *at));
        for (kind, at, id, row) in objects {
            in_order(at, self.objects.count(kind))
                .map_err(|why| Damaged { at: format!("`object` `{kind}/{id}`"), why })?;
            self.objects.put(kind, id, row);
        }
        Ok(())
    }

    fn restore_delivery(&mut self, at: usize, record: DeliveryRecord) -> Result<(), String> {
        in_order(at, self.deliveries.len())?;
        let event = self.events.get(record.event).ok_or("its event is missing")?;
        if record.pending > MAX_PENDING {
            return Err(format!("{} attempts are pending, of {MAX_PENDING} at most", record.pending));
        }
        let url = self.addresses.shown(record.subscription).ok_or("its address is missing")?.to_owned();
        self.deliveries.push(Delivery {
            id: DeliveryId(at),
            event: Arc::clone(event),
            event_number: record.event,
            subscription: record.subscription,
            url,
            attempts: record.attempts,
            pending: record.pending,
            retry: record.retry,
            fault: record.fault,
        });
        Ok(())
    }

    fn restore_due(&mut self, record: DueRecord, known: &Known) -> Result<(), String> {
        if record.ticket.sequence() >= self.queue.added() {
            return Err(format!("only {} were added", self.queue.added()));
        }
        let due = match record.what {
            WhatIsDue::Task { name, of } => {
                let task = known.tasks.iter().find(|task| task.name == name);
                Due::Task(task.ok_or_else(|| format!("this version knows no task `{name}`"))?, of)
            }
            WhatIsDue::Delivery(id) => Due::Delivery(id),
        };
        self.queue.put(record.ticket, due);
        Ok(())
    }

    /// Attempts deliveries again that were due or being attempted.
    fn attempt_again(&mut self) {
        let mut stopped = Vec::new();
        for delivery in &mut self.deliveries {
            if let Some(attempt) = delivery.attempts.last_mut().filter(|attempt| attempt.outcome.is_none()) {
                attempt.outcome =
                    Some(Outcome::Failed("the sandbox was stopped before the response arrived".to_owned()));
                delivery.pending += 1;
                stopped.push(delivery.id);
            }
            for _ in 0..delivery.pending {
                self.outbox.add(delivery.subscription, delivery.id);
            }
            self.retries.extend(delivery.retry.map(|at| (at, delivery.id)));
        }
        self.touch(|unsaved| unsaved.deliveries.extend(stopped));
    }
}

/// Reads records whose keys are numbers.
fn each<T: DeserializeOwned>(
    records: &[Record],
    mut restore: impl FnMut(usize, T) -> Result<(), String>,
) -> Result<(), Damaged> {
    for record in records {
        let at = record.key.parse().map_err(|_| damaged(record, "its key is no number"))?;
        restore(at, read(record)?).map_err(|why| damaged(record, why))?;
    }
    Ok(())
}

fn in_order(at: usize, next: usize) -> Result<(), String> {
    if at == next { Ok(()) } else { Err(format!("number {next} is missing")) }
}

fn read<'r, T: Deserialize<'r>>(record: &'r Record) -> Result<T, Damaged> {
    let value = record.value.as_deref().unwrap_or_default();
    serde_json::from_str(value).map_err(|error| damaged(record, error))
}

fn damaged(record: &Record, why: impl fmt::Display) -> Damaged {
    let key = payspec_core::printable::text(&record.key, 80);
    Damaged { at: format!("`{}` `{key}`", record.table.name()), why: why.to_string() }
}
