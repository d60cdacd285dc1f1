//! Days and hours in Paris, by which the vendor plans payments.

use centralpay_model::IntervalUnit;
use payspec_core::{CalendarDate, DateTime};

use crate::engine::time::Instant;

const HOUR: i64 = 60 * 60;

const DAY: i64 = 24 * HOUR;

/// The last day that can be written.
const LAST: CalendarDate = CalendarDate { year: 9999, month: 12, day: 31 };

/// Hours by which Paris is ahead of UTC: 2 from the last Sunday of March to that of October, at 01:00 UTC each.
pub(super) fn offset(at: Instant) -> i64 {
    let seconds = at.unix_seconds();
    let is_summer = || {
        let (year, _, _) = DateTime::from_unix_seconds(seconds)?.calendar_date()?;
        let change = |month| Some(last_sunday(year, month)? * DAY + HOUR);
        Some((change(3)?..change(10)?).contains(&seconds))
    };
    if is_summer().unwrap_or(false) { 2 } else { 1 }
}

/// The last Sunday of a month of 31 days, in days since 1970-01-01, a Thursday.
fn last_sunday(year: i16, month: u8) -> Option<i64> {
    let last = days(CalendarDate { year, month, day: 31 })?;
    Some(last - (last + 4).rem_euclid(7))
}

/// Days since 1970-01-01.
fn days(date: CalendarDate) -> Option<i64> {
    Some(DateTime::from_utc(date.year, date.month, date.day, 0, 0, 0)?.unix_seconds()?.div_euclid(DAY))
}

fn local(at: Instant) -> Option<DateTime> {
    DateTime::from_unix_seconds(at.unix_seconds().checked_add(offset(at) * HOUR)?)
}

/// The day of a moment in Paris.
pub(super) fn day(at: Instant) -> CalendarDate {
    let date = local(at).and_then(|local| local.calendar_date());
    date.map_or(LAST, |(year, month, day)| CalendarDate { year, month, day })
}

/// The moment of an hour of a day, both in UTC.
pub(super) fn at(date: CalendarDate, utc_hour: i64) -> Option<Instant> {
    Some(Instant::from_unix_millis((days(date)? * DAY + utc_hour * HOUR) * 1_000))
}

/// The moment at which a day begins in Paris.
pub(super) fn midnight(date: CalendarDate) -> Option<Instant> {
    // The clock is changed later in the night, so the evening before has the offset of midnight.
    let evening = at(date, -2)?;
    at(date, -offset(evening))
}

/// A planned attempt to collect an invoice, as the vendor writes it.
pub(super) fn to_the_second(at: Instant) -> DateTime {
    written(at, "2024-01-18T06:00:00".len())
}

/// A planned attempt to collect an instalment, as the vendor writes it.
pub(super) fn to_the_minute(at: Instant) -> DateTime {
    written(at, "2024-01-18T06:00".len())
}

fn written(at: Instant, length: usize) -> DateTime {
    let text = local(at).map(|local| local.as_str().get(..length).unwrap_or_default().to_owned());
    let text = text.unwrap_or_else(|| "9999-12-31T23:59:59".get(..length).unwrap_or_default().to_owned());
    DateTime::from(format!("{text}+0{}:00", offset(at)))
}

/// A day as the API writes it.
pub(super) fn date(day: CalendarDate) -> DateTime {
    DateTime::from(day.to_string())
}

/// The day that a parameter names.
pub(super) fn parse(date: &DateTime) -> Option<CalendarDate> {
    let (year, month, day) = date.calendar_date()?;
    Some(CalendarDate { year, month, day }).filter(|day| day.exists())
}

/// The day some intervals after the first one, from which all are counted: 31 January is followed by the last day of
/// February and by 31 March.
pub(super) fn nth(first: CalendarDate, unit: &IntervalUnit, count: i64, n: u32) -> Option<CalendarDate> {
    let units = count.checked_mul(i64::from(n))?;
    match unit {
        IntervalUnit::Day => first.checked_add_days(units),
        IntervalUnit::Week => first.checked_add_days(units.checked_mul(7)?),
        IntervalUnit::Month => first.checked_add_months(units),
        IntervalUnit::Year => first.checked_add_months(units.checked_mul(12)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{CalendarDate, DateTime, Instant, IntervalUnit, at, day, midnight, nth, to_the_minute, to_the_second};

    fn moment(text: &str) -> Instant {
        Instant::from_unix_millis(DateTime::from(text).unix_seconds().expect("an instant") * 1_000)
    }

    fn date(text: &str) -> CalendarDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_day_begins_at_midnight_in_paris() {
        for (text, expected) in [
            ("2024-01-05T22:59:59Z", "2024-01-05"),
            ("2024-01-05T23:00:00Z", "2024-01-06"),
            ("2024-07-05T21:59:59Z", "2024-07-05"),
            ("2024-07-05T22:00:00Z", "2024-07-06"),
        ] {
            assert_eq!(day(moment(text)), date(expected), "{text}");
        }
        for (text, begins) in [
            ("2024-03-31", "2024-03-30T23:00:00Z"),
            ("2024-04-01", "2024-03-31T22:00:00Z"),
            ("2024-10-27", "2024-10-26T22:00:00Z"),
            ("2024-10-28", "2024-10-27T23:00:00Z"),
        ] {
            assert_eq!(midnight(date(text)), Some(moment(begins)), "{text}");
        }
    }

    #[test]
    fn the_clock_is_changed_on_the_last_sundays() {
        for (text, written) in [
            ("2024-03-31T00:59:59Z", "2024-03-31T01:59:59+01:00"),
            ("2024-03-31T01:00:00Z", "2024-03-31T03:00:00+02:00"),
            ("2024-10-27T00:59:59Z", "2024-10-27T02:59:59+02:00"),
            ("2024-10-27T01:00:00Z", "2024-10-27T02:00:00+01:00"),
            ("2021-10-31T01:00:00Z", "2021-10-31T02:00:00+01:00"),
        ] {
            assert_eq!(to_the_second(moment(text)).as_str(), written);
        }
        // The sample of a plan across the change: 8 o'clock in summer is 7 o'clock in winter.
        let hour = |text| to_the_minute(at(date(text), 6).expect("a moment")).as_str().to_owned();
        assert_eq!([hour("2021-10-29"), hour("2021-11-12")], ["2021-10-29T08:00+02:00", "2021-11-12T07:00+01:00"]);
    }

    #[test]
    fn months_are_counted_from_the_first_day() {
        let first = date("2024-01-31");
        let months: Vec<String> =
            (0..4).filter_map(|n| nth(first, &IntervalUnit::Month, 1, n)).map(|day| day.to_string()).collect();
        assert_eq!(months, ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]);
        assert_eq!(nth(first, &IntervalUnit::Week, 2, 1), Some(date("2024-02-14")));
        assert_eq!(nth(date("2024-02-29"), &IntervalUnit::Year, 1, 1), Some(date("2025-02-28")));
        assert_eq!(nth(first, &IntervalUnit::Day, 3, 3), Some(date("2024-02-09")));
        assert_eq!(nth(first, &IntervalUnit::Year, i64::MAX, 2), None);
        assert_eq!(nth(first, &IntervalUnit::from("QUARTER"), 1, 1), None);
    }

    #[test]
    fn the_end_of_time_is_a_day() {
        assert_eq!(day(Instant::from_unix_millis(i64::MAX)), date("9999-12-31"));
        assert!(to_the_minute(Instant::from_unix_millis(i64::MAX)).as_str().starts_with("9999-12-31T23:59"));
    }
}
