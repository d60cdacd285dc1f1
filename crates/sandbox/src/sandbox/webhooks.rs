//! The webhooks of a world.

use std::sync::Arc;
use std::time::Duration;

use super::delivery_faults::DeliveryFaults;
use super::expect::Expectation;
use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::addresses::SubscriptionId;
use crate::engine::delivery::{Delivery, DeliveryId, Event};
use crate::engine::webhook_url::{WebhookUrl, WebhookUrlError};

/// The webhooks of a world: the receivers of events, and the log of deliveries.
#[derive(Debug, Clone, Copy)]
pub struct Webhooks<'w> {
    pub(super) world: &'w WorldHandle,
}

impl<'w> Webhooks<'w> {
    /// Posts every event from now on to a URL as well, and returns what identifies it in this world.
    ///
    /// Each URL gets its events in order, one after the other, and does not wait for others. A receiver that has not
    /// responded in ten seconds, or the time of [`Builder::webhook_timeout`](super::Builder::webhook_timeout), has not
    /// acknowledged the event.
    ///
    /// # Errors
    ///
    /// The URL is not an absolute one of HTTP or HTTPS.
    pub fn post_to(&self, url: impl AsRef<str>) -> Result<SubscriptionId, WebhookUrlError> {
        let url: WebhookUrl = url.as_ref().parse()?;
        Ok(self.world.shared.with(|world| world.subscribe(centralpay::subscription(url))))
    }

    /// The URLs to which events are posted, in the order in which they were added.
    pub fn urls(&self) -> Vec<(SubscriptionId, WebhookUrl)> {
        self.world.inspect(|world| world.subscriptions().map(|(id, known)| (id, known.url.clone())).collect())
    }

    /// Posts nothing more to a URL, and drops what was to be posted there. The log of deliveries keeps what was. Returns
    /// `false` if there is no such URL.
    pub fn remove(&self, id: SubscriptionId) -> bool {
        self.world.shared.with(|world| world.unsubscribe(id))
    }

    /// All events, in order, even if there is no URL to post them to.
    pub fn events(&self) -> Vec<Arc<Event>> {
        self.world.inspect(|world| world.events().to_vec())
    }

    /// The log of deliveries, in the order of their events.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.world.inspect(|world| world.deliveries().to_vec())
    }

    /// Makes another attempt, even if the event was acknowledged. Returns `false` if there is no such delivery, or its URL
    /// was [removed](Self::remove).
    pub fn redeliver(&self, id: DeliveryId) -> bool {
        self.world.shared.with(|world| world.redeliver(id))
    }

    /// Posts another body to the address of a delivery, as an event of its own; nothing if there is no such delivery, or its
    /// address was removed.
    pub(crate) fn replay(self, id: DeliveryId, body: Vec<u8>) -> Option<DeliveryId> {
        self.world.shared.with(|world| world.replay(id, body))
    }

    /// Its delivery faults: simulates failures of deliveries.
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

    /// Delivers everything that is due now, and returns the number of attempts. Deliveries are otherwise made in the
    /// background.
    pub async fn settle(&self) -> usize {
        self.world.clock().advance(Duration::ZERO).await
    }
}
