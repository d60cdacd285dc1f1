//! How payments of subscriptions and instalments are collected: what merchants set in the vendor's portal.

use std::fmt;
use std::sync::Arc;

use centralpay_model::limits;

use crate::engine::objects::Object;
use crate::engine::step::Step;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// The hour of collection, and the attempts after a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// The hour in Paris at which payments are made, 4 to 23.
    pub hour: u8,
    /// The days from each failed attempt to the next one: 1, 3, 5 or 7. After as many attempts, there is no other.
    pub retry_after_days: Vec<u8>,
}

/// What becomes of a subscription when the last attempt to collect an invoice has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FinalAction {
    /// It is cancelled.
    Canceled,
    /// Its status is FAILURE.
    Failure,
    /// Its status is FAILURE, and webhooks are told that it is unpaid.
    Unpaid,
}

/// The settings of a world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collections {
    /// The collection of subscriptions, with at most 3 attempts after the first.
    pub subscriptions: Collection,
    /// What follows the last attempt of a subscription.
    pub final_action: FinalAction,
    /// Whether the number of payments of a subscription includes the first one.
    pub count_includes_first: bool,
    /// The collection of instalments, with at most 4 attempts after the first.
    pub instalments: Collection,
}

/// The values that the samples show.
impl Default for Collections {
    fn default() -> Self {
        Self {
            subscriptions: Collection { hour: 6, retry_after_days: vec![3; 3] },
            final_action: FinalAction::Canceled,
            count_includes_first: true,
            instalments: Collection { hour: 4, retry_after_days: vec![3; 4] },
        }
    }
}

/// A setting that the portal does not offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionError(String);

impl fmt::Display for CollectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CollectionError {}

impl Object for Collections {
    const KIND: &'static str = "centralpay.collections";

    fn id(&self) -> &'static str {
        ""
    }
}

impl Collections {
    /// Sets how a world collects payments from now on. Planned attempts keep their time.
    ///
    /// # Errors
    ///
    /// An hour, a number of days or a number of attempts that the vendor's portal does not offer.
    pub fn set(self, world: &mut World) -> Result<(), CollectionError> {
        self.subscriptions.check("subscriptions", limits::SUBSCRIPTION_RETRIES)?;
        self.instalments.check("instalments", limits::INSTALLMENT_RETRIES)?;
        let mut step = Step::new(world);
        step.put(self);
        let changes = step.finish();
        world.commit(changes).map_err(|error| CollectionError(error.to_string()))
    }

    /// The settings of the world in which a step happens.
    pub(super) fn of(step: &Step<'_>) -> Arc<Self> {
        step.get("").unwrap_or_default()
    }
}

impl Collection {
    fn check(&self, of: &str, retries: i64) -> Result<(), CollectionError> {
        if !(4..=23).contains(&self.hour) {
            return Err(CollectionError(format!("the hour of {of} is {}; expected 4 to 23", self.hour)));
        }
        if let Some(days) = self.retry_after_days.iter().find(|days| ![1, 3, 5, 7].contains(*days)) {
            return Err(CollectionError(format!("{of} are retried after {days} days; expected 1, 3, 5 or 7")));
        }
        if i64::try_from(self.retry_after_days.len()).is_ok_and(|days| days > retries) {
            return Err(CollectionError(format!("{of} are retried at most {retries} times")));
        }
        Ok(())
    }

    /// The days until the attempt after some failures, if there is one.
    pub(super) fn retry(&self, failures: i64) -> Option<i64> {
        let index = usize::try_from(failures.checked_sub(1)?).ok()?;
        self.retry_after_days.get(index).map(|days| i64::from(*days))
    }
}
