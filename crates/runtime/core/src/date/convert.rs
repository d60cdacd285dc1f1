//! Conversions to and from jiff types, behind the feature `jiff`.

use std::fmt;

use jiff::civil;

use super::{DateTime, Parsed};

/// The text is not an instant (or not a date): it cannot be parsed, or lacks the part that was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvertError(&'static str);

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ConvertError {}

/// Writes the instant in UTC, with the decimals it needs.
impl From<jiff::Timestamp> for DateTime {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self::from(timestamp.to_string())
    }
}

/// Writes `YYYY-MM-DD`.
impl From<civil::Date> for DateTime {
    fn from(date: civil::Date) -> Self {
        Self::from(date.to_string())
    }
}

impl TryFrom<&DateTime> for jiff::Timestamp {
    type Error = ConvertError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertError> {
        const NO_INSTANT: ConvertError = ConvertError("the text is not a date and time with an offset");
        let Some(Parsed::Instant { unix_seconds, nanoseconds, .. }) = date.parsed() else {
            return Err(NO_INSTANT);
        };
        let nanoseconds = i32::try_from(nanoseconds).map_err(|_| NO_INSTANT)?;
        Self::new(unix_seconds, nanoseconds).map_err(|_| NO_INSTANT)
    }
}

/// Converts the date as written: an instant is not moved to another zone.
impl TryFrom<&DateTime> for civil::Date {
    type Error = ConvertError;

    fn try_from(date: &DateTime) -> Result<Self, ConvertError> {
        const NO_DAY: ConvertError = ConvertError("the text is not a date");
        let (year, month, day) = date.calendar_date().ok_or(NO_DAY)?;
        let narrow = |number: u8| i8::try_from(number).map_err(|_| NO_DAY);
        Self::new(year, narrow(month)?, narrow(day)?).map_err(|_| NO_DAY)
    }
}
