//! Time: running what is due, in order, and handing out deliveries.

use std::sync::Arc;

use super::delivery::{Attempt, DeliveryId, Due as Attempted, Outcome};
use super::failure::Failure;
use super::passage::{Passage, Passed};
use super::queue::Ticket;
use super::step::Step;
use super::time::Instant;
use super::world::{Due, World};

/// The number of attempts of one delivery that can wait to be made. More are asked for by mistake only.
pub(crate) const MAX_PENDING: u32 = 1_000;

impl World {
    /// Lets time pass until a moment, or until a delivery is due, which it hands out. Whoever gets one reports its
    /// [outcome](Self::delivered) and calls again, until there is none. To make several at once, see [`Passage`].
    ///
    /// The clock never goes back.
    pub fn advance(&mut self, until: Instant) -> Option<Attempted> {
        loop {
            if let Some(due) = self.attempt() {
                return Some(due);
            }
            match Passage::new(until).go_on(self, usize::MAX) {
                Passed::Wholly => return None,
                Passed::Partly => {}
                Passed::UntilDeliveries => return self.attempt(),
            }
        }
    }

    /// Does what is due until a moment, but at most `limit` things, and keeps the deliveries that become due for
    /// [`attempt`](Self::attempt). Returns `false` if more is due.
    pub fn catch_up(&mut self, until: Instant, limit: usize) -> bool {
        for _ in 0..limit {
            if !self.happen_next(until) {
                self.now = self.now.max(until);
                return true;
            }
        }
        false
    }

    /// The moment at which something is to be done next. Deliveries that are due already do not count.
    pub fn next_due(&self) -> Option<Instant> {
        let retry = self.retries.first().map(|(at, _)| *at);
        self.queue.next_at().into_iter().chain(retry).min()
    }

    /// Begins to deliver an event: the one that has waited longest, at an address where no other one is being
    /// delivered.
    pub fn attempt(&mut self) -> Option<Attempted> {
        loop {
            let (address, id) = self.outbox.begin()?;
            if let Some(due) = self.begin(id) {
                return Some(due);
            }
            self.outbox.end(address);
        }
    }

    /// Takes note of how an attempt ended, and plans the next one if it was not acknowledged.
    pub fn delivered(&mut self, id: DeliveryId, outcome: Outcome) {
        let Some(delivery) = self.deliveries.get_mut(id.0) else { return };
        let Some(attempt) = delivery.attempts.last_mut().filter(|attempt| attempt.outcome.is_none()) else { return };
        attempt.outcome = Some(outcome);
        self.outbox.end(delivery.subscription);
        let next = self.addresses.get(delivery.subscription).and_then(|address| delivery.next(address.retries));
        let next = if delivery.is_acknowledged() { None } else { delivery.retry.or(next) };
        self.plan_retry(id, next);
        self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
    }

    /// Does what is due first, if that is no later than a moment. Returns `false` if nothing is.
    pub(crate) fn happen_next(&mut self, until: Instant) -> bool {
        let retry = self.retries.first().copied().filter(|(at, _)| *at <= until);
        // At the same moment, what is reported for the first time comes before what is repeated.
        if let Some((at, id)) = retry.filter(|(at, _)| self.queue.next_at().is_none_or(|next| *at < next)) {
            self.now = self.now.max(at);
            self.plan_retry(id, None);
            self.hand_out(id);
            return true;
        }
        let Some((ticket, due)) = self.queue.next_until(until) else { return false };
        self.come(ticket);
        match due {
            Due::Delivery(id) => {
                self.held.retain(|held| held.id != id);
                self.hand_out(id);
            }
            Due::Task(task, id) => self.perform(task, &id),
        }
        true
    }

    fn begin(&mut self, id: DeliveryId) -> Option<Attempted> {
        let now = self.now;
        let delivery = self.deliveries.get_mut(id.0)?;
        let to = self.addresses.get(delivery.subscription)?;
        delivery.attempts.push(Attempt { at: now, outcome: None });
        delivery.pending = delivery.pending.saturating_sub(1);
        let due =
            Attempted { id, url: to.url.clone(), headers: to.headers.clone(), event: Arc::clone(&delivery.event) };
        self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
        Some(due)
    }

    /// Has a delivery attempted as soon as its address is free.
    pub(super) fn hand_out(&mut self, id: DeliveryId) {
        let Some(delivery) = self.deliveries.get_mut(id.0) else { return };
        if delivery.pending < MAX_PENDING && self.addresses.get(delivery.subscription).is_some() {
            delivery.pending += 1;
            self.outbox.add(delivery.subscription, id);
            self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
        }
    }

    /// Sets when a delivery is attempted again.
    pub(super) fn plan_retry(&mut self, id: DeliveryId, at: Option<Instant>) {
        let Some(delivery) = self.deliveries.get_mut(id.0).filter(|delivery| delivery.retry != at) else { return };
        if let Some(before) = std::mem::replace(&mut delivery.retry, at) {
            self.retries.remove(&(before, id));
        }
        self.retries.extend(at.map(|at| (at, id)));
        self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
    }

    /// Sets the clock to what is taken from the queue.
    fn come(&mut self, ticket: Ticket) {
        self.now = self.now.max(ticket.at());
        self.touch(|unsaved| _ = unsaved.due.insert(ticket));
    }

    /// Has something done later.
    pub(super) fn plan(&mut self, at: Instant, due: Due) -> Ticket {
        let ticket = self.queue.add(at, due);
        self.touch(|unsaved| _ = unsaved.due.insert(ticket));
        ticket
    }

    /// Takes back what was planned.
    pub(super) fn cancel(&mut self, ticket: Ticket) {
        self.queue.cancel(ticket);
        self.touch(|unsaved| _ = unsaved.due.insert(ticket));
    }

    fn perform(&mut self, task: &'static super::world::Task, id: &str) {
        let mut step = Step::new(self);
        let done = (task.run)(&mut step, id);
        let changes = step.finish();
        let failed = match done {
            Ok(()) => self.commit(changes).err().map(|error| error.to_string()),
            Err(failure) => Some(failure.to_string()),
        };
        if let Some(why) = failed {
            self.fail(Failure::new(format!("{} of {id}: {why}", task.name)));
        }
    }
}
