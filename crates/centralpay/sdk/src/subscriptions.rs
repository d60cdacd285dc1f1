//! Billing dates and the end of a subscription.
//!
//! A subscription model defines the amount, the interval (`intervalUnit`, `intervalCount`) and the number of iterations
//! (`iterationCount`). **Whether that count includes the first payment is not known**: the page and its worked example
//! say no, three subscriptions in the samples say yes. The wrong interpretation costs a customer one payment too many
//! or the merchant one too few. So there is no default here: whoever sends a count or calculates with one chooses an
//! [`IterationReading`]. Until the vendor has answered, or a short subscription has been tried on the test platform,
//! omit the count and cancel after the last payment.
//!
//! ```
//! use payspec::centralpay::CalendarDate;
//! use payspec::centralpay::schedule::Interval;
//! use payspec::centralpay::subscriptions::{IterationReading, SubscriptionTerms};
//!
//! // The sample of SUBSCRIPTION_CREATED: 12 months from 10 January 2024 end on 9 January 2025.
//! let start = CalendarDate { year: 2024, month: 1, day: 10 };
//! let terms = SubscriptionTerms::new(start, Interval::MONTHLY).iterations(12, IterationReading::FirstIncluded);
//! assert_eq!(terms.expected_end()?, Some(CalendarDate { year: 2025, month: 1, day: 9 }));
//!
//! let second = terms.period(1)?;
//! assert_eq!((second.start.month, second.start.day, second.end.month, second.end.day), (2, 10, 3, 9));
//! # Ok::<(), payspec::centralpay::schedule::ScheduleError>(())
//! ```
//!
//! # The two readings
//!
//! [`FirstExcluded`](IterationReading::FirstExcluded) is what the page says (“Abonnement”), with this example: 30.00
//! EUR, `intervalUnit` DAY, `intervalCount` 3 and `iterationCount` 3 make 4 payments in 12 days.
//!
//! [`FirstIncluded`](IterationReading::FirstIncluded) is what the samples show and an older tutorial says. The one
//! above (SUBSCRIPTION_CREATED) has `startingDate` 2024-01-10, MONTH, 1 and 12, and `expectedEndingDate` 2025-01-09.
//! All three subscriptions in the samples are of this form, and none lists its payments.
//!
//! ```
//! use payspec::centralpay::schedule::{Interval, IntervalUnit};
//! use payspec::centralpay::subscriptions::{IterationReading, SubscriptionTerms};
//!
//! let every_3_days = SubscriptionTerms::new("2024-01-01".parse()?, Interval::new(3, IntervalUnit::Day)?);
//! let page = every_3_days.iterations(3, IterationReading::FirstExcluded);
//! assert_eq!((page.payments(), page.expected_end()?), (Some(4), Some("2024-01-12".parse()?)));
//! let samples = every_3_days.iterations(3, IterationReading::FirstIncluded);
//! assert_eq!((samples.payments(), samples.expected_end()?), (Some(3), Some("2024-01-09".parse()?)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use centralpay_model::{
    CreateSubscriptionModel, CreateSubscriptionModelRequired, Currency, IntervalUnit as Unit, SubscriptionModel,
};
use payspec_core::Amount;
use payspec_core::CalendarDate;
pub use payspec_core::{IterationError, IterationReading, Iterations};

use crate::schedule::{self, Interval, IntervalUnit, ScheduleError};

/// The terms that determine when a subscription bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscriptionTerms {
    start: CalendarDate,
    interval: Interval,
    /// The number of payments, or why it cannot be determined.
    payments: Option<Result<u32, ScheduleError>>,
}

/// The arguments of [`SubscriptionTerms::model_request`], by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRequired {
    /// The amount of each payment.
    pub amount: Amount,
    /// The currency of the amount.
    pub currency: Currency,
    /// The name of the offer.
    pub name: String,
}

impl SubscriptionTerms {
    /// Creates terms of a subscription that starts on `start` (`startingDate`) and continues until it is cancelled.
    pub const fn new(start: CalendarDate, interval: Interval) -> Self {
        Self { start, interval, payments: None }
    }

    /// Creates terms of a subscription to a model that starts on `start`, with the model's interval and iterations,
    /// interpreted according to `reading`.
    ///
    /// ```
    /// use payspec::centralpay::model::{IntervalUnit, SubscriptionModel};
    /// use payspec::centralpay::subscriptions::{IterationReading, SubscriptionTerms};
    ///
    /// let mut model = SubscriptionModel::new("b0a1c7f2"); // as client.subscription_models() gives it
    /// (model.interval_unit, model.interval_count) = (Some(IntervalUnit::Month), Some(1));
    /// model.iteration_count = Some(12);
    /// let terms = SubscriptionTerms::of_model(&model, "2024-01-10".parse()?, IterationReading::FirstIncluded)?;
    /// assert_eq!(terms.expected_end()?, Some("2025-01-09".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the model has no interval or one with an unknown unit, or if its iterations make no payment.
    pub fn of_model(
        model: &SubscriptionModel,
        start: CalendarDate,
        reading: IterationReading,
    ) -> Result<Self, ScheduleError> {
        let natural = |count: i64, or| match u32::try_from(count) {
            Ok(count) => Ok(count),
            Err(_) if count > 0 => Err(ScheduleError::TooFar),
            Err(_) => Err(or),
        };
        let unit = model.interval_unit.as_ref().ok_or(ScheduleError::UnknownUnit)?;
        let count = natural(model.interval_count.unwrap_or(0), ScheduleError::ZeroInterval)?;
        let interval = Interval::new(count, IntervalUnit::try_from(unit)?)?;
        let iterations = model.iteration_count.map(|count| natural(count, ScheduleError::NoIteration)).transpose()?;
        let payments = iterations.map(|count| payments(count, reading)).transpose()?.map(Ok);
        Ok(Self { start, interval, payments })
    }

    /// Sets the number of payments by an `iterationCount`, interpreted according to `reading`.
    #[must_use]
    pub const fn iterations(mut self, count: u32, reading: IterationReading) -> Self {
        self.payments = Some(payments(count, reading));
        self
    }

    /// Sets the number of payments, including the first.
    #[must_use]
    pub const fn of_payments(mut self, payments: u32) -> Self {
        self.payments = Some(if payments == 0 { Err(ScheduleError::NoIteration) } else { Ok(payments) });
        self
    }

    /// Returns the number of payments, including the first, or `None` if it has no end or a count that makes no
    /// payment.
    pub fn payments(&self) -> Option<u32> {
        self.payments.and_then(Result::ok)
    }

    /// Creates the request for a model with these terms: the amount of each payment, and the `iterationCount` that makes
    /// these payments according to `reading`. The start date is not part of a model.
    ///
    /// ```
    /// use payspec::centralpay::Amount;
    /// use payspec::centralpay::model::Currency;
    /// use payspec::centralpay::schedule::Interval;
    /// use payspec::centralpay::subscriptions::{IterationReading, ModelRequired, SubscriptionTerms};
    ///
    /// let terms = SubscriptionTerms::new("2024-01-10".parse()?, Interval::MONTHLY).of_payments(12);
    /// let required =
    ///     ModelRequired { amount: Amount::from_minor(2_990), currency: Currency::EUR, name: "Monthly".into() };
    /// let params = terms.model_request(required, IterationReading::FirstExcluded)?;
    /// assert_eq!(params.iteration_count.map(|sent| sent.count()), Some(11)); // send it with client.subscription_models().create(params)
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the terms have a count that makes no payment.
    pub fn model_request(
        &self,
        required: ModelRequired,
        reading: IterationReading,
    ) -> Result<CreateSubscriptionModel, ScheduleError> {
        let (unit, count) = (Unit::from(self.interval.unit()), i64::from(self.interval.count()));
        let ModelRequired { amount, currency, name } = required;
        let params = CreateSubscriptionModel::new(CreateSubscriptionModelRequired {
            amount,
            currency,
            name,
            interval_unit: unit,
            interval_count: count,
        });
        let Some(payments) = self.payments.transpose()? else { return Ok(params) };
        let iterations = Iterations::of_payments(payments, reading).map_err(|_| ScheduleError::NoIteration)?;
        Ok(params.iteration_count(iterations))
    }

    /// Returns the last day that is paid for (`expectedEndingDate`), or `None` if the subscription has no end.
    ///
    /// The subscription in a response may lack the date although its model has a number of iterations: a reactivated
    /// one does (sample SUBSCRIPTION_REACTIVATED).
    ///
    /// # Errors
    ///
    /// Returns an error if the start does not exist, the end is after the year 9999, or the iterations make no payment.
    pub fn expected_end(&self) -> Result<Option<CalendarDate>, ScheduleError> {
        let payments = self.payments.transpose()?;
        let after = payments.map(|count| self.interval.nth(self.start, count)).transpose()?;
        after.map(schedule::day_before).transpose()
    }

    /// Returns a period, counted from 0, which is billed on its first day: `currentPeriodStart` and `currentPeriodEnd`.
    ///
    /// The number of iterations is not checked.
    ///
    /// # Errors
    ///
    /// Same as [`expected_end`](Self::expected_end).
    pub fn period(&self, index: u32) -> Result<Period, ScheduleError> {
        let next = index.checked_add(1).ok_or(ScheduleError::TooFar)?;
        let start = self.interval.nth(self.start, index)?;
        let end = schedule::day_before(self.interval.nth(self.start, next)?)?;
        Ok(Period { start, end })
    }
}

const fn payments(count: u32, reading: IterationReading) -> Result<u32, ScheduleError> {
    match reading.payments(count) {
        Ok(payments) => Ok(payments),
        Err(IterationError::NoPayment) => Err(ScheduleError::NoIteration),
        Err(_) => Err(ScheduleError::TooFar),
    }
}

/// The days covered by one payment of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Period {
    /// The first day, on which it is billed.
    pub start: CalendarDate,
    /// The last day.
    pub end: CalendarDate,
}
