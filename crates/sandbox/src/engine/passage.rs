//! The passing of time: everything that is due happens in order, a slice at a time.

use super::time::Instant;
use super::world::World;

/// Lets the time of a world pass until a moment.
///
/// Everything that is due at a moment happens first; then it is delivered, and only then does the clock go on. So receivers
/// see a world as it was when the event happened, and what happens does not depend on which receiver responds first.
///
/// Deliveries that come meanwhile, of requests to the world, are not waited for: a world that is never quiet would never go on.
#[derive(Debug, Clone)]
pub struct Passage {
    until: Instant,
    /// The number of deliveries that must have been made before the clock goes on, once everything of the moment has happened.
    awaited: Option<u64>,
}

/// How far time has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// More is due; call again.
    Partly,
    /// Deliveries are to be made first, or are being made.
    UntilDeliveries,
    /// Until the moment.
    Wholly,
}

impl Passage {
    /// Begins to let time pass.
    pub fn new(until: Instant) -> Self {
        Self { until, awaited: None }
    }

    /// Lets time pass until deliveries are to be made, or until `limit` things have happened.
    pub fn go_on(&mut self, world: &mut World, limit: usize) -> Passed {
        for _ in 0..limit {
            let next = world.next_due().filter(|next| *next <= self.until);
            if next.is_none_or(|next| next > world.now()) {
                let awaited = *self.awaited.get_or_insert(world.outbox.added());
                if world.outbox.has_any_of_first(awaited) {
                    return Passed::UntilDeliveries;
                }
                self.awaited = None;
            }
            if !world.happen_next(self.until) {
                world.now = world.now.max(self.until);
                return Passed::Wholly;
            }
        }
        Passed::Partly
    }
}
