//! What follows an attempt that failed: another one after a wait, or the end. Without I/O, clock or chance of its own.

use std::time::{Duration, Instant, SystemTime};

use backon::ExponentialBackoff;
use payspec_core::OperationSpec;

use crate::clock::Jitter;
use crate::error::{CallOutcome, Course, Failure, NotRepeated};
use crate::retry::{RetryBudget, RetryPolicy};

/// The attempts of one call.
pub(crate) struct Attempts {
    spec: &'static OperationSpec,
    longest_waits: ExponentialBackoff,
    patience: Duration,
    /// Whether the call can be sent again without being performed again.
    repeatable: bool,
    timeout: Duration,
    deadline: Option<Instant>,
    /// When the API may have forgotten the key of the call; sending it again would then be a new call.
    key_expires: Option<Instant>,
    made: u32,
    uncertain: bool,
}

/// What the attempts of a call are bounded by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) policy: RetryPolicy,
    /// The longest an attempt may take.
    pub(crate) timeout: Duration,
    /// The longest the call may take, with all attempts and the waits between them.
    pub(crate) deadline: Duration,
    /// How long the API remembers the key of the call, which has one and is protected by it.
    pub(crate) key_window: Option<Duration>,
}

/// What follows.
pub(crate) enum Next {
    /// Another attempt, after this long.
    Attempt(Duration),
    /// Nothing: the failure is what came of the call.
    End(Course),
}

impl Attempts {
    pub(crate) fn new(spec: &'static OperationSpec, bounds: Bounds, now: Instant) -> Self {
        Self {
            spec,
            longest_waits: bounds.policy.longest_waits(),
            patience: bounds.policy.patience(),
            repeatable: !spec.changes_state || bounds.key_window.is_some(),
            timeout: bounds.timeout,
            // Beyond what a clock can tell there is no end.
            deadline: now.checked_add(bounds.deadline),
            key_expires: bounds.key_window.and_then(|window| now.checked_add(window)),
            made: 0,
            uncertain: false,
        }
    }

    /// How many attempts were begun.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// Begins an attempt, and tells how long it may take.
    pub(crate) fn begin(&mut self, now: Instant) -> Duration {
        self.made += 1;
        let left = self.deadline.map_or(self.timeout, |deadline| deadline.saturating_duration_since(now));
        // A timeout of nothing at all means "none" to some transports.
        self.timeout.min(left).max(Duration::from_millis(1))
    }

    /// Decides what follows the failure of an attempt.
    pub(crate) fn after(
        &mut self,
        failure: &Failure,
        now: Instant,
        time_of_day: SystemTime,
        jitter: &dyn Jitter,
        budget: &RetryBudget,
    ) -> Next {
        let asked = failure.retry_after().map(|after| after.from(time_of_day));
        let next = self.wait(failure, asked, now, jitter, budget);
        match next {
            Ok(wait) => {
                self.uncertain |= failure.outcome(self.spec) != CallOutcome::DidNotHappen;
                Next::Attempt(wait)
            }
            Err(not_repeated) => Next::End(Course {
                attempts: self.made,
                uncertain_before: self.uncertain,
                retry_after: asked,
                not_repeated,
            }),
        }
    }

    fn wait(
        &mut self,
        failure: &Failure,
        asked: Option<Duration>,
        now: Instant,
        jitter: &dyn Jitter,
        budget: &RetryBudget,
    ) -> Result<Duration, Option<NotRepeated>> {
        if !failure.may_pass() {
            budget.earn();
            return Err(None);
        }
        // Getting a token changes nothing that matters, and the call itself was not sent.
        if !self.repeatable && !failure.is_before_the_call() {
            return Err(None);
        }
        let Some(longest) = self.longest_waits.next() else { return Err(None) };
        if asked.is_some_and(|asked| asked > self.patience) {
            return Err(Some(NotRepeated::LongRetryAfter));
        }
        let wait = asked.unwrap_or_default().saturating_add(jitter.pick(longest).min(longest));
        // A deadline that cannot be told is never reached.
        let too_late = |end: Option<Instant>| end.is_some_and(|end| now.checked_add(wait).is_none_or(|at| at >= end));
        if too_late(self.deadline) {
            return Err(Some(NotRepeated::Deadline));
        }
        if too_late(self.key_expires) {
            return Err(Some(NotRepeated::KeyExpires));
        }
        // Last, so that only what is really repeated is paid for.
        if !budget.spend() {
            return Err(Some(NotRepeated::Budget));
        }
        Ok(wait)
    }
}
