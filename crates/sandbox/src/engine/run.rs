//! Time: running what is due, in order, and handing out deliveries.

use super::delivery::{Attempt, DeliveryId, Due as Attempted, Outcome};
use super::failure::Failure;
use super::step::Step;
use super::time::Instant;
use super::world::{Due, World};

impl World {
    /// Lets time pass until a moment, or until a delivery is due, which it hands out. Whoever gets one reports its
    /// [outcome](Self::delivered) and calls again, until there is none.
    ///
    /// The clock never goes back.
    pub fn advance(&mut self, until: Instant) -> Option<Attempted> {
        loop {
            if let Some(id) = self.outbox.pop_front() {
                return self.begin(id);
            }
            let Some((at, due)) = self.queue.next_until(until) else { break };
            self.now = self.now.max(at);
            self.happen(due);
        }
        self.now = self.now.max(until);
        None
    }

    /// Lets time pass until a moment, and keeps the deliveries that become due for the next [`advance`](Self::advance).
    pub fn catch_up(&mut self, until: Instant) {
        while let Some((at, due)) = self.queue.next_until(until) {
            self.now = self.now.max(at);
            self.happen(due);
        }
        self.now = self.now.max(until);
    }

    /// The moment at which something is to be done next; in the past if deliveries wait.
    pub fn next_due(&self) -> Option<Instant> {
        if self.outbox.is_empty() { self.queue.next_at() } else { Some(self.now) }
    }

    /// Takes note of how an attempt ended, and plans the next one if it was not acknowledged.
    pub fn delivered(&mut self, id: DeliveryId, outcome: Outcome) {
        let Some(delivery) = self.deliveries.get_mut(id.0) else { return };
        let Some(attempt) = delivery.attempts.last_mut().filter(|attempt| attempt.outcome.is_none()) else { return };
        attempt.outcome = Some(outcome);
        if delivery.is_acknowledged() {
            if let Some(retry) = self.retries.remove(&id) {
                self.queue.cancel(retry);
            }
        } else if let Some(next) = delivery.next().filter(|_| !self.retries.contains_key(&id)) {
            self.retries.insert(id, self.queue.add(next, Due::Retry(id)));
        }
    }

    fn happen(&mut self, due: Due) {
        match due {
            Due::Delivery(id) => {
                self.held.retain(|held| held.id != id);
                self.outbox.push_back(id);
            }
            Due::Retry(id) => {
                self.retries.remove(&id);
                self.outbox.push_back(id);
            }
            Due::Task(task, id) => self.perform(task, &id),
        }
    }

    fn begin(&mut self, id: DeliveryId) -> Option<Attempted> {
        let now = self.now;
        let delivery = self.deliveries.get_mut(id.0)?;
        delivery.attempts.push(Attempt { at: now, outcome: None });
        let (event, to) = (std::sync::Arc::clone(&delivery.event), &delivery.subscription);
        Some(Attempted { id, url: to.url.clone(), headers: to.headers.clone(), event })
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
