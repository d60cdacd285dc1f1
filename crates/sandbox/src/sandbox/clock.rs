//! The clock of a world.

use std::time::Duration;

use super::world::WorldHandle;
use crate::engine::time::Instant;

/// The clock of a world. It follows real time, and can be advanced.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'w> {
    pub(super) world: &'w WorldHandle,
}

impl Clock<'_> {
    /// The current time.
    pub fn now(&self) -> Instant {
        self.world.shared.now()
    }

    /// Advances the clock. When this returns, everything that was due has happened, in order, and was delivered. Returns the
    /// number of delivery attempts. It is completed even if the returned future is dropped.
    ///
    /// The clock stops while responses of webhook receivers are awaited, so a receiver must not wait for this; one that does
    /// not respond delays it by [ten seconds](super::Webhooks::post_to) for each attempt. A reset or restore of the world ends
    /// it. Events that requests cause meanwhile are not waited for.
    ///
    /// # Panics
    ///
    /// The runtime on which the sandbox was started has shut down.
    pub async fn advance(&self, by: Duration) -> usize {
        self.world.shared.advance(by).await
    }
}
