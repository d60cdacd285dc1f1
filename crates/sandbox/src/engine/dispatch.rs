//! From an event to the attempts that are due: at once, or as a fault has it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::addresses::{Subscription, SubscriptionId};
use super::delivery::{Delivery, DeliveryId, Event};
use super::delivery_faults::DeliveryFault;
use super::queue::Ticket;
use super::world::{Due, World};

/// A delivery that waits for another one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) id: DeliveryId,
    /// Delivers it if no other one comes.
    ticket: Ticket,
    /// Only one about the same object counts.
    is_of_object: bool,
}

impl World {
    /// Plans the delivery of an event to an address.
    pub(crate) fn dispatch(
        &mut self,
        event: &Arc<Event>,
        (address, subscription): (SubscriptionId, &Subscription),
        fault: Option<DeliveryFault>,
    ) {
        let id = DeliveryId(self.deliveries.len());
        let waits_for = self.waits_for(address, &event.about);
        // One for which others wait is not held itself: two that wait for each other would never come.
        let holds = match &fault {
            Some(DeliveryFault::AfterNext) => Some(false),
            Some(DeliveryFault::AfterNewer) => Some(true),
            _ => None,
        };
        if let Some(is_of_object) = holds.filter(|_| waits_for.is_empty()) {
            let ticket = self.plan(self.now + subscription.retries.within, Due::Delivery(id));
            self.held.push(Held { id, ticket, is_of_object });
        } else if fault != Some(DeliveryFault::Lost) {
            let at = if let Some(DeliveryFault::Late(by)) = &fault { self.now + *by } else { self.now };
            self.plan(at, Due::Delivery(id));
            if fault == Some(DeliveryFault::Twice) {
                self.plan(at, Due::Delivery(id));
            }
            for older in waits_for {
                self.release(older);
                self.plan(at, Due::Delivery(older));
            }
        }
        let (event, event_number) = (Arc::clone(event), self.event_count());
        self.deliveries.push(Delivery {
            id,
            event,
            event_number,
            subscription: address,
            url: subscription.url.to_string(),
            attempts: Vec::new(),
            pending: 0,
            retry: None,
            fault,
        });
        self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
    }

    /// The deliveries to an address that wait for one about an object, in order.
    fn waits_for(&self, address: SubscriptionId, about: &str) -> Vec<DeliveryId> {
        let waits = |held: &&Held| {
            let delivery = self.deliveries.get(held.id.0).filter(|delivery| delivery.subscription == address);
            delivery.is_some_and(|delivery| !held.is_of_object || delivery.event.about == about)
        };
        self.held.iter().filter(waits).map(|held| held.id).collect()
    }

    /// Ends the wait of a delivery.
    fn release(&mut self, id: DeliveryId) {
        if let Some(at) = self.held.iter().position(|held| held.id == id) {
            let held = self.held.remove(at);
            self.cancel(held.ticket);
        }
    }

    /// Delivers an event once more, whatever became of it; returns `false` if there is no such delivery, or its address was
    /// removed.
    pub fn redeliver(&mut self, id: DeliveryId) -> bool {
        let known =
            self.deliveries.get(id.0).is_some_and(|delivery| self.addresses.get(delivery.subscription).is_some());
        if known {
            self.release(id);
            self.hand_out(id);
        }
        known
    }

    /// Delivers an event with another body to the address of a delivery, as an event of its own with the same name and
    /// identifier; nothing if there is no such delivery, or its address was removed.
    pub fn replay(&mut self, id: DeliveryId, body: Vec<u8>) -> Option<DeliveryId> {
        let delivery = self.deliveries.get(id.0)?;
        let address = delivery.subscription;
        let subscription = self.addresses.get(address)?.clone();
        let event = Arc::new(Event { body, at: self.now, ..Event::clone(&delivery.event) });
        self.dispatch(&event, (address, &subscription), None);
        self.events.push(event);
        Some(DeliveryId(self.deliveries.len() - 1))
    }

    /// Has events posted to an address from now on, and identifies it. Several addresses each get every event.
    pub fn subscribe(&mut self, subscription: Subscription) -> SubscriptionId {
        self.addresses.add(subscription)
    }

    /// Posts nothing more to an address; returns `false` if there is none. An attempt that was begun is completed.
    pub fn unsubscribe(&mut self, address: SubscriptionId) -> bool {
        if !self.addresses.remove(address) {
            return false;
        }
        self.outbox.forget(address);
        let of_address = self.deliveries.iter().filter(|delivery| delivery.subscription == address);
        for id in of_address.map(|delivery| delivery.id).collect::<Vec<_>>() {
            self.release(id);
            self.plan_retry(id, None);
            let Some(delivery) = self.deliveries.get_mut(id.0).filter(|delivery| delivery.pending > 0) else {
                continue;
            };
            delivery.pending = 0;
            self.touch(|unsaved| _ = unsaved.deliveries.insert(id));
        }
        true
    }
}
