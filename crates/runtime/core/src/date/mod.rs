//! Dates and times that keep the received text and parse it on demand.

pub(crate) mod calendar;
mod parse;
mod write;

#[cfg(feature = "jiff")]
mod convert;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::printable::Short;
use crate::scalar::{self, FromScalar, Scalar};

#[cfg(feature = "jiff")]
pub use convert::ConvertError;
pub use parse::{CalendarDate, ClockTime, NoDateError, Parsed};
pub use write::CompactDate;

/// A date or a point in time, as text.
///
/// Providers write the same field in several forms, so a `DateTime` keeps its original text and writes exactly that
/// text again. Construction never fails; [`parsed`](Self::parsed) returns what could be parsed. Equality and hash are
/// those of the text: two texts for the same instant are different.
///
/// These forms are recognised; surrounding white space is ignored:
///
/// - `2024-01-05`, `20240105`
/// - `2024-01-05T12:44`, `2024-01-05T12:44:06`, `2024-01-05T12:44:06.262837` with one to nine decimals,
///   with `T`, `t` or a blank between date and time
/// - each of these times followed by an offset: `+01:00`, `+0100`, `+01`, `Z` or `z`
/// - `202401051244`, `20240105124406`
///
/// A second of 60 (a leap second) is read as 59.
///
/// ```
/// use payspec_core::{DateTime, Parsed};
///
/// let date = DateTime::from("2024-01-05T12:44:06.262837+01:00");
/// assert_eq!(date.unix_seconds(), Some(1_704_455_046));
/// assert_eq!(date.calendar_date(), Some((2024, 1, 5)));
/// assert_eq!(date.as_str(), "2024-01-05T12:44:06.262837+01:00");
///
/// assert_eq!(DateTime::from("soon").parsed(), None);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(Arc<str>);

impl DateTime {
    /// Returns an empty text, which does not allocate.
    pub(crate) fn blank_text() -> Self {
        Self(Arc::default())
    }

    /// Returns the text as received or constructed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Parses the text. Returns `None` if it has none of the forms above or is not a possible date.
    pub fn parsed(&self) -> Option<Parsed> {
        parse::parse(&self.0)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z, rounded down.
    ///
    /// Returns `None` unless the text is an instant: without an offset, the zone is unknown.
    pub fn unix_seconds(&self) -> Option<i64> {
        match self.parsed()? {
            Parsed::Instant { unix_seconds, .. } => Some(unix_seconds),
            Parsed::Local { .. } | Parsed::Date(_) => None,
        }
    }

    /// Returns the instant as a [`SystemTime`], or `None` when the text has no offset.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let Parsed::Instant { unix_seconds, nanoseconds, .. } = self.parsed()? else {
            return None;
        };
        let whole = Duration::from_secs(unix_seconds.unsigned_abs());
        let second = if unix_seconds < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(whole)?
        } else {
            SystemTime::UNIX_EPOCH.checked_add(whole)?
        };
        second.checked_add(Duration::from_nanos(nanoseconds.into()))
    }

    /// Creates the instant `YYYY-MM-DDTHH:MM:SSZ`, with seconds rounded down. Returns `None` outside the years 0 to
    /// 9999.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use payspec_core::DateTime;
    ///
    /// let now = DateTime::from_system_time(SystemTime::now()).unwrap();
    /// assert!(now.unix_seconds().is_some());
    /// ```
    pub fn from_system_time(time: SystemTime) -> Option<Self> {
        let seconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).ok()?,
            Err(error) => {
                let before = error.duration();
                let started = i64::from(before.subsec_nanos() > 0);
                i64::try_from(before.as_secs()).ok()?.checked_neg()?.checked_sub(started)?
            }
        };
        Self::from_unix_seconds(seconds)
    }

    /// Returns the year, month and day as written: an instant is not moved to another zone. For a single value, use
    /// [`CalendarDate::try_from`].
    pub fn calendar_date(&self) -> Option<(i16, u8, u8)> {
        let date = parse::written_date(&self.0)?;
        Some((date.year, date.month, date.day))
    }

    /// Creates the date `YYYY-MM-DD`. Returns `None` if the day does not exist or the year is not within 0 to 9999.
    pub fn from_date(year: i16, month: u8, day: u8) -> Option<Self> {
        write::date(year, month, day).map(Self::from)
    }

    /// Creates the instant `YYYY-MM-DDTHH:MM:SSZ`. Returns `None` outside the years 0 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        write::instant(seconds).map(Self::from)
    }

    /// Creates the instant `YYYY-MM-DDTHH:MM:SSZ` from a date and time in UTC. Returns `None` if it does not exist.
    pub fn from_utc(year: i16, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Option<Self> {
        write::utc(year, month, day, hour, minute, second).map(Self::from)
    }

    /// Formats the value in one of the compact forms: an instant in UTC, anything else as written.
    ///
    /// Returns `None` if the text cannot be parsed, or if the form needs a time of day and the text has none.
    pub fn compact(&self, form: CompactDate) -> Option<String> {
        write::compact(self.parsed()?, form)
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

/// Converts to `YYYY-MM-DD`, as [`CalendarDate`] displays it, even if the day does not exist in the calendar.
impl From<CalendarDate> for DateTime {
    fn from(date: CalendarDate) -> Self {
        Self::from(date.to_string())
    }
}

/// Converts the date as written: an instant is not moved to another zone.
impl TryFrom<&DateTime> for CalendarDate {
    type Error = NoDateError;

    fn try_from(date: &DateTime) -> Result<Self, NoDateError> {
        parse::written_date(&date.0).ok_or(NoDateError(()))
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateTime").field(&Short(self.as_str())).finish()
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Accepts any string; a number is kept as its digits.
impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize_scalar(deserializer)
    }
}

impl FromScalar for DateTime {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        match scalar.into_text() {
            Ok(text) => Ok(Self::from(&*text)),
            Err(other) => Err(format!("expected a date as text, found {}", other.kind())),
        }
    }
}
