//! The webhooks of a world.

use std::sync::Arc;
use std::time::Duration;

use super::world::WorldHandle;
use crate::centralpay;
use crate::engine::delivery::{Delivery, Event};

/// The webhooks of a world: where events are posted, and what became of it.
#[derive(Debug, Clone, Copy)]
pub struct Webhooks<'w> {
    pub(super) world: &'w WorldHandle,
}

impl Webhooks<'_> {
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

    /// Delivers what is due by now. Without it, deliveries are made in the background.
    pub async fn settle(&self) -> usize {
        self.world.clock().advance(Duration::ZERO).await
    }
}
