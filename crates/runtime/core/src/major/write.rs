//! Writing amounts in major units.

use serde::ser::{Error, Serialize, Serializer};

use super::AmountFormat;
use crate::json::exact::{self, DIGITS};
use crate::{Amount, Patch, view};

/// The message for an amount that cannot be written.
const NO_DECIMALS: &str =
    "the currency is missing or its number of decimals is unknown, so the amount cannot be written";
const TOO_LARGE: &str = "the amount has more digits than a JSON number preserves, so it cannot be written";

/// One or more amounts to write in the API's format, or in minor units for rules.
#[derive(Debug, Clone, Copy)]
pub struct Major<'a, T>(pub &'a T, pub AmountFormat);

impl Major<'_, Amount> {
    /// Returns the text for a form, or why it cannot be written.
    pub(crate) fn text(&self) -> Result<String, &'static str> {
        if view::is_for_rules() {
            return Ok(self.0.minor().to_string());
        }
        self.1.decimals.map(|decimals| self.0.to_decimal(decimals)).ok_or(NO_DECIMALS)
    }
}

/// One or more amounts, or one that can be cleared.
pub trait Amounts {
    /// Returns why it cannot be written as JSON, if so.
    fn why_not(&self, format: AmountFormat) -> Option<&'static str>;

    /// Writes it as JSON.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be written.
    fn write<S: Serializer>(&self, format: AmountFormat, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: Amounts> Serialize for Major<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(self.1, serializer)
    }
}

impl Amounts for Amount {
    fn why_not(&self, format: AmountFormat) -> Option<&'static str> {
        match format {
            AmountFormat { decimals: None, .. } => Some(NO_DECIMALS),
            AmountFormat { is_number: true, decimals: Some(decimals) } if !is_kept(*self, decimals) => Some(TOO_LARGE),
            AmountFormat { .. } => None,
        }
    }

    fn write<S: Serializer>(&self, format: AmountFormat, serializer: S) -> Result<S::Ok, S::Error> {
        if view::is_for_rules() {
            return serializer.serialize_i64(self.minor());
        }
        if let Some(why) = self.why_not(format) {
            return Err(S::Error::custom(why));
        }
        let decimals = format.decimals.unwrap_or_default();
        let text = self.to_decimal(decimals);
        match (format.is_number, decimals) {
            (false, _) => serializer.serialize_str(&text),
            (true, 0) => serializer.serialize_i64(self.minor()),
            // `why_not` has checked that the shortest digits of the double are those of the text.
            (true, _) => serializer.serialize_f64(text.parse().map_err(S::Error::custom)?),
        }
    }
}

/// Whether the double of an amount is written with the digits of the amount, and read as them.
fn is_kept(amount: Amount, decimals: u8) -> bool {
    let text = amount.to_decimal(decimals);
    let digits = amount.minor().unsigned_abs().checked_ilog10().map_or(1, |log| log as usize + 1);
    let written = || text.parse().ok().map(|double: f64| double.to_string());
    digits <= DIGITS || written().is_some_and(|written| exact::value(&written) == exact::value(&text))
}

impl Amounts for Vec<Amount> {
    fn why_not(&self, format: AmountFormat) -> Option<&'static str> {
        self.iter().find_map(|amount| amount.why_not(format))
    }

    fn write<S: Serializer>(&self, format: AmountFormat, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|amount| Major(amount, format)))
    }
}

impl<T: Amounts> Amounts for Patch<T> {
    fn why_not(&self, format: AmountFormat) -> Option<&'static str> {
        match self {
            Self::Value(value) => value.why_not(format),
            Self::Null | Self::Absent => None,
        }
    }

    fn write<S: Serializer>(&self, format: AmountFormat, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.write(format, serializer),
            Self::Null | Self::Absent => serializer.serialize_none(),
        }
    }
}
