//! How often and for how long an API retries deliveries.

use std::time::Duration;

/// How often and for how long an API retries the delivery of an event that is not acknowledged: at equal intervals after
/// the first attempt. Generated crates define it as the constant `RETRY`.
///
/// Keep event IDs for at least `within`: until then, the same event may be delivered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetrySchedule {
    /// The time between two attempts.
    pub every: Duration,
    /// The time from the first attempt to the last possible one.
    pub within: Duration,
}
