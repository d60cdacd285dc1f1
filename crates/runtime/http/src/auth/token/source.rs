//! The tokens of one scheme, shared by all calls of a client, so that many concurrent calls make few token requests.
//!
//! One call obtains the token, and the others wait for its result, including a failure. Another call is elected
//!
//! - when half of the time is over: half of the time that the elected call had left (at least a quarter of its whole
//!   timeout), or half of the waiting call's timeout, if that is less. So a call that is no longer polled blocks
//!   nobody, and a slow server gets a few requests rather than one per waiting call;
//! - a moment after the elected call was dropped.
//!
//! Later calls get the same result: a token until it expires, a failure for one second or for as long as the server
//! asked to wait.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use payspec_core::{ErrorKind, Secret, TokenSpec};
use tokio::sync::Notify;

use super::exchange::{Granted, exchange};
use super::{TimeLeft, TokenContext};
use crate::clock::{Moment, within};
use crate::error::Failure;
use crate::transport::{HttpRequest, TransportErrorKind};

/// How long a failure is shared: long enough for concurrent calls, and short enough that corrected credentials take
/// effect at once.
const SHARED: Duration = Duration::from_secs(1);
/// The maximum `Retry-After` that is honoured: a mistake in it must not stop a client for days.
const MOST_PATIENT: Duration = Duration::from_secs(3_600);
/// How long after an elected call was dropped the next is elected, since calls are often dropped together. If the
/// dropped call had waited for long, this is a quarter of that time instead.
const AFTER_DROPPED: Duration = Duration::from_millis(50);

/// Obtains tokens for the credentials of one scheme. Shared by the clones of a client.
pub(crate) struct TokenSource {
    pub(super) spec: &'static TokenSpec,
    credentials: Vec<Secret>,
    /// Held only for short, non-blocking sections.
    state: Mutex<State>,
    /// Notifies waiting calls of a change.
    changed: Notify,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    failed: Option<Failed>,
    getter: Option<Getter>,
    /// Counts the tokens and failures, to tell them apart, and the elections.
    results: u64,
    elected: u64,
}

/// A token, and the number of the result it came with: the server may issue the same text again.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) text: Secret,
    pub(super) number: u64,
    asked: Moment,
    life: Duration,
}

struct Failed {
    failure: Box<Failure>,
    number: u64,
    at: Moment,
}

/// The call that was elected last. In real time, like the transport.
#[derive(Clone, Copy)]
struct Getter {
    number: u64,
    elected: Instant,
    /// How long the others wait for it.
    patience: Duration,
}

/// The earlier results that a call has seen.
#[derive(Clone, Copy, Default)]
pub(super) struct Known {
    /// The token that the API rejected.
    pub(super) refused: Option<u64>,
    /// The failure that the call received before.
    pub(super) failed: Option<u64>,
}

/// The next step of a call.
enum Turn {
    Take(Token),
    Fail(Box<Failure>, u64),
    Get(u64),
    /// Wait for a change, or for this long.
    Wait(Duration),
}

impl TokenSource {
    pub(crate) fn new(spec: &'static TokenSpec, credentials: Vec<Secret>) -> Self {
        Self { spec, credentials, state: Mutex::default(), changed: Notify::new() }
    }

    /// Whether both ask for tokens with the same values.
    pub(crate) fn has_credentials_of(&self, other: &Self) -> bool {
        self.credentials == other.credentials
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ensures that no call starts with this token.
    pub(super) fn forget(&self, refused: u64) {
        self.state().token.take_if(|token| token.number <= refused);
    }

    /// Returns the cached token, or a new one. A rejected token is not returned again unless the server issues it
    /// again. A failure comes with its number.
    pub(super) async fn token(
        self: &Arc<Self>,
        context: TokenContext<'_>,
        call: &HttpRequest,
        time: TimeLeft,
        known: Known,
    ) -> Result<Token, (Box<Failure>, Option<u64>)> {
        if let Some(refused) = known.refused {
            self.forget(refused);
        }
        loop {
            // Registered before the check, so that no notification is missed in between.
            let mut changed = pin!(self.changed.notified());
            changed.as_mut().enable();
            let left = time.left().map_err(|failure| (failure, None))?;
            let turn = self.state().turn(Moment::of(context.clock), time.timeout, left, known);
            match turn {
                Turn::Take(token) => return Ok(token),
                Turn::Fail(failure, number) => return Err((failure, Some(number))),
                Turn::Wait(duration) => {
                    let _ = within(duration.min(left), changed).await;
                }
                Turn::Get(number) => return self.get(context, call, time, known, number).await,
            }
        }
    }

    /// Obtains a token as the elected call, and shares the result.
    async fn get(
        self: &Arc<Self>,
        context: TokenContext<'_>,
        call: &HttpRequest,
        time: TimeLeft,
        known: Known,
        number: u64,
    ) -> Result<Token, (Box<Failure>, Option<u64>)> {
        let elected = Elected { source: self, number };
        let asked = Moment::of(context.clock);
        let result = exchange(self.spec, &self.credentials, context, call, time).await;
        let now = Moment::of(context.clock);
        let asked = Asked { getter: number, at: asked, known };
        let shared = self.state().share(result, asked, now);
        // It completed and was not dropped.
        std::mem::forget(elected);
        self.changed.notify_waiters();
        shared
    }
}

impl State {
    /// Decides the next step of a call with the total timeout `timeout`, of which `left` remains.
    fn turn(&mut self, now: Moment, timeout: Duration, left: Duration, known: Known) -> Turn {
        if let Some(token) = self.usable(now, known.refused) {
            return Turn::Take(token);
        }
        if let Some(failed) = self.failed.as_ref().filter(|failed| failed.counts(now, known.failed)) {
            return Turn::Fail(failed.failure.repeated(now.since(failed.at)), failed.number);
        }
        let real = Instant::now();
        if let Some(getter) = self.getter {
            let wait = getter.patience.min(timeout / 2).saturating_sub(real.saturating_duration_since(getter.elected));
            if !wait.is_zero() {
                return Turn::Wait(wait);
            }
        }
        self.elected += 1;
        let patience = (left / 2).max(timeout / 4);
        self.getter = Some(Getter { number: self.elected, elected: real, patience });
        Turn::Get(self.elected)
    }

    fn usable(&self, now: Moment, refused: Option<u64>) -> Option<Token> {
        let usable = |token: &&Token| {
            now.since(token.asked) < token.life && refused.is_none_or(|refused| token.number > refused)
        };
        self.token.as_ref().filter(usable).cloned()
    }

    /// Records the result of an elected call. If another call was faster, its token is kept.
    fn share(
        &mut self,
        result: Result<Granted, Box<Failure>>,
        asked: Asked,
        now: Moment,
    ) -> Result<Token, (Box<Failure>, Option<u64>)> {
        let failure = match result {
            Ok(Granted { text, life }) => {
                self.results += 1;
                let token = Token { text, number: self.results, asked: asked.at, life };
                (self.token, self.failed, self.getter) = (Some(token.clone()), None, None);
                return Ok(token);
            }
            Err(failure) => failure,
        };
        if let Some(token) = self.usable(now, asked.known.refused) {
            return Ok(token);
        }
        let told = told(&failure);
        // If only this call timed out, the next is elected no sooner than it would have been.
        if told != Told::OutOfTime {
            self.getter.take_if(|last| last.number == asked.getter);
        }
        if told != Told::ToAll {
            return Err((failure, None));
        }
        self.results += 1;
        self.failed = Some(Failed { failure: failure.repeated(Duration::ZERO), number: self.results, at: now });
        Err((failure, Some(self.results)))
    }
}

/// The request of an elected call.
#[derive(Clone, Copy)]
struct Asked {
    getter: u64,
    at: Moment,
    known: Known,
}

impl Failed {
    /// Returns `true` if a call shares this failure. A call that has already received it tries for itself, unless the
    /// server asked to wait.
    fn counts(&self, now: Moment, known: Option<u64>) -> bool {
        let passed = now.since(self.at);
        let asked = self.failure.retry_after().map(|after| after.from(self.at.time_of_day)).unwrap_or_default();
        passed < asked.min(MOST_PATIENT) || (passed < SHARED && known != Some(self.number))
    }
}

/// The calls that share a failure.
#[derive(PartialEq, Eq)]
enum Told {
    /// The failure concerns all calls.
    ToAll,
    /// This call timed out, waiting for the response or for a slot. Calls with more time left are not affected.
    OutOfTime,
    /// Nothing was sent because of the client's configuration: each call finds that out by itself.
    Unsent,
}

fn told(failure: &Failure) -> Told {
    match failure.transport_kind() {
        _ if failure.kind() == ErrorKind::Configuration => Told::Unsent,
        _ if failure.status().is_some() => Told::ToAll,
        Some(TransportErrorKind::Timeout | TransportErrorKind::Busy) => Told::OutOfTime,
        Some(TransportErrorKind::Unsendable) => Told::Unsent,
        _ => Told::ToAll,
    }
}

/// The elected call. It is dropped only with the call itself.
struct Elected<'a> {
    source: &'a TokenSource,
    number: u64,
}

impl Drop for Elected<'_> {
    fn drop(&mut self) {
        let mut state = self.source.state();
        let Some(getter) = state.getter.as_mut().filter(|getter| getter.number == self.number) else { return };
        let passed = getter.elected.elapsed();
        getter.patience = getter.patience.min(passed + AFTER_DROPPED.max(passed / 4));
        drop(state);
        self.source.changed.notify_waiters();
    }
}

/// Shows the address of the token endpoint.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("path", &self.spec.path).finish_non_exhaustive()
    }
}
