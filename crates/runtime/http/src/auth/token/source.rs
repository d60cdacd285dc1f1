//! The tokens of one scheme, shared by all calls of a client: many calls at once make few requests for one.
//!
//! One call gets the token, and the others wait for what comes of it, a failure too. One more is elected
//!
//! - when half of the time is over: of the time that the getter had left (at least a quarter of its whole time), or of the
//!   time of the call that waits, if that is less. So a getter that nobody polls any more stops nobody, and a server that
//!   is slow gets a few requests and not one for each call that waits;
//! - a moment after a getter was dropped.
//!
//! What was given to somebody is given to those that come later as well: a token until it expires, a failure for a second,
//! or for as long as the server asked to be left alone.

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

/// How long a failure is shared: long enough for calls that fail together, and so short that credentials that were put
/// right get through at once.
const SHARED: Duration = Duration::from_secs(1);
/// A `Retry-After` is heeded this long at most: a mistake in it must not stop a client for days.
const MOST_PATIENT: Duration = Duration::from_secs(3_600);
/// How long after a getter was dropped the next is elected: calls are often dropped together. A getter that had waited for
/// long was not dropped for nothing, so then it is a quarter of that.
const AFTER_DROPPED: Duration = Duration::from_millis(50);

/// Gets tokens for the credentials of one scheme. Clones of a client share it.
pub(crate) struct TokenSource {
    pub(super) spec: &'static TokenSpec,
    credentials: Vec<Secret>,
    /// Locked for moments only.
    state: Mutex<State>,
    /// Something that calls wait for has happened.
    changed: Notify,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    failed: Option<Failed>,
    getter: Option<Getter>,
    /// How many tokens and failures came, to tell them apart, and how many calls were elected.
    results: u64,
    elected: u64,
}

/// A token, and which result it was: the same text may be given again.
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

/// The call that was elected last. In real time, as all that a transport takes.
#[derive(Clone, Copy)]
struct Getter {
    number: u64,
    elected: Instant,
    /// How long the others wait for it.
    patience: Duration,
}

/// What a call knows of earlier results.
#[derive(Clone, Copy, Default)]
pub(super) struct Known {
    /// The token that the API has refused.
    pub(super) refused: Option<u64>,
    /// The failure that the call was given before.
    pub(super) failed: Option<u64>,
}

/// What a call does next.
enum Turn {
    Take(Token),
    Fail(Box<Failure>, u64),
    Get(u64),
    /// Waits until something happens, or for this long.
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

    /// Makes sure that no call begins with this token.
    pub(super) fn forget(&self, refused: u64) {
        self.state().token.take_if(|token| token.number <= refused);
    }

    /// The token that is kept, or a new one. One that was refused is not given again, unless the server of tokens does so.
    /// A failure comes with its number.
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
            // Before the look, so that nothing is missed between the look and the wait.
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

    /// Gets a token as the call that was elected, and shares what comes of it.
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
        // It ended, and was not dropped.
        std::mem::forget(elected);
        self.changed.notify_waiters();
        shared
    }
}

impl State {
    /// Decides what a call does that may take `timeout` in all and has `left` of it.
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

    /// Takes note of what came of a getter. Where another was quicker, its token counts.
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
        // Where the time of one call was over, the next is elected no sooner than it would have been.
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

/// What a getter asked for.
#[derive(Clone, Copy)]
struct Asked {
    getter: u64,
    at: Moment,
    known: Known,
}

impl Failed {
    /// Whether a call is given this failure. One that was given it before and comes again tries for itself, unless the
    /// server asked to be left alone.
    fn counts(&self, now: Moment, known: Option<u64>) -> bool {
        let passed = now.since(self.at);
        let asked = self.failure.retry_after().map(|after| after.from(self.at.time_of_day)).unwrap_or_default();
        passed < asked.min(MOST_PATIENT) || (passed < SHARED && known != Some(self.number))
    }
}

/// Whom the failure of a getter is told.
#[derive(PartialEq, Eq)]
enum Told {
    /// It says something about all calls.
    ToAll,
    /// The time of one call was over, waiting for the answer or for a place. That is no news for one that has more.
    OutOfTime,
    /// Nothing was sent, for how the client is set up: each call finds that out by itself.
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

/// The call that was elected. It is dropped only when the call is.
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

/// Shows where tokens come from.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").field("path", &self.spec.path).finish_non_exhaustive()
    }
}
