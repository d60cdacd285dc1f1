//! How CentralPay delivers events.

use centralpay_webhook::RETRY;

use crate::engine::addresses::{Retries, Subscription};
use crate::engine::webhook_url::WebhookUrl;

/// Has events posted to a URL as CentralPay does: again at the documented intervals until it is acknowledged.
pub fn subscription(url: WebhookUrl) -> Subscription {
    Subscription {
        url,
        retries: Retries { every: RETRY.every, within: RETRY.within },
        headers: vec![("Content-Type".into(), "application/json".to_owned())],
    }
}
