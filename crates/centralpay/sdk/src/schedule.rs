//! Recurring dates: every number of days, weeks, months or years.
//!
//! Instalments and subscriptions are described by a start date, an `intervalUnit` and an `intervalCount`. All dates are
//! calendar dates, without a time and a zone.
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

/// The unit of an interval; `intervalUnit` on the wire.
///
/// The [unit of the model](model::IntervalUnit) may be a value that this version does not know, with which dates cannot
/// be calculated. This type contains only known ones; the two convert into each other.
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
    /// Returns the wire value.
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

/// An interval of a number of days, weeks, months or years.
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

    /// Creates an interval of `count` units: `intervalCount` and `intervalUnit` on the wire.
    ///
    /// # Errors
    ///
    /// Returns [`ScheduleError::ZeroInterval`] if `count` is 0.
    pub const fn new(count: u32, unit: IntervalUnit) -> Result<Self, ScheduleError> {
        if count == 0 { Err(ScheduleError::ZeroInterval) } else { Ok(Self { count, unit }) }
    }

    /// Returns the number of units; at least 1.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// Returns the unit.
    pub const fn unit(self) -> IntervalUnit {
        self.unit
    }

    /// Returns the date `n` intervals after `start`; `start` itself for 0.
    ///
    /// Months and years are counted from `start`, and a day that the month does not have becomes its last: 31 January
    /// is followed by 29 February and then by 31 March. The documentation does not say what the platform does in this
    /// case, and no monthly plan in its samples starts after the 15th; a start on or before the 28th avoids the
    /// question.
    ///
    /// # Errors
    ///
    /// Returns an error if `start` does not exist, or if the result is after the year 9999.
    pub fn nth(self, start: CalendarDate, n: u32) -> Result<CalendarDate, ScheduleError> {
        self.moved(start, i64::from(n))
    }

    /// Returns the date `n` intervals before `end`.
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

/// Returns the previous day.
#[cfg(feature = "operations")]
pub(crate) fn day_before(day: CalendarDate) -> Result<CalendarDate, ScheduleError> {
    check(day)?.checked_add_days(-1).ok_or(ScheduleError::TooFar)
}

/// Returns the date, or an error if it does not exist.
pub(crate) fn check(day: CalendarDate) -> Result<CalendarDate, ScheduleError> {
    if day.exists() { Ok(day) } else { Err(ScheduleError::NoSuchDay) }
}

/// The reason why dates cannot be calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScheduleError {
    /// The interval is zero.
    ZeroInterval,
    /// The unit is none of `DAY`, `WEEK`, `MONTH` and `YEAR`.
    UnknownUnit,
    /// The number of iterations makes no payment: negative, or 0 if the first payment is included.
    NoIteration,
    /// The date does not exist, such as 30 February.
    NoSuchDay,
    /// The date is after the year 9999, the last that is supported.
    TooFar,
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroInterval => "an interval is at least 1 unit; set an interval count above 0",
            Self::UnknownUnit => "the unit of an interval is DAY, WEEK, MONTH or YEAR",
            Self::NoIteration => "a subscription bills at least once; omit the iteration count for one without an end",
            Self::NoSuchDay => "the date does not exist; check day and month",
            Self::TooFar => "the date is after the year 9999; check interval and count",
        })
    }
}

impl std::error::Error for ScheduleError {}
