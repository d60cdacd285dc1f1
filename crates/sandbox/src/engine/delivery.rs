//! Events, and their deliveries to webhooks.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use super::delivery_faults::DeliveryFault;
use super::time::Instant;

/// What happened to an object, as it is told to webhooks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identifier.
    pub id: String,
    /// The API's name of what happened, such as `TRANSACTION_SUCCEEDED`.
    pub name: String,
    /// The identifier of the object.
    pub about: String,
    /// When it happened.
    pub at: Instant,
    /// The body of a delivery.
    pub body: Vec<u8>,
}

/// An address to which events are posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The URL.
    pub url: String,
    /// When an event is posted again.
    pub retries: Retries,
    /// Headers of each delivery.
    pub headers: Vec<(&'static str, String)>,
}

/// When a delivery that was not acknowledged is made again: at equal intervals, until a window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// The time between two attempts.
    pub every: Duration,
    /// The time from the first attempt to the last one.
    pub within: Duration,
}

/// The number of a delivery in its world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

/// An attempt that is due: what is to be posted, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The delivery, to be told its outcome.
    pub id: DeliveryId,
    /// Where to post it.
    pub url: String,
    /// Headers of the request.
    pub headers: Vec<(&'static str, String)>,
    /// The event with the body.
    pub event: Arc<Event>,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver answered with this HTTP status.
    Answered(u16),
    /// There was no answer, for this reason.
    Failed(String),
}

impl Outcome {
    /// Returns `true` if the receiver acknowledged the event.
    pub fn is_acknowledged(&self) -> bool {
        matches!(self, Self::Answered(200..=299))
    }
}

/// An attempt to deliver an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it was due.
    pub at: Instant,
    /// How it ended; absent while it is made.
    pub outcome: Option<Outcome>,
}

/// The delivery of an event to one address, with all attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Identifies it.
    pub id: DeliveryId,
    /// What is delivered.
    pub event: Arc<Event>,
    /// Where to.
    pub subscription: Subscription,
    /// What was attempted so far.
    pub attempts: Vec<Attempt>,
    /// What went wrong with it on demand.
    pub fault: Option<DeliveryFault>,
}

impl Delivery {
    /// Returns `true` if the receiver has acknowledged the event.
    pub fn is_acknowledged(&self) -> bool {
        self.attempts.iter().any(|attempt| attempt.outcome.as_ref().is_some_and(Outcome::is_acknowledged))
    }

    /// The moment of the next attempt after one that failed, if there is one.
    pub(crate) fn next(&self) -> Option<Instant> {
        let (first, last) = (self.attempts.first()?.at, self.attempts.last()?.at);
        let next = last + self.subscription.retries.every;
        (!self.is_acknowledged() && next <= first + self.subscription.retries.within).then_some(next)
    }
}
