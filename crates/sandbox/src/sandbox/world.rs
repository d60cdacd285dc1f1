//! A world of a running sandbox.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};

use super::clock::Clock;
use super::disputes::Disputes;
use super::faults::Faults;
use super::passing::follow;
use super::requests::Requests;
use super::webhooks::Webhooks;
use crate::centralpay::{self, CollectionError, Collections, Merchant};
use crate::deliver::Poster;
use crate::engine::time::Instant;
use crate::engine::world::World;
use crate::store::{Change, Store, StoreError};

/// A world: its objects, clock, webhooks and journal. Cloning it is cheap; clones are the same world.
///
/// It does not keep the server running: that ends when the last clone of its [`Sandbox`](super::Sandbox) is dropped.
#[derive(Clone)]
pub struct WorldHandle {
    pub(crate) shared: Arc<Shared>,
}

pub(super) const SHUT_DOWN: &str = "the runtime on which the sandbox was started has shut down";

/// What all worlds of a sandbox have in common.
#[derive(Clone)]
pub(crate) struct Around {
    pub(crate) poster: Poster,
    /// Where time passes, whoever waits for it.
    pub(crate) runtime: Handle,
    /// Absent if they are kept in memory only.
    pub(crate) store: Option<Arc<Store>>,
}

pub(crate) struct Shared {
    name: String,
    state: Mutex<State>,
    /// One at a time advances the clock. Others change the world meanwhile.
    pub(super) turn: tokio::sync::Mutex<()>,
    pub(super) around: Around,
    /// Something may be due earlier than before.
    pub(super) changed: Arc<Notify>,
    /// How often another world was put in the place of this one: what was begun in an earlier one is not about this one. It
    /// changes with the state locked. Whoever watches it is told of the outcome of each delivery as well.
    pub(super) generation: watch::Sender<u64>,
    /// Counts the changes, for whoever looks at the world.
    version: watch::Sender<u64>,
}

pub(super) struct State {
    pub(super) world: World,
    /// How far the clock is ahead of real time.
    pub(super) ahead: Duration,
    /// The number of attempts to deliver that have ended, in all generations.
    pub(super) attempts: usize,
    /// What of `ahead` the file has.
    saved_ahead: Duration,
}

impl State {
    /// The clock goes on from what it shows, also if it was interrupted while it was advanced.
    fn new(world: World, ahead: Duration) -> Self {
        let mut state = Self { world, ahead, attempts: 0, saved_ahead: ahead };
        state.ahead = state.ahead();
        state
    }

    /// How far the clock has come ahead of real time.
    pub(super) fn ahead(&self) -> Duration {
        self.ahead.max(self.world.now().since(real_now()))
    }
}

impl Shared {
    /// Lets the time of a world pass as real time does, ahead of it.
    pub(crate) fn start(world: World, ahead: Duration, around: &Around) -> WorldHandle {
        let name = world.name().to_owned();
        let state = Mutex::new(State::new(world, ahead));
        let (turn, changed) = (tokio::sync::Mutex::new(()), Arc::new(Notify::new()));
        let (around, generation) = (around.clone(), watch::Sender::new(0));
        let version = watch::Sender::new(0);
        let shared = Self { name, state, turn, around, changed: Arc::clone(&changed), generation, version };
        let shared = Arc::new(shared);
        shared.change(|_| ());
        shared.around.runtime.spawn(follow(Arc::downgrade(&shared), changed));
        WorldHandle { shared }
    }

    /// Changes the world, and queues what has changed to be written.
    pub(super) fn change<R>(&self, action: impl FnOnce(&mut State) -> R) -> R {
        let mut state = self.state();
        let result = action(&mut state);
        self.save(&mut state, false);
        self.version.send_modify(|version| *version += 1);
        result
    }

    /// The number of changes until now.
    pub(crate) fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// Waits until there are other changes than those, for a time at most. Returns the number of changes.
    pub(crate) async fn changed_since(&self, version: u64, patience: Duration) -> u64 {
        let mut seen = self.version.subscribe();
        let changed = seen.wait_for(|now| *now != version);
        match tokio::time::timeout(patience, changed).await {
            Ok(Ok(now)) => *now,
            Ok(Err(_)) | Err(_) => self.version(),
        }
    }

    pub(super) fn save(&self, state: &mut State, is_whole: bool) {
        let Some(store) = &self.around.store else { return };
        if is_whole {
            state.world.note_changes();
        }
        match state.world.take_changes() {
            Ok(records) if records.is_empty() && state.saved_ahead == state.ahead => {}
            Ok(records) => {
                state.saved_ahead = state.ahead;
                let ahead = state.ahead();
                store.save(Change { world: self.name.clone(), ahead, records, is_whole });
            }
            Err(error) => store.fail(&error),
        }
    }

    /// Waits until what has happened is written, if it is kept in a file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(crate) async fn saved(&self) -> Result<(), StoreError> {
        match &self.around.store {
            Some(store) => store.saved().await,
            None => Ok(()),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the clock should show by now.
    pub(crate) fn now(&self) -> Instant {
        let state = self.state();
        state.world.now().max(real_now() + state.ahead)
    }

    /// Makes it anew.
    fn reset(&self) {
        let seed = self.state().world.seed();
        self.replace(World::new(seed, &self.name, real_now()), Duration::ZERO);
    }

    /// Puts another world in its place. What is being delivered or waited for is about the former one, and ends.
    pub(super) fn replace(&self, mut world: World, ahead: Duration) {
        let mut state = self.state();
        world.set_address(state.world.address());
        world.ignore_changes();
        *state = State { attempts: state.attempts, ..State::new(world, ahead) };
        self.generation.send_modify(|generation| *generation += 1);
        self.save(&mut state, true);
        self.version.send_modify(|version| *version += 1);
        drop(state);
        self.changed.notify_one();
    }

    /// The world as it is, and how far its clock is ahead of real time.
    pub(super) fn copy(&self) -> (World, Duration) {
        let state = self.state();
        (state.world.clone(), state.ahead())
    }

    /// Does something that takes time on a thread of its own.
    pub(super) async fn blocking<R: Send + 'static>(&self, action: impl FnOnce() -> R + Send + 'static) -> R {
        match self.around.runtime.spawn_blocking(action).await {
            Ok(result) => result,
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(error) => panic!("{SHUT_DOWN}: {error}"),
        }
    }

    /// Does something with the world, at the present moment.
    pub(crate) fn with<R>(&self, action: impl FnOnce(&mut World) -> R) -> R {
        let result = self.change(|state| {
            state.world.catch_up(real_now() + state.ahead, usize::MAX);
            action(&mut state.world)
        });
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

pub(super) fn real_now() -> Instant {
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

    /// The value of `Authorization` with which its clients send requests.
    pub(crate) fn authorization(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{}", self.login(), self.password())))
    }

    /// The merchant public key, for card tokens.
    pub fn public_key(&self) -> String {
        centralpay::public_key(self.name())
    }

    /// The origin of a page that may create card tokens.
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

    /// Its faults: simulates failures of requests.
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

    /// A copy of the log of its requests, in order.
    pub fn requests(&self) -> Requests {
        Requests::of(self)
    }

    /// Restores its initial state: no objects, faults, webhooks or history, a clock that shows real time, and the same
    /// sequence of identifiers.
    #[expect(clippy::unused_async, reason = "callers do not depend on that it waits for nothing")]
    pub async fn reset(&self) {
        self.shared.reset();
    }

    /// Reads the state of the world: ledger, objects and failures.
    pub fn inspect<R>(&self, read: impl FnOnce(&World) -> R) -> R {
        read(&self.shared.state().world)
    }
}

impl fmt::Debug for WorldHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorldHandle").field("name", &self.name()).finish_non_exhaustive()
    }
}
