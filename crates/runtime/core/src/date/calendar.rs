//! Calendar arithmetic: which days exist, and how far apart they are. The algorithms are those of jiff-core, the part
//! of jiff without time zones and formats; jiff itself takes four times as long to compile.

use std::ops::RangeInclusive;

use jiff_core::civil;

use super::parse::{CalendarDate, ClockTime};

const DAY: i64 = 24 * 60 * 60;

/// The range of years that fits the text form.
const YEARS: RangeInclusive<i16> = 0..=9999;

/// Returns the seconds since 1970-01-01T00:00:00 for a local date and time, or `None` if the day does not exist.
pub(crate) fn seconds_since_epoch(date: CalendarDate, time: ClockTime) -> Option<i64> {
    let day = civil_date(date)?.to_unix_epoch_day().day();
    let seconds = (i64::from(time.hour) * 60 + i64::from(time.minute)) * 60 + i64::from(time.second);
    Some(i64::from(day) * DAY + seconds)
}

/// Returns the date and time this many seconds after 1970-01-01T00:00:00, or `None` outside the years 0 to 9999.
pub(crate) fn after_epoch(seconds: i64) -> Option<(CalendarDate, ClockTime)> {
    let day = i32::try_from(seconds.div_euclid(DAY)).ok()?;
    let date = calendar_date(civil::UnixEpochDay::new(day).ok()?.to_date())?;
    let second = u32::try_from(seconds.rem_euclid(DAY)).ok()?;
    let part = |value: u32| u8::try_from(value % 60).ok();
    let hour = u8::try_from(second / 3600).ok()?;
    Some((date, ClockTime { hour, minute: part(second / 60)?, second: part(second)?, nanosecond: 0 }))
}

impl CalendarDate {
    /// Returns `true` if the day exists in the calendar.
    pub fn exists(self) -> bool {
        civil_date(self).is_some()
    }

    /// Returns the date `days` later, or earlier if negative. Returns `None` if this date does not exist or the
    /// resulting year is not within 0 to 9999.
    ///
    /// ```
    /// use payspec_core::CalendarDate;
    ///
    /// let last = CalendarDate { year: 2024, month: 12, day: 31 };
    /// assert_eq!(last.checked_add_days(1), Some(CalendarDate { year: 2025, month: 1, day: 1 }));
    /// assert_eq!(last.checked_add_days(-366), Some(CalendarDate { year: 2023, month: 12, day: 31 }));
    /// ```
    #[must_use]
    pub fn checked_add_days(self, days: i64) -> Option<Self> {
        calendar_date(civil_date(self)?.checked_add(i32::try_from(days).ok()?).ok()?)
    }

    /// Returns the same day of the month `months` later, or earlier if negative; in a shorter month, its last day.
    /// Returns `None` if this date does not exist or the resulting year is not within 0 to 9999.
    ///
    /// ```
    /// use payspec_core::CalendarDate;
    ///
    /// let last = CalendarDate { year: 2024, month: 1, day: 31 };
    /// assert_eq!(last.checked_add_months(1), Some(CalendarDate { year: 2024, month: 2, day: 29 }));
    /// assert_eq!(last.checked_add_months(-2), Some(CalendarDate { year: 2023, month: 11, day: 30 }));
    /// ```
    #[must_use]
    pub fn checked_add_months(self, months: i64) -> Option<Self> {
        let day = civil_date(self)?.day();
        let months = (i64::from(self.year) * 12 + i64::from(self.month) - 1).checked_add(months)?;
        let year = i16::try_from(months.div_euclid(12)).ok().filter(|year| YEARS.contains(year))?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        calendar_date(civil::Date::new(year, month, day.min(civil::days_in_month(year, month))).ok()?)
    }
}

fn civil_date(date: CalendarDate) -> Option<civil::Date> {
    civil::Date::new(date.year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn calendar_date(date: civil::Date) -> Option<CalendarDate> {
    Some(CalendarDate {
        year: Some(date.year()).filter(|year| YEARS.contains(year))?,
        month: u8::try_from(date.month()).ok()?,
        day: u8::try_from(date.day()).ok()?,
    })
}
