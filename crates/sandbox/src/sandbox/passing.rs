//! The passing of time in a world of a running sandbox, and the deliveries that become due.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::Notify;

use super::world::{SHUT_DOWN, Shared, State, real_now};
use crate::engine::delivery::{DeliveryId, Due, Outcome};
use crate::engine::passage::{Passage, Passed};
use crate::engine::time::Instant;
use crate::engine::world::World;

/// How much happens before others have their turn: some milliseconds.
const SLICE: usize = 50;

impl Shared {
    /// Lets time pass, and delivers what becomes due on the way. Returns the number of attempts to deliver that ended
    /// meanwhile.
    pub(crate) async fn advance(self: &Arc<Self>, by: Duration) -> usize {
        let shared = Arc::clone(self);
        let advanced = async move {
            let _turn = shared.turn.lock().await;
            let (generation, before) = (shared.generation(), shared.state().attempts);
            shared.pass(shared.now() + by, generation, |_| true).await;
            shared.keep_ahead(generation);
            let after = shared.state().attempts;
            after - before
        };
        self.complete(advanced).await
    }

    /// Lets time pass until a condition does not hold any more, or for a time at most, and delivers what becomes due on the
    /// way.
    pub(crate) async fn run_while(
        self: &Arc<Self>,
        within: Duration,
        is_going_on: impl Fn(&World) -> bool + Send + Sync + 'static,
    ) {
        let shared = Arc::clone(self);
        self.complete(async move { shared.pass_while(within, is_going_on).await }).await;
    }

    /// Waits until a delivery is not under way any more. Time does not pass by this.
    pub(crate) async fn delivered(self: &Arc<Self>, id: DeliveryId) {
        let (generation, mut watched) = (self.generation(), self.generation.subscribe());
        self.deliver();
        let is_under_way = || {
            let state = self.state();
            self.generation() == generation
                && state.world.deliveries().get(id.0).is_some_and(crate::engine::delivery::Delivery::is_under_way)
        };
        while is_under_way() {
            let _ = watched.changed().await;
        }
    }

    /// Completes what lets time pass, even if the caller stops waiting: the clock follows real time again.
    async fn complete<R: Send + 'static>(&self, passing: impl Future<Output = R> + Send + 'static) -> R {
        match self.around.runtime.spawn(passing).await {
            Ok(result) => result,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(error) => panic!("{SHUT_DOWN}: {error}"),
        }
    }

    /// Which world it is.
    fn generation(&self) -> u64 {
        *self.generation.borrow()
    }

    /// Changes the world, if it is still the one of a generation.
    fn change_of<R>(&self, generation: u64, action: impl FnOnce(&mut State) -> R) -> Option<R> {
        let mut state = self.state();
        if self.generation() != generation {
            return None;
        }
        let result = action(&mut state);
        self.save(&mut state, false);
        Some(result)
    }

    /// Lets time pass until a moment, or until a condition does not hold any more while deliveries are awaited. Holds the
    /// turn.
    async fn pass(self: &Arc<Self>, until: Instant, generation: u64, is_going_on: impl Fn(&World) -> bool + Sync) {
        let (mut passage, mut watched) = (Passage::new(until), self.generation.subscribe());
        loop {
            let passed = self.change_of(generation, |state| passage.go_on(&mut state.world, SLICE));
            self.deliver();
            match passed {
                None | Some(Passed::Wholly) => return,
                Some(Passed::Partly) => tokio::task::yield_now().await,
                Some(Passed::UntilDeliveries) => {
                    if !is_going_on(&self.state().world) {
                        return;
                    }
                    // It fails if there is no sender, which this has.
                    let _ = watched.changed().await;
                }
            }
        }
    }

    async fn pass_while(self: &Arc<Self>, within: Duration, is_going_on: impl Fn(&World) -> bool + Sync) {
        let _turn = self.turn.lock().await;
        let (generation, mut now) = (self.generation(), self.now());
        let until = now + within;
        loop {
            self.pass(now, generation, &is_going_on).await;
            let next = {
                let state = self.state();
                let next = state.world.next_due().filter(|next| *next <= until);
                let goes_on = self.generation() == generation && is_going_on(&state.world);
                goes_on.then(|| next.unwrap_or(until))
            };
            match next {
                Some(next) if next > now || next < until => now = next.max(now),
                _ => break,
            }
        }
        self.keep_ahead(generation);
    }

    /// Sets the clock ahead of real time, as far as it has come.
    fn keep_ahead(&self, generation: u64) {
        self.change_of(generation, |state| state.ahead = state.ahead());
        self.changed.notify_one();
    }

    /// Does what is due at the present moment. Others have their turn meanwhile, however much that is.
    pub(crate) async fn catch_up(self: &Arc<Self>) {
        loop {
            let is_done = {
                let mut state = self.state();
                let now = real_now() + state.ahead;
                let is_due = state.world.next_due().is_some_and(|next| next <= now);
                let is_done = !is_due || state.world.catch_up(now, SLICE);
                if is_due {
                    self.save(&mut state, false);
                }
                is_done
            };
            self.deliver();
            if is_done {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Begins every delivery that can be made: one at each address.
    fn deliver(self: &Arc<Self>) {
        let (begun, generation) = {
            let mut state = self.state();
            let begun: Vec<Due> = std::iter::from_fn(|| state.world.attempt()).collect();
            if !begun.is_empty() {
                self.save(&mut state, false);
            }
            (begun, self.generation())
        };
        for due in begun {
            self.around.runtime.spawn(make(Arc::clone(self), due, generation));
        }
    }
}

/// Makes an attempt to deliver an event, and goes on with the next one of its address. It ends without an outcome when
/// another world is put in the place of the one with the event, or when nobody has that any more.
async fn make(shared: Arc<Shared>, due: Due, generation: u64) {
    // Nobody is told of what could be lost. Where nothing can be written, no request is answered any more.
    let saved = shared.saved().await;
    let (poster, mut watched) = (shared.around.poster.clone(), shared.generation.subscribe());
    let weak = Arc::downgrade(&shared);
    drop(shared);
    let outcome = match saved {
        Ok(()) => tokio::select! {
            outcome = poster.post(&due) => outcome,
            _ = watched.wait_for(|known| *known != generation) => return,
        },
        Err(error) => Outcome::Failed(error.to_string()),
    };
    let Some(shared) = weak.upgrade() else { return };
    let told = shared.change_of(generation, |state| {
        state.world.delivered(due.id, outcome);
        state.attempts += 1;
    });
    if told.is_some() {
        shared.deliver();
        shared.generation.send_modify(|_| ());
        // It may be planned again.
        shared.changed.notify_one();
    }
}

/// Follows real time: sleeps until something is due, and does it. It ends with its world.
pub(super) async fn follow(shared: Weak<Shared>, changed: Arc<Notify>) {
    loop {
        let Some(world) = shared.upgrade() else { return };
        world.catch_up().await;
        let next = world.state().world.next_due();
        let wait = next.map(|next| next.since(world.now()));
        drop(world);
        match wait {
            Some(wait) => {
                let wait = wait.max(Duration::from_millis(1));
                tokio::select! { () = changed.notified() => {}, () = tokio::time::sleep(wait) => {} }
            }
            None => changed.notified().await,
        }
    }
}
