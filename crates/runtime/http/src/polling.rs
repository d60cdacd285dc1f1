//! Polling: reads an object repeatedly until it is in the wanted state, with limits on frequency and duration.
//!
//! ```
//! use std::time::Duration;
//! use payspec_core::Operation;
//! use payspec_http::polling::Polling;
//! use payspec_http::{Client, Error};
//!
//! /// Returns the first final response, or `None` if there was none in time.
//! async fn wait<O>(client: &Client, read: O, is_final: fn(&O::Output) -> bool) -> Result<Option<O::Output>, Error>
//! where
//!     O: Operation + Clone,
//! {
//!     let mut polls = client.polling(Polling::new().deadline(Duration::from_secs(300)));
//!     while polls.round().await {
//!         let Some(call) = polls.call(read.clone()) else { break };
//!         match call.await {
//!             Ok(response) if is_final(&response) => return Ok(Some(response)),
//!             Ok(_) => {}
//!             Err(error) if polls.tolerates(&error) => {}
//!             Err(error) => return Err(error),
//!         }
//!     }
//!     Ok(None)
//! }
//! ```

use std::fmt;
use std::time::Duration;

use payspec_core::Operation;

use crate::client::{Async, Blocking, Call, Client};
use crate::clock::Moment;
use crate::error::Error;

/// Settings for polling: how often an object is read, and for how long. All limits are finite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Polling {
    first_wait: Duration,
    longest_wait: Duration,
    deadline: Duration,
    max_reads: u32,
}

impl Polling {
    /// Creates settings for waiting while a payer is at the payment page: a wait of 2 seconds that doubles up to 30
    /// seconds, for at most 10 minutes and 100 reads.
    pub const fn new() -> Self {
        Self {
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(30),
            deadline: Duration::from_secs(600),
            max_reads: 100,
        }
    }

    /// Sets the wait before the second round, and the maximum up to which it doubles. The actual wait is random,
    /// between half of this value and all of it.
    pub const fn waits(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// Sets the time limit of polling, including waits and calls.
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets the maximum number of calls. A call that is retried counts once.
    pub const fn max_reads(mut self, reads: u32) -> Self {
        self.max_reads = reads;
        self
    }
}

impl Default for Polling {
    fn default() -> Self {
        Self::new()
    }
}

/// The rounds of polling, created by [`Client::polling`].
#[must_use = "nothing is read before `round`"]
pub struct Polls<'c, M = Async> {
    client: &'c Client<M>,
    settings: Polling,
    began: Moment,
    rounds: u32,
    reads: u32,
    /// The wait before the next round, before jitter.
    wait: Duration,
    /// The wait requested by the API with `Retry-After`.
    asked: Duration,
}

impl<M> Client<M> {
    /// Starts polling, with the clock and the jitter source of this client.
    pub fn polling(&self, settings: Polling) -> Polls<'_, M> {
        Polls {
            client: self,
            settings,
            began: Moment::of(&*self.config().clock),
            rounds: 0,
            reads: 0,
            wait: settings.first_wait.min(settings.longest_wait),
            asked: Duration::ZERO,
        }
    }
}

impl<M> Polls<'_, M> {
    /// Returns the time left until the deadline.
    pub fn time_left(&self) -> Duration {
        let passed = Moment::of(&*self.client.config().clock).since(self.began);
        self.settings.deadline.saturating_sub(passed)
    }

    /// Returns the number of calls left.
    pub fn reads_left(&self) -> u32 {
        self.settings.max_reads.saturating_sub(self.reads)
    }

    /// Prepares a call that ends by the deadline, or returns `None` if no time or no read is left. A round may make
    /// several calls. The first call is always made.
    ///
    /// Only operations that read are accepted; others do not compile.
    pub fn call<O: Operation>(&mut self, operation: O) -> Option<Call<O, M>> {
        const { assert!(!O::SPEC.changes_state, "only an operation that reads can be polled") };
        let (left, longest) = (self.time_left(), self.client.config().deadline);
        let deadline = match self.reads {
            0 if left.is_zero() => longest,
            0 => left.min(longest),
            _ if left.is_zero() || self.reads_left() == 0 => return None,
            _ => left.min(longest),
        };
        self.reads = self.reads.saturating_add(1);
        Some(self.client.call(operation).deadline(deadline))
    }

    /// Returns `true` if an error may be temporary: the API failed, could not be reached, did not respond in time or
    /// limited the rate of requests. The next round honours its `Retry-After`.
    pub fn tolerates(&mut self, error: &Error) -> bool {
        let may_pass = error.is_server() || error.is_transport() || error.is_rate_limited();
        if may_pass {
            self.asked = self.asked.max(error.retry_after().unwrap_or_default());
        }
        may_pass
    }

    /// Returns the wait before the next round, or `None` if that round would start too late.
    fn next_wait(&mut self) -> Option<Duration> {
        self.rounds = self.rounds.saturating_add(1);
        if self.rounds == 1 {
            return Some(Duration::ZERO);
        }
        if self.reads_left() == 0 {
            return None;
        }
        let wait = self.wait;
        self.wait = wait.saturating_mul(2).min(self.settings.longest_wait);
        let half = wait / 2;
        let rest = wait.saturating_sub(half);
        let wait = half.saturating_add(self.client.config().jitter.pick(rest).min(rest));
        let wait = wait.max(std::mem::take(&mut self.asked));
        (wait < self.time_left()).then_some(wait)
    }

    /// Returns `true` if a round can start after its wait, because the machine may have been suspended meanwhile.
    fn is_in_time(&self) -> bool {
        self.rounds == 1 || !self.time_left().is_zero()
    }
}

impl Polls<'_> {
    /// Waits for the next round; the first starts immediately. Returns `false` if there is none: it would start after
    /// the deadline, or no read is left.
    pub async fn round(&mut self) -> bool {
        let Some(wait) = self.next_wait() else { return false };
        if !wait.is_zero() {
            self.client.config().clock.sleep(wait).await;
        }
        self.is_in_time()
    }
}

impl Polls<'_, Blocking> {
    /// Waits for the next round on this thread. See `round` in the async mode.
    pub fn round(&mut self) -> bool {
        let Some(wait) = self.next_wait() else { return false };
        if !wait.is_zero() {
            self.client.pause(wait);
        }
        self.is_in_time()
    }
}

impl<M> fmt::Debug for Polls<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Polls")
            .field("settings", &self.settings)
            .field("rounds", &self.rounds)
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}
