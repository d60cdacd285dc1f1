//! Deliveries that are due: a queue for each address. One attempt at a time is made at an address, so each gets its events in
//! order, and none waits for another.

use std::collections::{BTreeMap, VecDeque};

use super::addresses::SubscriptionId;
use super::delivery::DeliveryId;

/// A delivery that is due, with the number in which it was added to the outbox.
type Numbered = (u64, DeliveryId);

#[derive(Debug, Clone, Default)]
struct Queue {
    waiting: VecDeque<Numbered>,
    /// The one that is being attempted.
    attempted: Option<Numbered>,
}

/// The deliveries that are due, in their order, and those that are being attempted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    queues: BTreeMap<SubscriptionId, Queue>,
    added: u64,
}

impl Outbox {
    pub(crate) fn add(&mut self, address: SubscriptionId, id: DeliveryId) {
        self.queues.entry(address).or_default().waiting.push_back((self.added, id));
        self.added += 1;
    }

    /// Takes the delivery that has waited longest at an address where none is being attempted.
    pub(crate) fn begin(&mut self) -> Option<(SubscriptionId, DeliveryId)> {
        let free = self.queues.iter_mut().filter(|(_, queue)| queue.attempted.is_none() && !queue.waiting.is_empty());
        let (address, queue) = free.min_by_key(|(_, queue)| queue.waiting.front().map(|(number, _)| *number))?;
        queue.attempted = queue.waiting.pop_front();
        queue.attempted.map(|(_, id)| (*address, id))
    }

    /// Takes note that an attempt has ended.
    pub(crate) fn end(&mut self, address: SubscriptionId) {
        let Some(queue) = self.queues.get_mut(&address) else { return };
        queue.attempted = None;
        if queue.waiting.is_empty() {
            self.queues.remove(&address);
        }
    }

    /// Removes what waits at an address. An attempt that was begun goes on.
    pub(crate) fn forget(&mut self, address: SubscriptionId) {
        let Some(queue) = self.queues.get_mut(&address) else { return };
        queue.waiting.clear();
        if queue.attempted.is_none() {
            self.queues.remove(&address);
        }
    }

    /// The number of deliveries that were ever added.
    pub(crate) fn added(&self) -> u64 {
        self.added
    }

    /// Returns `true` if one of the first deliveries that were added is still waiting or being attempted.
    pub(crate) fn has_any_of_first(&self, number: u64) -> bool {
        let firsts = |queue: &Queue| queue.attempted.or_else(|| queue.waiting.front().copied());
        self.queues.values().filter_map(firsts).any(|(first, _)| first < number)
    }
}
