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
    /// What it shows.
    pub fn now(&self) -> Instant {
        self.world.shared.now()
    }

    /// Advances it. When this returns, everything that was due has happened, in order, and was delivered; the number of
    /// attempts to deliver is returned.
    ///
    /// A receiver of a webhook must not wait for this: time stands still while its answer is awaited.
    pub async fn advance(&self, by: Duration) -> usize {
        let shared = &self.world.shared;
        let _turn = shared.turn.lock().await;
        let delivered = shared.run(shared.now() + by).await;
        shared.keep_ahead();
        delivered
    }
}
