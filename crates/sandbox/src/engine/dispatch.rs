//! From an event to the attempts that are due: at once, or as a fault has it.

use std::sync::Arc;

use super::delivery::{Delivery, DeliveryId, Event, Subscription};
use super::delivery_faults::DeliveryFault;
use super::queue::Ticket;
use super::world::{Due, World};

/// A delivery that waits for another one.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) id: DeliveryId,
    /// Delivers it if no other one comes.
    ticket: Ticket,
    /// Only one about the same object counts.
    is_of_object: bool,
}

impl World {
    /// Plans the delivery of an event to an address.
    pub(crate) fn dispatch(&mut self, event: &Arc<Event>, subscription: Subscription, fault: Option<DeliveryFault>) {
        let id = DeliveryId(self.deliveries.len());
        let waits_for = self.waits_for(&subscription.url, &event.about);
        // One for which others wait is not held itself: two that wait for each other would never come.
        let holds = match &fault {
            Some(DeliveryFault::AfterNext) => Some(false),
            Some(DeliveryFault::AfterNewer) => Some(true),
            _ => None,
        };
        if let Some(is_of_object) = holds.filter(|_| waits_for.is_empty()) {
            let ticket = self.queue.add(self.now + subscription.retries.within, Due::Delivery(id));
            self.held.push(Held { id, ticket, is_of_object });
        } else if fault != Some(DeliveryFault::Lost) {
            let at = if let Some(DeliveryFault::Late(by)) = &fault { self.now + *by } else { self.now };
            self.queue.add(at, Due::Delivery(id));
            if fault == Some(DeliveryFault::Twice) {
                self.queue.add(at, Due::Delivery(id));
            }
            for older in waits_for {
                self.release(older);
                self.queue.add(at, Due::Delivery(older));
            }
        }
        let event = Arc::clone(event);
        self.deliveries.push(Delivery { id, event, subscription, attempts: Vec::new(), fault });
    }

    /// The deliveries to an address that wait for one about an object, in order.
    fn waits_for(&self, url: &str, about: &str) -> Vec<DeliveryId> {
        let waits = |held: &&Held| {
            let delivery = self.deliveries.get(held.id.0).filter(|delivery| delivery.subscription.url == url);
            delivery.is_some_and(|delivery| !held.is_of_object || delivery.event.about == about)
        };
        self.held.iter().filter(waits).map(|held| held.id).collect()
    }

    /// Ends the wait of a delivery.
    fn release(&mut self, id: DeliveryId) {
        if let Some(at) = self.held.iter().position(|held| held.id == id) {
            let held = self.held.remove(at);
            self.queue.cancel(held.ticket);
        }
    }

    /// Delivers an event once more, whatever became of it; returns `false` if there is no such delivery.
    pub fn redeliver(&mut self, id: DeliveryId) -> bool {
        if self.deliveries.get(id.0).is_none() {
            return false;
        }
        self.release(id);
        self.queue.add(self.now, Due::Delivery(id));
        true
    }
}
