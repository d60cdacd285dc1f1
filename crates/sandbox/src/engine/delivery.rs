//! Events, and their deliveries to webhooks.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::addresses::{Retries, SubscriptionId};
use super::delivery_faults::DeliveryFault;
use super::time::Instant;
use super::webhook_url::WebhookUrl;

/// An event about an object, as posted to webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its identifier.
    pub id: String,
    /// The API's name of the event, such as `TRANSACTION_SUCCEEDED`.
    pub name: String,
    /// The identifier of the object.
    pub about: String,
    /// When it happened.
    pub at: Instant,
    /// The body of a delivery.
    #[serde(with = "super::bytes_as_text")]
    pub body: Vec<u8>,
}

/// The number of a delivery in its world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeliveryId(pub(crate) usize);

const PREFIX: &str = "delivery-";

/// Counted from 1.
impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0.saturating_add(1))
    }
}

impl FromStr for DeliveryId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number: std::num::NonZeroUsize = text.strip_prefix(PREFIX).unwrap_or_default().parse()?;
        Ok(Self(number.get() - 1))
    }
}

/// An attempt that is due: the event and the URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The delivery, to which the outcome is reported.
    pub id: DeliveryId,
    /// Where to post it.
    pub url: WebhookUrl,
    /// Headers of the request.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The event with the body.
    pub event: Arc<Event>,
}

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The receiver responded with this HTTP status.
    Answered(u16),
    /// There was no response, for this reason.
    Failed(String),
}

impl Outcome {
    /// Returns `true` if the receiver acknowledged the event.
    pub fn is_acknowledged(&self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }
}

/// An attempt to deliver an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it was begun.
    pub at: Instant,
    /// Its outcome; absent while it is in progress.
    pub outcome: Option<Outcome>,
}

/// The delivery of an event to one address, with all attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Identifies it.
    pub id: DeliveryId,
    /// The event.
    pub event: Arc<Event>,
    /// The number of the event in its world.
    pub(crate) event_number: usize,
    /// The address.
    pub subscription: SubscriptionId,
    /// The URL without its secrets.
    pub url: String,
    /// The attempts so far.
    pub attempts: Vec<Attempt>,
    /// How many attempts are due and not begun yet.
    pub(crate) pending: u32,
    /// When it is attempted again, because it was not acknowledged.
    pub(crate) retry: Option<Instant>,
    /// The fault that applies to it.
    pub fault: Option<DeliveryFault>,
}

impl Delivery {
    /// Returns `true` if the receiver has acknowledged the event.
    pub fn is_acknowledged(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.outcome.as_ref().is_some_and(Outcome::is_acknowledged))
    }

    /// Returns `true` if an attempt is due, or is being made.
    pub fn is_under_way(&self) -> bool {
        self.pending > 0 || self.attempts.last().is_some_and(|attempt| attempt.outcome.is_none())
    }

    /// The moment of the next attempt after one that failed, if there is one.
    pub(crate) fn next(&self, retries: Retries) -> Option<Instant> {
        let (first, last) = (self.attempts.first()?.at, self.attempts.last()?.at);
        let next = last + retries.every;
        (!self.is_acknowledged() && next <= first + retries.within).then_some(next)
    }
}
