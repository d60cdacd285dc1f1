//! Formatting of the dates that this crate constructs.

use super::calendar;
use super::parse::{CalendarDate, ClockTime, Parsed};

/// The forms without separators used in requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum CompactDate {
    /// `YYYYMMDD`
    Day,
    /// `YYYYMMDDHHMM`, UTC
    Minute,
    /// `YYYYMMDDHHMMSS`, UTC
    Second,
}

impl CompactDate {
    /// Returns the form as letters, for messages and documentation: `YYYYMMDD`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "YYYYMMDD",
            Self::Minute => "YYYYMMDDHHMM",
            Self::Second => "YYYYMMDDHHMMSS",
        }
    }
}

/// Formats `YYYY-MM-DD`, if the day exists and the year has four digits.
pub(super) fn date(year: i16, month: u8, day: u8) -> Option<String> {
    let is_day = CalendarDate { year, month, day }.exists();
    (is_day && (0..=9999).contains(&year)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

pub(super) fn utc(year: i16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<String> {
    let date = date(year, month, day)?;
    (hour <= 23 && minute <= 59 && second <= 59).then(|| format!("{date}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// Formats `YYYY-MM-DDTHH:MM:SSZ`.
pub(super) fn instant(unix_seconds: i64) -> Option<String> {
    let (date, time) = calendar::after_epoch(unix_seconds)?;
    let (year, month, day) = (date.year, date.month, date.day);
    utc(year, month, day, time.hour, time.minute, time.second)
}

pub(super) fn compact(parsed: Parsed, form: CompactDate) -> Option<String> {
    let (date, time) = match parsed {
        Parsed::Instant { unix_seconds, .. } => {
            let (date, time) = calendar::after_epoch(unix_seconds)?;
            (date, Some(time))
        }
        Parsed::Local { date, time } => (date, Some(time)),
        Parsed::Date(date) => (date, None),
    };
    let CalendarDate { year, month, day } = date;
    match (form, time) {
        (CompactDate::Day, _) => Some(format!("{year:04}{month:02}{day:02}")),
        (CompactDate::Minute, Some(ClockTime { hour, minute, .. })) => {
            Some(format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}"))
        }
        (CompactDate::Second, Some(ClockTime { hour, minute, second, .. })) => {
            Some(format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}"))
        }
        (CompactDate::Minute | CompactDate::Second, None) => None,
    }
}
