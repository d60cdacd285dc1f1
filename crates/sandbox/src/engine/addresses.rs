//! The addresses to which the events of a world are posted.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::webhook_url::WebhookUrl;

/// What is posted to a URL, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The URL.
    pub url: WebhookUrl,
    /// When an event that was not acknowledged is posted again.
    pub retries: Retries,
    /// Headers of each delivery.
    pub headers: Vec<(Cow<'static, str>, String)>,
}

/// The schedule of retries of a delivery that was not acknowledged: at equal intervals, for a limited time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retries {
    /// The time between two attempts.
    pub every: Duration,
    /// The time from the first attempt to the last one.
    pub within: Duration,
}

/// Identifies an address among those of its world. It is not used again when the address is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubscriptionId(usize);

const PREFIX: &str = "subscription-";

/// Counted from 1.
impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0.saturating_add(1))
    }
}

impl FromStr for SubscriptionId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: std::num::NonZeroUsize = text.strip_prefix(PREFIX).unwrap_or_default().parse()?;
        Ok(Self(number.get() - 1))
    }
}

/// An address. One that was removed is kept without its secrets, for the log of deliveries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Address {
    shown: String,
    subscription: Option<Subscription>,
}

/// All addresses that a world has or had. Only here is a URL kept with its secrets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Addresses(Vec<Address>);

impl Addresses {
    /// Adds an address, unless it is one already.
    pub(crate) fn add(&mut self, subscription: Subscription) -> SubscriptionId {
        if let Some((id, _)) = self.iter().find(|(_, known)| **known == subscription) {
            return id;
        }
        let shown = subscription.url.to_string();
        self.0.push(Address { shown, subscription: Some(subscription) });
        SubscriptionId(self.0.len() - 1)
    }

    /// Removes an address; returns `false` if there is none.
    pub(crate) fn remove(&mut self, id: SubscriptionId) -> bool {
        self.0.get_mut(id.0).is_some_and(|address| address.subscription.take().is_some())
    }

    /// An address that was not removed.
    pub(crate) fn get(&self, id: SubscriptionId) -> Option<&Subscription> {
        self.0.get(id.0)?.subscription.as_ref()
    }

    /// The URL without its secrets, even of an address that was removed.
    pub(crate) fn shown(&self, id: SubscriptionId) -> Option<&str> {
        self.0.get(id.0).map(|address| address.shown.as_str())
    }

    /// Those that were not removed.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (SubscriptionId, &Subscription)> {
        let all = self.0.iter().enumerate();
        all.filter_map(|(at, address)| Some((SubscriptionId(at), address.subscription.as_ref()?)))
    }
}
