//! The retry policy: the number of attempts and the waits between them.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBackoff, ExponentialBuilder};

use crate::config_error::ConfigError;

/// The number of attempts of a call, and the waits between them.
///
/// A policy does not decide whether a call *may* be retried: it may if its operation only reads, or if it carries an
/// idempotency key that the API honours. It applies to temporary failures: failed or broken connections, timeouts, and
/// the statuses 408, 425, 429 and 5xx, except 501 and 505 to 511.
///
/// The backoff is exponential with full jitter: the maximum wait starts at the shortest delay and doubles with each
/// retry up to the longest delay; the actual wait is drawn between zero and that maximum. After a response with
/// `Retry-After`, the call waits that long and then the drawn wait. If the response asks for more than
/// [`longest_retry_after`](Self::longest_retry_after), the call is not retried and the error is returned; see
/// [`Error::retry_after`](crate::Error::retry_after).
///
/// ```
/// use std::time::Duration;
/// use payspec_http::RetryPolicy;
///
/// let patient = RetryPolicy::new()
///     .attempts(6)
///     .delays(Duration::from_secs(1), Duration::from_secs(60))
///     .longest_retry_after(Duration::from_secs(120));
/// assert_ne!(patient, RetryPolicy::never());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    shortest: Duration,
    longest: Duration,
    longest_retry_after: Duration,
}

impl RetryPolicy {
    /// Creates the default policy: up to three attempts, with waits of up to half a second before the second and up to
    /// one second before the third; a `Retry-After` of up to half a minute is honoured.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            shortest: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(30),
        }
    }

    /// Creates a policy with a single attempt.
    pub const fn never() -> Self {
        Self { attempts: 1, ..Self::new() }
    }

    /// Sets the maximum number of attempts, including the first.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the maximum wait before the first retry, and the upper limit of later ones.
    pub const fn delays(mut self, shortest: Duration, longest: Duration) -> Self {
        self.shortest = shortest;
        self.longest = longest;
        self
    }

    /// Sets the longest `Retry-After` that a call waits for. A call that is asked to wait longer is not retried.
    pub const fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if self.attempts == 0 {
            return Err(ConfigError::new(
                "the retry policy allows no attempt, so nothing would ever be sent: set at least 1, or \
                 `RetryPolicy::never()`",
            ));
        }
        if self.shortest > self.longest {
            return Err(ConfigError::new(
                "the shortest delay of the retry policy is longer than the longest: swap them",
            ));
        }
        Ok(())
    }

    pub(crate) fn patience(&self) -> Duration {
        self.longest_retry_after
    }

    /// Returns the maximum waits, one before each retry.
    pub(crate) fn longest_waits(&self) -> ExponentialBackoff {
        let repetitions = usize::try_from(self.attempts.saturating_sub(1)).unwrap_or(usize::MAX);
        ExponentialBuilder::new()
            .with_factor(2.0)
            .with_min_delay(self.shortest)
            .with_max_delay(self.longest)
            .with_max_times(repetitions)
            .build()
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(policy: RetryPolicy) -> Vec<u128> {
        policy.longest_waits().map(|wait| wait.as_millis()).collect()
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        assert_eq!(waits(RetryPolicy::new()), [500, 1_000]);
        let long = RetryPolicy::new().attempts(7).delays(Duration::from_millis(100), Duration::from_millis(1_500));
        assert_eq!(waits(long), [100, 200, 400, 800, 1_500, 1_500]);
        assert!(waits(RetryPolicy::never()).is_empty());
        assert!(waits(RetryPolicy::new().attempts(1)).is_empty());
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for (policy, part) in [
            (RetryPolicy::new().attempts(0), "at least 1"),
            (RetryPolicy::new().delays(Duration::from_secs(2), Duration::from_secs(1)), "swap them"),
        ] {
            let message = policy.check().expect_err(part).to_string();
            assert!(message.contains(part), "{message}");
        }
        RetryPolicy::never().check().expect("one attempt is a policy");
    }
}
