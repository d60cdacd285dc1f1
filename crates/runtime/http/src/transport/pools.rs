//! Connection pools: two per runtime, replaced after a request that timed out.
//!
//! A connection is polled by the runtime that opened it. A request on another runtime would have to wait until that one
//! runs again, if ever. So each runtime has its own pools.
//!
//! reqwest gives no handle on a connection. A dead connection stays in its pool as long as TCP acknowledges, and with
//! HTTP/2 every later request would use it. So a timeout marks the pools as suspect, and the next request gets new
//! ones. Requests in progress keep theirs.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Id;

use crate::config_error::ConfigError;

/// The minimum age at which pools are replaced, so that a client does not reconnect endlessly during an outage. Pools
/// in which an attempt timed out after at least this time are old enough, so the next attempt never uses the same
/// connection.
pub(super) const MINIMAL_AGE: Duration = Duration::from_millis(100);

/// A request that the caller dropped counts as timed out after this time.
const GIVEN_UP: Duration = Duration::from_secs(1);

/// A program that creates a runtime per call leaves unused pools behind.
const MOST_RUNTIMES: usize = 64;

/// Two HTTP clients, since each has one pool and one idle timeout.
#[derive(Clone)]
pub(super) struct Pair {
    pub(super) repeatable: reqwest::Client,
    pub(super) unrepeatable: reqwest::Client,
}

/// The current pools.
pub(super) struct Pools {
    /// Creates a pair.
    make: Box<dyn Fn() -> Result<Pair, ConfigError> + Send + Sync>,
    /// Never held across an await.
    state: Mutex<State>,
}

struct State {
    /// Created in advance to validate the settings.
    spare: Option<Pair>,
    /// The most recently used are last.
    runtimes: Vec<Kept>,
    /// The number of pairs handed out.
    generations: u64,
}

/// The pools of a runtime.
struct Kept {
    runtime: Id,
    pair: Pair,
    made: Instant,
    /// Unique per pair.
    generation: u64,
    /// A request of this generation has timed out.
    suspect: bool,
}

impl Pools {
    pub(super) fn new(
        make: impl Fn() -> Result<Pair, ConfigError> + Send + Sync + 'static,
    ) -> Result<Self, ConfigError> {
        let state = State { spare: Some(make()?), runtimes: Vec::new(), generations: 0 };
        Ok(Self { make: Box::new(make), state: Mutex::new(state) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the client for a request sent `now` on this runtime.
    pub(super) fn lend(&self, runtime: Id, repeatable: bool, now: Instant) -> Result<Lent<'_>, ConfigError> {
        let mut state = self.state();
        let known = state.runtimes.iter().rposition(|kept| kept.runtime == runtime).map(|at| state.runtimes.remove(at));
        let is_sound = |kept: &Kept| !kept.suspect || now.saturating_duration_since(kept.made) < MINIMAL_AGE;
        let kept = match known {
            Some(kept) if is_sound(&kept) => kept,
            known => {
                let pair = state.spare.take().map_or_else(|| (self.make)(), Ok);
                state.generations += 1;
                match (pair, known) {
                    (Ok(pair), _) => Kept { runtime, pair, made: now, generation: state.generations, suspect: false },
                    // Creation succeeded once with these settings; if it fails now, the old pools are better than none.
                    (Err(_), Some(kept)) => kept,
                    (Err(error), None) => return Err(error),
                }
            }
        };
        let client = if repeatable { kept.pair.repeatable.clone() } else { kept.pair.unrepeatable.clone() };
        let generation = kept.generation;
        if state.runtimes.len() >= MOST_RUNTIMES {
            state.runtimes.remove(0);
        }
        state.runtimes.push(kept);
        Ok(Lent { client, pools: self, generation, began: now, ended: false })
    }

    fn suspect(&self, generation: u64) {
        // A request sent with pools that were replaced meanwhile says nothing about the new ones.
        if let Some(kept) = self.state().runtimes.iter_mut().find(|kept| kept.generation == generation) {
            kept.suspect = true;
        }
    }
}

/// The client that one request is sent with.
pub(super) struct Lent<'a> {
    pub(super) client: reqwest::Client,
    pools: &'a Pools,
    generation: u64,
    began: Instant,
    ended: bool,
}

impl Lent<'_> {
    /// Records how the request ended.
    pub(super) fn ended(mut self, timed_out: bool) {
        self.ended = true;
        if timed_out {
            self.pools.suspect(self.generation);
        }
    }
}

/// Dropped without an end, the request was cancelled, perhaps by the caller's own timeout. That counts as a timeout
/// only after a while: a request cancelled at once is no evidence.
impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if !self.ended && self.began.elapsed() >= GIVEN_UP {
            self.pools.suspect(self.generation);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::runtime::{Builder, Runtime};

    use super::super::{Connections, tls};
    use super::*;

    /// Pools that count how often pools were made, and what lends them.
    struct Counted {
        pools: Pools,
        made: Arc<AtomicUsize>,
        runtime: Runtime,
        begun: Instant,
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().build().expect("a runtime")
    }

    fn pools() -> Counted {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&made);
        let pools = Pools::new(move || {
            counted.fetch_add(1, Ordering::SeqCst);
            super::super::reqwest::plain(Connections::default(), &tls::nothing_trusted()?)
        });
        Counted { pools: pools.expect("the settings are right"), made, runtime: runtime(), begun: Instant::now() }
    }

    impl Counted {
        /// Lends `at` a time after the first pools began.
        fn lend(&self, repeatable: bool, at: Duration) -> Lent<'_> {
            self.lend_on(&self.runtime, repeatable, at)
        }

        fn lend_on(&self, runtime: &Runtime, repeatable: bool, at: Duration) -> Lent<'_> {
            let lent = self.pools.lend(runtime.handle().id(), repeatable, self.begun + at);
            lent.expect("the settings are right")
        }

        fn made(&self) -> usize {
            self.made.load(Ordering::SeqCst)
        }
    }

    #[test]
    fn a_timeout_of_either_kind_of_request_replaces_both_pools() {
        for repeatable in [true, false] {
            let pools = pools();
            pools.lend(repeatable, Duration::ZERO).ended(false);
            pools.lend(!repeatable, MINIMAL_AGE).ended(false);
            assert_eq!(pools.made(), 1, "nothing timed out");
            pools.lend(repeatable, MINIMAL_AGE).ended(true);
            pools.lend(!repeatable, MINIMAL_AGE).ended(false);
            assert_eq!(pools.made(), 2);
            pools.lend(repeatable, MINIMAL_AGE * 2).ended(false);
            assert_eq!(pools.made(), 2, "once is enough");
        }
    }

    #[test]
    fn requests_that_time_out_together_replace_the_pools_once() {
        let pools = pools();
        let together: Vec<Lent<'_>> = (0..200).map(|_| pools.lend(true, Duration::ZERO)).collect();
        for (lent, nth) in together.into_iter().zip(1..) {
            lent.ended(true);
            pools.lend(true, MINIMAL_AGE * nth).ended(false);
        }
        assert_eq!(pools.made(), 2);
    }

    /// The bound: as many timeouts as there may be, ten replacements a second.
    #[test]
    fn pools_are_replaced_ten_times_a_second_at_most() {
        let pools = pools();
        for nth in 0..=100 {
            pools.lend(true, Duration::from_millis(10) * nth).ended(true);
        }
        assert_eq!(pools.made(), 1 + 10, "one second");
    }

    /// What timed out while the pools were too young is not forgotten.
    #[test]
    fn young_pools_are_replaced_as_soon_as_they_may_be() {
        let pools = pools();
        pools.lend(true, Duration::ZERO).ended(true);
        pools.lend(true, MINIMAL_AGE / 2).ended(false);
        assert_eq!(pools.made(), 1);
        pools.lend(true, MINIMAL_AGE).ended(false);
        assert_eq!(pools.made(), 2);
    }

    #[test]
    fn a_request_that_was_given_up_counts_after_a_while() {
        let mut pools = pools();
        let Some(begun) = pools.begun.checked_sub(GIVEN_UP) else { return };
        pools.begun = begun;
        pools.lend(true, Duration::ZERO).ended(false);
        let mut lent = pools.lend(true, GIVEN_UP);
        lent.began = Instant::now();
        drop(lent);
        pools.lend(true, GIVEN_UP).ended(false);
        assert_eq!(pools.made(), 1, "it was given up at once");
        drop(pools.lend(true, Duration::ZERO));
        pools.lend(true, GIVEN_UP).ended(false);
        assert_eq!(pools.made(), 2);
    }

    #[test]
    fn each_runtime_has_pools_of_its_own_and_few_are_kept() {
        let pools = pools();
        let others: Vec<Runtime> = (0..MOST_RUNTIMES).map(|_| runtime()).collect();
        pools.lend(true, Duration::ZERO).ended(false);
        for _ in 0..2 {
            for other in &others {
                pools.lend_on(other, true, Duration::ZERO).ended(false);
            }
            assert_eq!(pools.made(), 1 + MOST_RUNTIMES, "they are kept");
            assert_eq!(pools.pools.state().runtimes.len(), MOST_RUNTIMES);
        }
        pools.lend(true, Duration::ZERO).ended(false);
        assert_eq!(pools.made(), 2 + MOST_RUNTIMES, "the one that was used longest ago was let go");
        // A timeout on one runtime leaves those of the others alone.
        pools.lend(true, Duration::ZERO).ended(true);
        for other in others.iter().skip(1) {
            pools.lend_on(other, true, MINIMAL_AGE).ended(false);
        }
        assert_eq!(pools.made(), 2 + MOST_RUNTIMES);
    }
}
