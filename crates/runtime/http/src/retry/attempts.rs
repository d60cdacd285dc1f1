//! Decides whether a failed attempt is retried after a wait, or final. No I/O, clock or randomness of its own.

use std::time::Duration;

use backon::ExponentialBackoff;
use payspec_core::OperationSpec;

use super::{HostBudget, RetryPolicy};
use crate::clock::{Jitter, Moment};
use crate::error::{CallOutcome, Failure, NotRepeated, RetryState};
use crate::transport::{TransportError, TransportErrorKind};

/// The attempts of one call.
pub(crate) struct Attempts {
    spec: &'static OperationSpec,
    longest_waits: ExponentialBackoff,
    patience: Duration,
    /// Whether the call can be sent again without being performed twice.
    repeatable: bool,
    timeout: Duration,
    began: Moment,
    /// The time limit of the call.
    deadline: Duration,
    /// How long the API remembers the key of the call; sent again after that, it would be performed again.
    key_window: Option<Duration>,
    made: u32,
    uncertain: bool,
    /// The API confirmed that an attempt took effect.
    happened: bool,
    /// The wait that the API requested in its last response.
    asked: Option<Duration>,
}

/// The limits of a call's attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) policy: RetryPolicy,
    /// The timeout of an attempt.
    pub(crate) timeout: Duration,
    /// The time limit of the call, including all attempts and the waits between them.
    pub(crate) deadline: Duration,
    /// How long the API remembers the call's key, if the call has one.
    pub(crate) key_window: Option<Duration>,
}

/// The next step.
pub(crate) enum Next {
    /// Another attempt, after this wait.
    Attempt(Duration),
    /// None: the failure is the result of the call.
    End(RetryState),
}

impl Attempts {
    pub(crate) fn new(spec: &'static OperationSpec, bounds: Bounds, now: Moment) -> Self {
        Self {
            spec,
            longest_waits: bounds.policy.longest_waits(),
            patience: bounds.policy.patience(),
            repeatable: !spec.changes_state || bounds.key_window.is_some(),
            timeout: bounds.timeout,
            began: now,
            deadline: bounds.deadline,
            key_window: bounds.key_window,
            made: 0,
            uncertain: false,
            happened: false,
            asked: None,
        }
    }

    /// Returns the number of attempts started.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// Starts an attempt, and returns its timeout.
    pub(crate) fn begin(&mut self, now: Moment) -> Duration {
        self.made += 1;
        let left = self.deadline.saturating_sub(now.since(self.began));
        // Some transports interpret a zero timeout as "none".
        self.timeout.min(left).max(Duration::from_millis(1))
    }

    /// Decides what follows a failed attempt.
    pub(crate) fn after(&mut self, failure: &Failure, now: Moment, jitter: &dyn Jitter, budget: &HostBudget) -> Next {
        self.asked = failure.retry_after().map(|after| after.from(now.time_of_day));
        let next = self.wait(failure, now, jitter, budget);
        match next {
            Ok(wait) => {
                let outcome = failure.outcome(self.spec);
                self.uncertain |= outcome != CallOutcome::DidNotHappen;
                self.happened |= outcome == CallOutcome::Happened;
                Next::Attempt(wait)
            }
            Err(not_repeated) => Next::End(self.end(not_repeated)),
        }
    }

    /// Returns the end of the call if an attempt that starts now would be too late: the machine may have been suspended
    /// since the decision.
    pub(crate) fn is_over(&self, now: Moment) -> Option<RetryState> {
        self.too_late(now, Duration::ZERO).map(|why| self.end(Some(why)))
    }

    /// Rejects a request that is too late by now: obtaining its token took time, and the machine may have been
    /// suspended meanwhile.
    pub(crate) fn still<T>(&self, now: Moment, request: T) -> Result<T, Box<Failure>> {
        match self.too_late(now, Duration::ZERO) {
            None => return Ok(request),
            // No request was sent before this one, so the API has not seen the key.
            Some(NotRepeated::KeyExpires) if self.made == 1 => return Ok(request),
            Some(_) => {}
        }
        Err(Failure::transport(TransportError::new(TransportErrorKind::Timeout)).as_token_error())
    }

    fn end(&self, not_repeated: Option<NotRepeated>) -> RetryState {
        RetryState {
            attempts: self.made,
            uncertain_before: self.uncertain,
            happened_before: self.happened,
            retry_after: self.asked,
            not_repeated,
        }
    }

    /// Returns why an attempt that starts after `wait` would be too late.
    fn too_late(&self, now: Moment, wait: Duration) -> Option<NotRepeated> {
        // A time that overflows is never reached.
        let at = now.since(self.began).checked_add(wait).unwrap_or(Duration::MAX);
        if at >= self.deadline {
            return Some(NotRepeated::Deadline);
        }
        self.key_window.is_some_and(|window| at >= window).then_some(NotRepeated::KeyExpires)
    }

    fn wait(
        &mut self,
        failure: &Failure,
        now: Moment,
        jitter: &dyn Jitter,
        budget: &HostBudget,
    ) -> Result<Duration, Option<NotRepeated>> {
        if !failure.may_pass() {
            budget.earn();
            return Err(None);
        }
        // Obtaining a token changes nothing that matters, and the call itself was not sent.
        if !self.repeatable && !failure.is_token_error() {
            return Err(None);
        }
        let Some(longest) = self.longest_waits.next() else { return Err(None) };
        if self.asked.is_some_and(|asked| asked > self.patience) {
            return Err(Some(NotRepeated::LongRetryAfter));
        }
        let wait = self.asked.unwrap_or_default().saturating_add(jitter.pick(longest).min(longest));
        if let Some(why) = self.too_late(now, wait) {
            return Err(Some(why));
        }
        // Last, so that only actual retries are charged.
        if !budget.spend() {
            return Err(Some(NotRepeated::Budget));
        }
        Ok(wait)
    }
}
