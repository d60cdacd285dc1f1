//! The webhooks of a world.

use std::sync::Arc;
use std::time::Duration;

use super::delivery_faults::DeliveryFaults;
use super::expect::Expectation;
use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::delivery::{Delivery, DeliveryId, Event};

/// The webhooks of a world: where events are posted, and what became of it.
#[derive(Debug, Clone, Copy)]
pub struct Webhooks<'w> {
    pub(super) world: &'w WorldHandle,
}

impl<'w> Webhooks<'w> {
    /// Has every event from now on posted to a URL as well.
    pub fn post_to(&self, url: impl Into<String>) {
        let subscription = centralpay::subscription(url);
        self.world.shared.with(|world| world.subscribe(subscription));
    }

    /// All events, in order, whether there is an address to post them to or not.
    pub fn events(&self) -> Vec<Arc<Event>> {
        self.world.inspect(|world| world.events().to_vec())
    }

    /// The log of deliveries, in the order of their events.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.world.inspect(|world| world.deliveries().to_vec())
    }

    /// Delivers an event once more, whatever became of it, without waiting for it; returns `false` if there is no such
    /// delivery.
    pub fn redeliver(&self, id: DeliveryId) -> bool {
        self.world.shared.with(|world| world.redeliver(id))
    }

    /// Adds rules by which deliveries go wrong.
    pub fn faults(&self) -> DeliveryFaults<'w> {
        DeliveryFaults::of(self.world)
    }

    /// Expects an event with a name, such as `TRANSACTION_SUCCEEDED`, to arrive: to have been acknowledged by an address,
    /// or to have happened, if there was no address to post it to.
    ///
    /// ```no_run
    /// # async fn example(world: payspec_sandbox::WorldHandle, id: &str) {
    /// # use std::time::Duration;
    /// world.webhooks().expect("TRANSACTION_SUCCEEDED").about(id).within_virtual(Duration::ZERO).await;
    /// # }
    /// ```
    pub fn expect(&self, name: impl AsRef<str>) -> Expectation<'w> {
        Expectation::of(self.world, name.as_ref())
    }

    /// Expects that no event with a name arrives.
    pub fn expect_none(&self, name: impl AsRef<str>) -> Expectation<'w> {
        Expectation::of(self.world, name.as_ref()).times(0)
    }

    /// Delivers what is due by now. Without it, deliveries are made in the background.
    pub async fn settle(&self) -> usize {
        self.world.clock().advance(Duration::ZERO).await
    }
}
