//! Decimal numbers that are not money: rates, percentages.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::exact;
use crate::scalar::{self, FromScalar, Scalar};

/// A decimal number with its original digits: an exchange rate, a percentage. For money, use [`Amount`](crate::Amount).
///
/// It is parsed from a JSON number or a string, and serialised as it was parsed. Equality compares the digits: `1.10`
/// and `1.1` are different. Do not multiply amounts by [`to_f64`](Self::to_f64); use the amounts that the API returns,
/// or pass [`as_str`](Self::as_str) to a decimal library.
///
/// `serde_json` reads a JSON number as a double, so up to 15 significant digits are exact. In a body read by a client
/// or a receiver, a number too small for a double is rejected: it would become 0.
///
/// ```
/// use payspec_core::Decimal;
///
/// let rate: Decimal = serde_json::from_str("0.8571").unwrap();
/// assert_eq!(rate.as_str(), "0.8571");
/// assert_eq!(serde_json::to_string(&rate).unwrap(), "0.8571");
/// assert_eq!("1.10".parse::<Decimal>().unwrap().to_f64(), 1.1);
/// assert!("1,10".parse::<Decimal>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: Arc<str>,
    is_text: bool,
}

impl Decimal {
    /// Returns empty digits, which do not allocate.
    pub(crate) fn blank_digits() -> Self {
        Self { digits: Arc::default(), is_text: false }
    }

    /// Returns the digits as written: an optional minus, digits, an optional fraction and an optional exponent.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// Returns the nearest double, for display or comparison; infinite if out of range.
    pub fn to_f64(&self) -> f64 {
        // Every text accepted here is also a number to the standard library.
        self.digits.parse().unwrap_or(f64::NAN)
    }
}

/// The text is not a decimal number. The message does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecimalError;

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a decimal number such as `1.25`: digits with at most one point")
    }
}

impl std::error::Error for DecimalError {}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        if is_decimal(text) { Ok(Self { digits: text.into(), is_text: true }) } else { Err(DecimalError) }
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self { digits: number.to_string().into(), is_text: false }
    }
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    [whole, fraction, exponent].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.digits)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({})", self.digits)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_text {
            return serializer.serialize_str(&self.digits);
        }
        if let Ok(integer) = self.digits.parse() {
            return serializer.serialize_i64(integer);
        }
        if let Ok(integer) = self.digits.parse() {
            return serializer.serialize_u64(integer);
        }
        let number = self.to_f64();
        if number.is_finite() {
            serializer.serialize_f64(number)
        } else {
            // serde_json would write `null`.
            Err(S::Error::custom("the number is too large for JSON"))
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize_scalar(deserializer)
    }
}

impl FromScalar for Decimal {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        let (kind, is_text) = (scalar.kind(), matches!(scalar, Scalar::Text(_)));
        let digits = match scalar {
            Scalar::Boolean(_) => None,
            Scalar::Float(number) => {
                exact::digits_of(number).or_else(|| (number != 0.0).then(|| number.to_string())).map(Cow::Owned)
            }
            scalar => scalar.into_text().ok(),
        };
        let digits = digits
            .filter(|text| is_decimal(text))
            .ok_or_else(|| format!("expected a decimal number, found {kind} that is not a decimal number"))?;
        Ok(Self { digits: digits.as_ref().into(), is_text })
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn is_written_the_way_it_was_read() {
        for json in ["1", "-3", "0.5", "1.25e-7", r#""1.10""#, r#""007""#, "12345678901234", "18446744073709551615"] {
            let number: Decimal = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
            assert_eq!(serde_json::to_value(&number).ok(), serde_json::from_str(json).ok(), "{json}");
        }
    }

    #[test]
    fn what_no_double_holds_is_neither_lost_nor_rounded() {
        let text = r#""1e999""#;
        let number: Decimal = serde_json::from_str(text).expect("digits and an exponent");
        assert_eq!(serde_json::to_string(&number).ok().as_deref(), Some(text));
        assert!(number.to_f64().is_infinite());
        assert!(serde_json::from_str::<Decimal>("1e999").is_err());
        assert!("NaN".parse::<Decimal>().is_err() && "inf".parse::<Decimal>().is_err());
        // Only serde_json with arbitrary precision passes such a number.
        let unquoted = Decimal { is_text: false, ..number };
        assert!(serde_json::to_string(&unquoted).is_err());
    }

    #[test]
    fn what_is_no_number_is_refused_without_being_quoted() {
        for json in ["true", "null", r#""""#, r#""1,5""#, r#""one""#, r#"".5""#, r#""1e""#, r#""4111x""#, "[]", "{}"] {
            let error = serde_json::from_str::<Decimal>(json).expect_err(json).to_string();
            assert!(error.starts_with("expected a decimal number, found "), "{json}: {error}");
            assert!(!error.contains("4111"), "{error}");
        }
    }
}
