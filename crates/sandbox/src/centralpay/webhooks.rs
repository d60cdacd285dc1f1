//! How CentralPay delivers events.

use centralpay_webhook::RETRY;

use crate::engine::delivery::{Retries, Subscription};

/// Has events posted to a URL as CentralPay does: again at the documented intervals until it is acknowledged.
pub fn subscription(url: impl Into<String>) -> Subscription {
    Subscription {
        url: url.into(),
        retries: Retries { every: RETRY.every, within: RETRY.within },
        headers: vec![("Content-Type", "application/json".to_owned())],
    }
}
