//! How CentralPay delivers events.

use std::time::Duration;

use centralpay_model::windows;

use super::dates::closes;
use crate::engine::delivery::{Retries, Subscription};
use crate::engine::time::Instant;

/// The documented time between two attempts. The spec has the window as data, and this figure in its text only.
const EVERY: Duration = Duration::from_secs(5 * 60);

/// Has events posted to a URL as CentralPay does: again every 5 minutes for 2 hours, until it is acknowledged.
pub fn subscription(url: impl Into<String>) -> Subscription {
    let start = Instant::from_unix_millis(0);
    let within = closes(windows::WEBHOOK_REPETITION, start).since(start);
    Subscription {
        url: url.into(),
        retries: Retries { every: EVERY, within },
        headers: vec![("Content-Type", "application/json".to_owned())],
    }
}
