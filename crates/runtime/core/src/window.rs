//! Time windows: until when something can be done.

use crate::date::calendar::{after_epoch, seconds_since_epoch};
use crate::date::{CalendarDate, ClockTime, DateTime, Parsed};

/// How long something is possible after its start: 7 days to capture, 13 months to dispute.
///
/// Minutes and hours are exact. Days and months follow the calendar at the offset of the start, so a window of 7 days
/// closes at the same time of day, and one of a month on the same day of the next month or, if that month is shorter,
/// on its last day. The provider's handling of daylight saving time is rarely documented: leave a margin of an hour.
///
/// No clock is read: the caller passes the current time.
///
/// # Examples
///
/// ```
/// use payspec_core::{DateTime, Window};
///
/// const CAPTURE: Window = Window::days(7);
/// let authorised = DateTime::from("2024-01-05T12:44:06+01:00");
///
/// assert_eq!(CAPTURE.closes(&authorised), Some("2024-01-12T12:44:06+01:00".into()));
/// assert_eq!(CAPTURE.is_open(&authorised, &"2024-01-12T11:44:06Z".into()), Some(true));
/// assert_eq!(CAPTURE.is_open(&authorised, &"2024-01-12T11:44:07Z".into()), Some(false));
/// // If either is a date, the whole last day counts.
/// assert_eq!(CAPTURE.is_open(&authorised, &"2024-01-12".into()), Some(true));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window(Length);

/// A number of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Length {
    Minutes(u32),
    Days(u32),
    Months(u32),
}

impl Window {
    /// Creates a window of this many minutes.
    pub const fn minutes(count: u32) -> Self {
        Self(Length::Minutes(count))
    }

    /// Creates a window of this many hours of 60 minutes.
    pub const fn hours(count: u32) -> Self {
        Self(Length::Minutes(count.saturating_mul(60)))
    }

    /// Creates a window of this many calendar days.
    pub const fn days(count: u32) -> Self {
        Self(Length::Days(count))
    }

    /// Creates a window of this many weeks of seven calendar days.
    pub const fn weeks(count: u32) -> Self {
        Self(Length::Days(count.saturating_mul(7)))
    }

    /// Creates a window of this many calendar months.
    pub const fn months(count: u32) -> Self {
        Self(Length::Months(count))
    }

    /// Returns the last moment, in the form of the start: an instant at the start's own offset, a local time, or a
    /// date.
    ///
    /// Returns `None` if the start cannot be parsed, if a window of minutes or hours starts with a date, and beyond the
    /// year 9999.
    pub fn closes(self, start: &DateTime) -> Option<DateTime> {
        match start.parsed()? {
            Parsed::Instant { unix_seconds, nanoseconds, offset_seconds } => {
                let (date, time) = after_epoch(unix_seconds + i64::from(offset_seconds))?;
                let (date, time) = self.end(date, ClockTime { nanosecond: nanoseconds, ..time })?;
                let sign = if offset_seconds < 0 { '-' } else { '+' };
                let minutes = offset_seconds.unsigned_abs() / 60;
                let (hours, minutes) = (minutes / 60, minutes % 60);
                Some(format!("{}{sign}{hours:02}:{minutes:02}", written(date, time)).into())
            }
            Parsed::Local { date, time } => {
                let (date, time) = self.end(date, time)?;
                Some(written(date, time).into())
            }
            Parsed::Date(date) => self.last_day(date).map(DateTime::from),
        }
    }

    /// Returns the last moment, in local time of the start.
    fn end(self, date: CalendarDate, time: ClockTime) -> Option<(CalendarDate, ClockTime)> {
        let Length::Minutes(count) = self.0 else { return Some((self.last_day(date)?, time)) };
        let (date, end) = after_epoch(seconds_since_epoch(date, time)?.checked_add(i64::from(count) * 60)?)?;
        Some((date, ClockTime { nanosecond: time.nanosecond, ..end }))
    }

    fn last_day(self, start: CalendarDate) -> Option<CalendarDate> {
        match self.0 {
            Length::Minutes(_) => None,
            Length::Days(count) => start.checked_add_days(count.into()),
            Length::Months(count) => start.checked_add_months(count.into()),
        }
    }

    /// Returns `true` if it has not closed yet. The last moment itself, and times before the start, count as open.
    ///
    /// Two instants are compared exactly. If one of the two has no offset, their dates are compared as written, and the
    /// whole last day counts. Returns `None` if a text cannot be parsed.
    pub fn is_open(self, start: &DateTime, now: &DateTime) -> Option<bool> {
        let end = self.closes(start)?;
        match (instant(&end), instant(now)) {
            (Some(end), Some(now)) => Some(now <= end),
            _ => Some(now.calendar_date()? <= end.calendar_date()?),
        }
    }

    /// Returns the seconds until it closes, negative afterwards, or `None` unless start and now are instants.
    pub fn seconds_left(self, start: &DateTime, now: &DateTime) -> Option<i64> {
        self.closes(start)?.unix_seconds()?.checked_sub(now.unix_seconds()?)
    }
}

/// Formats a date and a time of day, with the decimals that it needs.
fn written(date: CalendarDate, time: ClockTime) -> String {
    let ClockTime { hour, minute, second, nanosecond } = time;
    let whole = format!("{date}T{hour:02}:{minute:02}:{second:02}");
    if nanosecond == 0 {
        return whole;
    }
    format!("{whole}.{}", format!("{nanosecond:09}").trim_end_matches('0'))
}

fn instant(date: &DateTime) -> Option<(i64, u32)> {
    match date.parsed()? {
        Parsed::Instant { unix_seconds, nanoseconds, .. } => Some((unix_seconds, nanoseconds)),
        Parsed::Local { .. } | Parsed::Date(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use crate::DateTime;

    fn closes(window: Window, start: &str) -> Option<String> {
        window.closes(&start.into()).map(|end| end.as_str().to_owned())
    }

    #[test]
    fn closes_in_the_form_of_its_start() {
        let cases = [
            (Window::minutes(15), "2024-01-26T12:02:55.731546+01:00", "2024-01-26T12:17:55.731546+01:00"),
            (Window::hours(24), "2024-02-28T23:30:00Z", "2024-02-29T23:30:00+00:00"),
            (Window::days(7), "2024-12-28T08:00:00-05:00", "2025-01-04T08:00:00-05:00"),
            (Window::weeks(8), "2024-01-01", "2024-02-26"),
            (Window::months(13), "2023-01-31T10:00:00", "2024-02-29T10:00:00"),
            (Window::months(1), "2023-01-31", "2023-02-28"),
        ];
        for (window, start, end) in cases {
            assert_eq!(closes(window, start).as_deref(), Some(end), "{window:?} from {start}");
        }
    }

    #[test]
    fn says_nothing_where_nothing_can_be_said() {
        assert_eq!(closes(Window::days(7), "soon"), None);
        assert_eq!(closes(Window::minutes(5), "2024-01-05"), None, "a day has no minutes");
        assert_eq!(closes(Window::days(u32::MAX), "2024-01-05"), None);
        assert_eq!(closes(Window::months(12), "9999-06-01"), None);
        let start = DateTime::from("2024-01-05T12:00:00Z");
        assert_eq!(Window::days(1).is_open(&start, &"never".into()), None);
        assert_eq!(Window::days(1).seconds_left(&start, &"2024-01-05".into()), None);
    }

    #[test]
    fn counts_the_seconds_left() {
        let start = DateTime::from("2024-01-05T12:00:00+01:00");
        assert_eq!(Window::minutes(5).seconds_left(&start, &"2024-01-05T11:04:00Z".into()), Some(60));
        assert_eq!(Window::minutes(5).seconds_left(&start, &"2024-01-05T11:06:00Z".into()), Some(-60));
    }

    #[test]
    fn the_last_day_is_open_to_its_end_where_a_day_is_all_we_know() {
        let debit = DateTime::from("2024-01-05");
        let open = |now: &str| Window::weeks(8).is_open(&debit, &now.into());
        assert_eq!(open("2024-03-01T23:59:59+01:00"), Some(true));
        assert_eq!(open("2024-03-02T00:00:00+01:00"), Some(false));
    }
}
