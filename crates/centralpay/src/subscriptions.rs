//! When a subscription bills, and when it ends.
//!
//! A model of a subscription says how much is billed at what interval (`intervalUnit`, `intervalCount`) and how often
//! (`iterationCount`). The page (L7542, L7551) says that the first payment does not count, so that three iterations are
//! four payments. All samples that tell an end say otherwise: the end is `iterationCount` intervals after the start,
//! less a day. This module follows the samples.
//!
//! ```
//! use centralpay::CalendarDate;
//! use centralpay::schedule::Interval;
//! use centralpay::subscriptions::SubscriptionTerms;
//!
//! // The sample of SUBSCRIPTION_CREATED: 12 months from 10 January 2024 end on 9 January 2025.
//! let start = CalendarDate { year: 2024, month: 1, day: 10 };
//! let terms = SubscriptionTerms::new(start, Interval::MONTHLY).iterations(12);
//! assert_eq!(terms.expected_end()?, Some(CalendarDate { year: 2025, month: 1, day: 9 }));
//!
//! let second = terms.period(1)?;
//! assert_eq!((second.start.month, second.start.day, second.end.month, second.end.day), (2, 10, 3, 9));
//! # Ok::<(), centralpay::schedule::ScheduleError>(())
//! ```

use centralpay_client::model::SubscriptionModel;
use centralpay_client::model::payspec_core::CalendarDate;

use crate::schedule::{self, Interval, IntervalUnit, ScheduleError};

/// What decides when a subscription bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscriptionTerms {
    start: CalendarDate,
    interval: Interval,
    iterations: Option<u32>,
}

impl SubscriptionTerms {
    /// A subscription from the day `start` (`startingDate`) that goes on until it is cancelled.
    pub const fn new(start: CalendarDate, interval: Interval) -> Self {
        Self { start, interval, iterations: None }
    }

    /// A subscription to a model from the day `start`, with the interval and the iterations of the model.
    ///
    /// ```
    /// use centralpay::model::{IntervalUnit, SubscriptionModel};
    /// use centralpay::subscriptions::SubscriptionTerms;
    ///
    /// let mut model = SubscriptionModel::new("b0a1c7f2"); // as client.subscription_models() gives it
    /// (model.interval_unit, model.interval_count) = (Some(IntervalUnit::Month), Some(1));
    /// model.iteration_count = Some(12);
    /// let terms = SubscriptionTerms::of_model(&model, "2024-01-10".parse()?)?;
    /// assert_eq!(terms.expected_end()?, Some("2025-01-09".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the model says no interval or one of a unit that this version does not know, and when it has iterations below
    /// 1, whose meaning is not documented.
    pub fn of_model(model: &SubscriptionModel, start: CalendarDate) -> Result<Self, ScheduleError> {
        let positive = |count: i64, or| match u32::try_from(count) {
            Ok(count) if count > 0 => Ok(count),
            _ if count > 0 => Err(ScheduleError::TooFar),
            _ => Err(or),
        };
        let unit = model.interval_unit.as_ref().ok_or(ScheduleError::UnknownUnit)?;
        let count = positive(model.interval_count.unwrap_or(0), ScheduleError::ZeroInterval)?;
        let interval = Interval::new(count, IntervalUnit::try_from(unit)?)?;
        let iterations = model.iteration_count.map(|count| positive(count, ScheduleError::NoIteration)).transpose()?;
        Ok(Self { start, interval, iterations })
    }

    /// How often it bills, the first time included (`iterationCount`).
    #[must_use]
    pub const fn iterations(mut self, count: u32) -> Self {
        self.iterations = Some(count);
        self
    }

    /// The last day that is paid for (`expectedEndingDate`); `None` when the subscription has no end.
    ///
    /// The subscription of an answer may lack the date although its model has a number of iterations: one that was
    /// reactivated does (sample SUBSCRIPTION_REACTIVATED).
    ///
    /// # Errors
    ///
    /// When the start is no day of the calendar, or the end lies after the year 9999.
    pub fn expected_end(&self) -> Result<Option<CalendarDate>, ScheduleError> {
        let after = self.iterations.map(|count| self.interval.nth(self.start, count)).transpose()?;
        after.map(schedule::day_before).transpose()
    }

    /// A period that is billed on its first day, counted from 0: `currentPeriodStart` and `currentPeriodEnd`.
    ///
    /// It does not look at the number of iterations.
    ///
    /// # Errors
    ///
    /// As for [`expected_end`](Self::expected_end).
    pub fn period(&self, index: u32) -> Result<Period, ScheduleError> {
        let next = index.checked_add(1).ok_or(ScheduleError::TooFar)?;
        let start = self.interval.nth(self.start, index)?;
        let end = schedule::day_before(self.interval.nth(self.start, next)?)?;
        Ok(Period { start, end })
    }
}

/// Days that one payment of a subscription is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Period {
    /// The first day; it is billed on this day.
    pub start: CalendarDate,
    /// The last day.
    pub end: CalendarDate,
}
