//! Days that repeat: every so many days, weeks, months or years.
//!
//! Payments in instalments and subscriptions are described by a first day, an `intervalUnit` and an `intervalCount`.
//! All days are days of the calendar, without a time and a zone.
//!
//! ```
//! use payspec::centralpay::CalendarDate;
//! use payspec::centralpay::schedule::Interval;
//!
//! let start = CalendarDate { year: 2024, month: 1, day: 31 };
//! // Counted from the first day, so a short month does not shorten those after it.
//! assert_eq!(Interval::MONTHLY.nth(start, 1)?, CalendarDate { year: 2024, month: 2, day: 29 });
//! assert_eq!(Interval::MONTHLY.nth(start, 2)?, CalendarDate { year: 2024, month: 3, day: 31 });
//! # Ok::<(), payspec::centralpay::schedule::ScheduleError>(())
//! ```

use std::fmt;
use std::str::FromStr;

use centralpay_model as model;
use payspec_core::CalendarDate;

/// What an interval is counted in; `intervalUnit` on the wire.
///
/// The [unit of the model](model::IntervalUnit) may be a word that this version does not know. Days cannot be counted in
/// such a word, so here there is none; the two convert into each other.
///
/// ```
/// use payspec::centralpay::model;
/// use payspec::centralpay::schedule::IntervalUnit;
///
/// assert_eq!(IntervalUnit::try_from(&model::IntervalUnit::Week), Ok(IntervalUnit::Week));
/// assert_eq!(model::IntervalUnit::from(IntervalUnit::Week), model::IntervalUnit::Week);
/// assert!(IntervalUnit::try_from(&model::IntervalUnit::from("QUARTER")).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntervalUnit {
    /// `DAY` on the wire.
    Day,
    /// `WEEK` on the wire.
    Week,
    /// `MONTH` on the wire.
    Month,
    /// `YEAR` on the wire.
    Year,
}

impl IntervalUnit {
    /// Returns the word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Week => "WEEK",
            Self::Month => "MONTH",
            Self::Year => "YEAR",
        }
    }
}

impl fmt::Display for IntervalUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl TryFrom<&model::IntervalUnit> for IntervalUnit {
    type Error = ScheduleError;

    fn try_from(unit: &model::IntervalUnit) -> Result<Self, ScheduleError> {
        unit.as_str().parse()
    }
}

impl From<IntervalUnit> for model::IntervalUnit {
    fn from(unit: IntervalUnit) -> Self {
        match unit {
            IntervalUnit::Day => Self::Day,
            IntervalUnit::Week => Self::Week,
            IntervalUnit::Month => Self::Month,
            IntervalUnit::Year => Self::Year,
        }
    }
}

impl FromStr for IntervalUnit {
    type Err = ScheduleError;

    fn from_str(word: &str) -> Result<Self, ScheduleError> {
        let units = [Self::Day, Self::Week, Self::Month, Self::Year];
        units.into_iter().find(|unit| unit.as_str() == word).ok_or(ScheduleError::UnknownUnit)
    }
}

/// Every so many days, weeks, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    count: u32,
    unit: IntervalUnit,
}

impl Interval {
    /// Every day.
    pub const DAILY: Self = Self { count: 1, unit: IntervalUnit::Day };
    /// Every week.
    pub const WEEKLY: Self = Self { count: 1, unit: IntervalUnit::Week };
    /// Every month.
    pub const MONTHLY: Self = Self { count: 1, unit: IntervalUnit::Month };
    /// Every year.
    pub const YEARLY: Self = Self { count: 1, unit: IntervalUnit::Year };

    /// Every `count` units: `intervalCount` and `intervalUnit` on the wire.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::ZeroInterval`] when `count` is 0.
    pub const fn new(count: u32, unit: IntervalUnit) -> Result<Self, ScheduleError> {
        if count == 0 { Err(ScheduleError::ZeroInterval) } else { Ok(Self { count, unit }) }
    }

    /// Returns how many units; at least 1.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Returns the unit.
    pub const fn unit(self) -> IntervalUnit {
        self.unit
    }

    /// Returns the day that is `n` intervals after `start`; `start` itself for 0.
    ///
    /// Months and years are counted from `start`, and a day that the month does not have becomes its last: 31 January
    /// is followed by 29 February and then by 31 March. The document does not say what the platform does here, and no
    /// monthly plan of its samples starts after the 15th; starting on a day up to the 28th avoids the question.
    ///
    /// # Errors
    ///
    /// When `start` is no day of the calendar, or the result lies after the year 9999.
    pub fn nth(self, start: CalendarDate, n: u32) -> Result<CalendarDate, ScheduleError> {
        self.moved(start, i64::from(n))
    }

    /// Returns the day that is `n` intervals before `end`.
    #[cfg(feature = "files")]
    pub(crate) fn nth_before(self, end: CalendarDate, n: u32) -> Result<CalendarDate, ScheduleError> {
        self.moved(end, -i64::from(n))
    }

    fn moved(self, start: CalendarDate, n: i64) -> Result<CalendarDate, ScheduleError> {
        let units = i64::from(self.count).checked_mul(n).ok_or(ScheduleError::TooFar)?;
        let start = check(start)?;
        let day = match self.unit {
            IntervalUnit::Day => start.checked_add_days(units),
            IntervalUnit::Week => units.checked_mul(7).and_then(|days| start.checked_add_days(days)),
            IntervalUnit::Month => start.checked_add_months(units),
            IntervalUnit::Year => units.checked_mul(12).and_then(|months| start.checked_add_months(months)),
        };
        day.ok_or(ScheduleError::TooFar)
    }
}

/// Returns the day before.
#[cfg(feature = "operations")]
pub(crate) fn day_before(day: CalendarDate) -> Result<CalendarDate, ScheduleError> {
    check(day)?.checked_add_days(-1).ok_or(ScheduleError::TooFar)
}

/// Returns `true` if the calendar has the day.
pub(crate) fn check(day: CalendarDate) -> Result<CalendarDate, ScheduleError> {
    if day.exists() { Ok(day) } else { Err(ScheduleError::NoSuchDay) }
}

/// Why days cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// An interval of nothing.
    ZeroInterval,
    /// The word is none of `DAY`, `WEEK`, `MONTH` and `YEAR`.
    UnknownUnit,
    /// A number of iterations that makes no payment: below 0, or 0 where the first payment is one of them.
    NoIteration,
    /// The calendar has no such day, such as 30 February.
    NoSuchDay,
    /// The day lies outside of what can be counted, which ends with the year 9999.
    TooFar,
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroInterval => "an interval is 1 unit or more; give an interval count above 0",
            Self::UnknownUnit => "the unit of an interval is DAY, WEEK, MONTH or YEAR",
            Self::NoIteration => {
                "a subscription bills once or more; leave the iteration count out for one without an end"
            }
            Self::NoSuchDay => "the calendar has no such day; check day and month",
            Self::TooFar => "the day lies after the year 9999; check interval and count",
        })
    }
}

impl std::error::Error for ScheduleError {}
