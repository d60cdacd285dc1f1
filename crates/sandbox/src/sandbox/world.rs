//! A world of a running sandbox.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::clock::Clock;
use super::disputes::Disputes;
use super::faults::Faults;
use super::requests::Requests;
use super::webhooks::Webhooks;
use crate::centralpay::{self, CollectionError, Collections, Merchant};
use crate::deliver::Poster;
use crate::engine::delivery::Due;
use crate::engine::time::Instant;
use crate::engine::world::World;

/// A world: its objects, clock, webhooks and journal. Cloning it is cheap; clones are the same world.
#[derive(Clone)]
pub struct WorldHandle {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    name: String,
    state: Mutex<State>,
    /// One at a time lets time pass, so that what is due happens in order.
    pub(crate) turn: tokio::sync::Mutex<()>,
    pub(crate) poster: Poster,
    /// Something may be due earlier than before.
    changed: Arc<Notify>,
}

struct State {
    world: World,
    /// How far the clock is ahead of real time.
    ahead: Duration,
}

impl Shared {
    /// Makes a world, and lets its time pass as real time does.
    pub(crate) fn start(seed: u64, name: &str, address: &str, poster: Poster, runtime: &Handle) -> WorldHandle {
        let mut world = World::new(seed, name, real_now());
        world.set_address(address);
        let state = Mutex::new(State { world, ahead: Duration::ZERO });
        let (turn, changed) = (tokio::sync::Mutex::new(()), Arc::new(Notify::new()));
        let shared = Arc::new(Self { name: name.to_owned(), state, turn, poster, changed: Arc::clone(&changed) });
        runtime.spawn(follow(Arc::downgrade(&shared), changed));
        WorldHandle { shared }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the clock should show by now.
    pub(crate) fn now(&self) -> Instant {
        let state = self.state();
        state.world.now().max(real_now() + state.ahead)
    }

    /// Lets time pass until a moment, and delivers what becomes due on the way. Holds the turn.
    pub(crate) async fn run(&self, until: Instant) -> usize {
        let mut delivered = 0;
        loop {
            let due: Option<Due> = self.state().world.advance(until);
            let Some(due) = due else { return delivered };
            let outcome = self.poster.post(&due).await;
            self.state().world.delivered(due.id, outcome);
            delivered += 1;
        }
    }

    /// Lets time pass until a condition holds, or until a moment, and delivers what becomes due on the way.
    pub(crate) async fn run_while(&self, within: Duration, is_going_on: impl Fn(&World) -> bool + Send) {
        let _turn = self.turn.lock().await;
        let mut now = self.now();
        let until = now + within;
        loop {
            self.run(now).await;
            let next = {
                let state = self.state();
                let next = state.world.next_due().filter(|next| *next <= until);
                is_going_on(&state.world).then(|| next.unwrap_or(until))
            };
            match next {
                Some(next) if next > now || next < until => now = next.max(now),
                _ => break,
            }
        }
        self.keep_ahead();
    }

    /// Sets the clock ahead of real time, as far as it has come.
    pub(crate) fn keep_ahead(&self) {
        let mut state = self.state();
        state.ahead = state.ahead.max(state.world.now().since(real_now()));
        drop(state);
        self.changed.notify_one();
    }

    /// Makes it anew. No delivery is being made meanwhile, whose outcome would be taken for that of another one.
    async fn reset(&self) {
        let _turn = self.turn.lock().await;
        let mut state = self.state();
        let (seed, address) = (state.world.seed(), state.world.address().to_owned());
        state.world = World::new(seed, &self.name, real_now());
        state.world.set_address(address);
        state.ahead = Duration::ZERO;
    }

    /// Does something with the world, at the present moment.
    pub(crate) fn with<R>(&self, action: impl FnOnce(&mut World) -> R) -> R {
        let mut state = self.state();
        let now = real_now() + state.ahead;
        state.world.catch_up(now);
        let result = action(&mut state.world);
        drop(state);
        self.changed.notify_one();
        result
    }
}

/// Without it, what follows real time would wait for ever.
impl Drop for Shared {
    fn drop(&mut self) {
        self.changed.notify_one();
    }
}

/// Follows real time: sleeps until something is due, and does it. It ends with its world.
async fn follow(shared: Weak<Shared>, changed: Arc<Notify>) {
    loop {
        let Some(world) = shared.upgrade() else { return };
        {
            let _turn = world.turn.lock().await;
            let now = world.now();
            world.run(now).await;
        }
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

fn real_now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

impl WorldHandle {
    /// The name.
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// Sets how payments of subscriptions and instalments are collected from now on.
    ///
    /// # Errors
    ///
    /// An hour, a number of days or a number of attempts that the vendor's portal does not offer.
    pub fn set_collections(&self, collections: Collections) -> Result<(), CollectionError> {
        self.shared.with(|world| collections.set(world))
    }

    /// The login of its API user.
    pub fn login(&self) -> String {
        centralpay::login(self.name())
    }

    /// The password of its API user.
    pub fn password(&self) -> &'static str {
        centralpay::PASSWORD
    }

    /// The merchant public key, for card tokens.
    pub fn public_key(&self) -> String {
        centralpay::public_key(self.name())
    }

    /// The address of a page that may create card tokens.
    pub fn origin(&self) -> &'static str {
        centralpay::ORIGIN
    }

    /// The base URL of CentralPay's API.
    pub fn centralpay_url(&self) -> String {
        self.inspect(|world| centralpay::base_url(world.address()))
    }

    /// Its merchant, and what belongs to it.
    pub fn merchant(&self) -> Merchant {
        self.inspect(Merchant::of)
    }

    /// Its clock.
    pub fn clock(&self) -> Clock<'_> {
        Clock { world: self }
    }

    /// Its faults: adds rules by which requests go wrong.
    pub fn faults(&self) -> Faults<'_> {
        Faults::of(self)
    }

    /// Its webhooks.
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks { world: self }
    }

    /// Its disputes.
    pub fn disputes(&self) -> Disputes<'_> {
        Disputes { world: self }
    }

    /// The requests that it answered until now, in order.
    pub fn requests(&self) -> Requests {
        Requests::of(self)
    }

    /// Makes it what it was when it was made: without objects, rules, webhooks and a history, with a clock that shows real
    /// time, and with the same identifiers to come.
    pub async fn reset(&self) {
        self.shared.reset().await;
    }

    /// Reads the world: its books, objects and failures.
    pub fn inspect<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.shared.state().world)
    }
}

impl fmt::Debug for WorldHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorldHandle").field("name", &self.name()).finish_non_exhaustive()
    }
}
