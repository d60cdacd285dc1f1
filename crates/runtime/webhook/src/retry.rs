//! When an API delivers an event again.

use std::time::Duration;

/// When an event that was not acknowledged is delivered again: at equal intervals, until a time has passed since the first
/// attempt. Generated crates define it as a constant.
///
/// A receiver that keeps the IDs of events to recognise a redelivery needs them for at least `within`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetrySchedule {
    /// The time between two attempts.
    pub every: Duration,
    /// The time from the first attempt to the last possible one.
    pub within: Duration,
}
