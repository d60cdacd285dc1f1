//! Date parsing: a strict scan of the supported forms.
//!
//! The scanner is our own because jiff's civil types silently drop an offset, and because each compact form would need
//! a format of its own.

use std::fmt;
use std::str::FromStr;

use super::calendar;

/// A calendar date.
///
/// It parses the texts that a [`DateTime`](crate::DateTime) understands, and is written as `YYYY-MM-DD`.
///
/// ```
/// use payspec_core::{CalendarDate, DateTime};
///
/// let day: CalendarDate = "2024-02-29".parse()?;
/// assert_eq!(day, CalendarDate { year: 2024, month: 2, day: 29 });
/// assert_eq!(DateTime::from(day), DateTime::from("2024-02-29"));
/// assert_eq!(CalendarDate::try_from(&DateTime::from("2024-02-29T23:30:00-05:00"))?, day);
/// assert!("2023-02-29".parse::<CalendarDate>().is_err());
/// # Ok::<(), payspec_core::NoDateError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    /// The year, 0 to 9999.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub day: u8,
}

/// Writes `YYYY-MM-DD`.
impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

impl FromStr for CalendarDate {
    type Err = NoDateError;

    fn from_str(text: &str) -> Result<Self, NoDateError> {
        written_date(text).ok_or(NoDateError(()))
    }
}

/// The text is not a calendar date. The error does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDateError(pub(super) ());

impl fmt::Display for NoDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not a calendar date; write it as YYYY-MM-DD")
    }
}

impl std::error::Error for NoDateError {}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute, 0 to 59.
    pub minute: u8,
    /// The second, 0 to 59; 0 when the text has none.
    pub second: u8,
    /// Nanoseconds within the second, 0 to 999,999,999.
    pub nanosecond: u32,
}

/// The parsed content of a [`DateTime`](crate::DateTime).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parsed {
    /// A date, a time and an offset: a single point in time.
    Instant {
        /// Seconds since 1970-01-01T00:00:00Z, rounded down; negative before.
        unix_seconds: i64,
        /// Nanoseconds after that second, 0 to 999,999,999.
        nanoseconds: u32,
        /// The offset as written, in seconds east of UTC.
        offset_seconds: i32,
    },
    /// A date and a time without an offset: the zone is unknown.
    Local {
        /// The date.
        date: CalendarDate,
        /// The time of day.
        time: ClockTime,
    },
    /// A date without a time.
    Date(CalendarDate),
}

/// The parts of a text, each within its range.
struct Written {
    date: CalendarDate,
    time: Option<ClockTime>,
    offset_seconds: Option<i32>,
}

pub(super) fn parse(text: &str) -> Option<Parsed> {
    let written = scan(text)?;
    let Some(time) = written.time else {
        return Some(Parsed::Date(written.date));
    };
    let Some(offset_seconds) = written.offset_seconds else {
        return Some(Parsed::Local { date: written.date, time });
    };
    let unix_seconds = calendar::seconds_since_epoch(written.date, time)? - i64::from(offset_seconds);
    Some(Parsed::Instant { unix_seconds, nanoseconds: time.nanosecond, offset_seconds })
}

/// Returns the date as written, whatever offset follows.
pub(super) fn written_date(text: &str) -> Option<CalendarDate> {
    scan(text).map(|written| written.date)
}

fn scan(text: &str) -> Option<Written> {
    let text = text.trim().as_bytes();
    if text.len() >= 8 && text.iter().all(u8::is_ascii_digit) {
        return compact(text);
    }
    let mut rest = Cursor(text);
    let date = rest.date()?;
    if rest.0.is_empty() {
        return Some(Written { date, time: None, offset_seconds: None });
    }
    rest.one_of(b"Tt ")?;
    let time = rest.time()?;
    let offset_seconds = if rest.0.is_empty() { None } else { Some(rest.offset()?) };
    rest.0.is_empty().then_some(Written { date, time: Some(time), offset_seconds })
}

/// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`.
fn compact(digits: &[u8]) -> Option<Written> {
    let mut rest = Cursor(digits);
    let date = day(rest.year()?, rest.two()?, rest.two()?)?;
    let time = match rest.0.len() {
        0 => None,
        4 => Some(clock(rest.two()?, rest.two()?, 0, 0)?),
        6 => Some(clock(rest.two()?, rest.two()?, rest.two()?, 0)?),
        _ => return None,
    };
    Some(Written { date, time, offset_seconds: None })
}

fn day(year: i16, month: u8, day: u8) -> Option<CalendarDate> {
    let date = CalendarDate { year, month, day };
    date.exists().then_some(date)
}

fn clock(hour: u8, minute: u8, second: u8, nanosecond: u32) -> Option<ClockTime> {
    (hour <= 23 && minute <= 59 && second <= 60).then_some(ClockTime {
        hour,
        minute,
        second: second.min(59),
        nanosecond,
    })
}

/// The remaining input.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    fn one_of(&mut self, accepted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        accepted.contains(&first).then(|| {
            self.0 = rest;
            first
        })
    }

    fn digit(&mut self) -> Option<u8> {
        self.one_of(b"0123456789").map(|byte| byte - b'0')
    }

    fn two(&mut self) -> Option<u8> {
        Some(self.digit()? * 10 + self.digit()?)
    }

    fn year(&mut self) -> Option<i16> {
        Some(i16::from(self.two()?) * 100 + i16::from(self.two()?))
    }

    /// `YYYY-MM-DD`.
    fn date(&mut self) -> Option<CalendarDate> {
        let year = self.year()?;
        self.one_of(b"-")?;
        let month = self.two()?;
        self.one_of(b"-")?;
        day(year, month, self.two()?)
    }

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f` with one to nine decimals.
    fn time(&mut self) -> Option<ClockTime> {
        let hour = self.two()?;
        self.one_of(b":")?;
        let minute = self.two()?;
        if self.one_of(b":").is_none() {
            return clock(hour, minute, 0, 0);
        }
        let second = self.two()?;
        let nanosecond = match self.one_of(b".,") {
            Some(_) => self.fraction()?,
            None => 0,
        };
        clock(hour, minute, second, nanosecond)
    }

    fn fraction(&mut self) -> Option<u32> {
        let mut nanoseconds = u32::from(self.digit()?);
        for _ in 1..9 {
            nanoseconds = nanoseconds * 10 + u32::from(self.digit().unwrap_or(0));
        }
        Some(nanoseconds)
    }

    /// `Z`, `±HH`, `±HHMM` or `±HH:MM`, in seconds east of UTC.
    fn offset(&mut self) -> Option<i32> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.two()?;
        let minutes = if self.0.is_empty() {
            0
        } else {
            let _colon = self.one_of(b":");
            self.two()?
        };
        (hours <= 23 && minutes <= 59).then(|| sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
    }
}
