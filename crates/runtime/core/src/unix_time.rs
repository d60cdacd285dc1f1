//! Times as a number: the time since the start of 1970.
//!
//! In Rust such a time is a [`DateTime`] in UTC. Nothing is rounded: a time that the number cannot represent exactly is
//! not written, and a number that is not an integer is not read.

use serde::ser::{Error, Serialize, Serializer};

use crate::scalar::Scalar;
use crate::{DateTime, Parsed, Patch, view};

const NO_INSTANT: &str = "it is not a point in time with an offset, so the time since 1970 is unknown; add an offset";
const FRACTION: &str = "it has a fraction that the API's number cannot represent; remove the fraction";

/// The unit of a time since 1970-01-01T00:00:00Z. Leap seconds are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnixTime {
    /// `1704455046`
    Seconds,
    /// `1704455046262`
    Milliseconds,
}

impl UnixTime {
    /// Returns the time of a number, in UTC: `2024-01-05T11:44:06Z`, with milliseconds if there are any. Returns `None`
    /// outside the years 0 to 9999.
    pub fn time(self, number: i64) -> Option<DateTime> {
        match self {
            Self::Seconds => DateTime::from_unix_seconds(number),
            Self::Milliseconds => {
                let whole = DateTime::from_unix_seconds(number.div_euclid(1000))?;
                match number.rem_euclid(1000) {
                    0 => Some(whole),
                    rest => Some(DateTime::from(format!("{}.{rest:03}Z", whole.as_str().trim_end_matches('Z')))),
                }
            }
        }
    }

    /// Parses a text: digits, or a point in time.
    pub fn read(self, text: &str) -> Option<DateTime> {
        self.of_scalar(Scalar::Text(text.into())).ok()
    }

    /// Converts a time to a number.
    ///
    /// # Errors
    ///
    /// Returns why it cannot be converted: it is not a point in time with an offset, or more precise than the number.
    pub fn number(self, time: &DateTime) -> Result<i64, &'static str> {
        let Some(Parsed::Instant { unix_seconds, nanoseconds, .. }) = time.parsed() else { return Err(NO_INSTANT) };
        match self {
            Self::Seconds if nanoseconds == 0 => Ok(unix_seconds),
            Self::Milliseconds if nanoseconds % 1_000_000 == 0 => {
                let milliseconds = i64::from(nanoseconds / 1_000_000);
                unix_seconds.checked_mul(1000).and_then(|whole| whole.checked_add(milliseconds)).ok_or(NO_INSTANT)
            }
            Self::Seconds | Self::Milliseconds => Err(FRACTION),
        }
    }

    pub(crate) fn of_scalar(self, scalar: Scalar<'_>) -> Result<DateTime, String> {
        if let Some(number) = scalar.as_integer() {
            return self.time(number).ok_or_else(|| "expected a time, found a number that is too large".to_owned());
        }
        let kind = scalar.kind();
        let written = match scalar {
            Scalar::Text(text) => Some(DateTime::from(&*text)),
            _ => None,
        };
        let is_instant = |time: &DateTime| matches!(time.parsed(), Some(Parsed::Instant { .. }));
        written
            .filter(is_instant)
            .ok_or_else(|| format!("expected a time as an integer, found {kind} that is not an integer"))
    }

    /// Returns the text for a form: digits, or as rules see it.
    pub(crate) fn text(self, time: &DateTime) -> Result<String, &'static str> {
        if view::is_for_rules() {
            Ok(time.as_str().to_owned())
        } else {
            self.number(time).map(|number| number.to_string())
        }
    }
}

/// One or more times, in the API's format.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a, T>(pub &'a T, pub UnixTime);

/// One or more times, or one that can be cleared.
pub trait Times {
    /// Returns why it cannot be written, if so.
    fn why_not(&self, unix: UnixTime) -> Option<&'static str>;

    /// Writes it as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be written.
    fn write<S: Serializer>(&self, unix: UnixTime, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Times> Serialize for Counted<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(self.1, serializer)
    }
}

impl Times for DateTime {
    fn why_not(&self, unix: UnixTime) -> Option<&'static str> {
        unix.number(self).err()
    }

    fn write<S: Serializer>(&self, unix: UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
        if view::is_for_rules() {
            return serializer.serialize_str(self.as_str());
        }
        serializer.serialize_i64(unix.number(self).map_err(S::Error::custom)?)
    }
}

impl Times for Vec<DateTime> {
    fn why_not(&self, unix: UnixTime) -> Option<&'static str> {
        self.iter().find_map(|time| time.why_not(unix))
    }

    fn write<S: Serializer>(&self, unix: UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|time| Counted(time, unix)))
    }
}

impl<T: Times> Times for Option<T> {
    fn why_not(&self, unix: UnixTime) -> Option<&'static str> {
        self.as_ref()?.why_not(unix)
    }

    fn write<S: Serializer>(&self, unix: UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(time) => time.write(unix, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Times> Times for Patch<T> {
    fn why_not(&self, unix: UnixTime) -> Option<&'static str> {
        self.value()?.why_not(unix)
    }

    fn write<S: Serializer>(&self, unix: UnixTime, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Some(time) => time.write(unix, serializer),
            None => serializer.serialize_none(),
        }
    }
}
