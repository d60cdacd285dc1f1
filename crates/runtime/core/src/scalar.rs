//! JSON scalars of any type: the basis of the lenient deserializers.
//!
//! Serde's own type errors quote the offending text, which may be a card number or a one-time password. This crate
//! therefore always reads a [`Scalar`] first and creates its own error.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::json::exact;

/// A scalar as written, or the kind of value found instead. For this crate's macros.
#[doc(hidden)]
#[derive(Debug)]
pub enum Scalar<'de> {
    Null,
    Boolean(bool),
    Integer(i128),
    Float(f64),
    /// The digits of a number that this crate cannot represent (only with serde\_json's arbitrary-precision numbers).
    Number(String),
    Text(Cow<'de, str>),
    List,
    Object,
}

impl<'de> Scalar<'de> {
    /// Returns the kind of value, for an error message; never the value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) | Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }

    /// Returns the text of a string, number or boolean.
    pub(crate) fn into_text(self) -> Result<Cow<'de, str>, Self> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Boolean(true) => Ok(Cow::Borrowed("true")),
            Self::Boolean(false) => Ok(Cow::Borrowed("false")),
            Self::Integer(number) => Ok(Cow::Owned(number.to_string())),
            Self::Float(number) => Ok(Cow::Owned(number.to_string())),
            Self::Number(digits) => Ok(Cow::Owned(digits)),
            Self::Null | Self::List | Self::Object => Err(self),
        }
    }

    /// Returns the text of a string, or of a number as written. A float has none: `1.10` reads as `1.1`, and the last
    /// of twenty digits are lost.
    pub(crate) fn into_exact_text(self) -> Result<Cow<'de, str>, Self> {
        match self {
            Self::Text(_) | Self::Integer(_) | Self::Number(_) => self.into_text(),
            other => Err(other),
        }
    }

    /// Returns the integer of an integer, of a float without a fraction, or of a string of decimal digits, including
    /// one with a fraction of zeros (`2500.00`).
    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => i64::try_from(*number).ok(),
            Self::Float(number) => integral(*number),
            Self::Number(digits) => exact::without_exponent(digits).and_then(|digits| whole(&digits)),
            Self::Text(text) => whole(text),
            Self::Null | Self::Boolean(_) | Self::List | Self::Object => None,
        }
    }
}

/// Parses an integer: digits, optionally with a fraction of zeros. Any other fraction is an error and is never rounded.
fn whole(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

/// Returns the integer of a float, if it is small enough that no other number could have become the same float.
///
/// serde\_json rounds twice when it reads a number with a point, so `9007199254740991.0` becomes one less although a
/// float could represent it. Below 2^44 such an error leaves a fraction, and a fraction of a hundredth is preserved as
/// well. Numbers with more digits are detected from the text, see [`exact`]; in a scanned text there is no such bound.
fn integral(number: f64) -> Option<i64> {
    const BEYOND: f64 = 17_592_186_044_416.0; // 2^44
    let is_known = |number: &f64| number.abs() < BEYOND || exact::is_looked_at();
    Some(number).filter(is_known).and_then(exact::digits_of).and_then(|digits| whole(&digits))
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// Reads a scalar and converts it, or returns why it cannot be converted.
pub(crate) fn read<'de, D, T>(
    deserializer: D,
    make: impl FnOnce(Scalar<'de>) -> Result<T, String>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    make(Scalar::deserialize(deserializer)?).map_err(D::Error::custom)
}

pub(crate) struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Self::Value, E> {
        Ok(match i128::try_from(value) {
            Ok(value) => Scalar::Integer(value),
            Err(_) => Scalar::Number(value.to_string()),
        })
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(value)))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::List)
    }

    /// An object, or a number: with serde\_json's feature `arbitrary_precision`, which any crate of the program may
    /// enable, a number arrives as a map that only `Value` can read.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(map))?;
        Ok(match value {
            Value::Number(number) => match number.as_i64() {
                Some(integer) => Scalar::Integer(integer.into()),
                None => Scalar::Number(number.to_string()),
            },
            _ => Scalar::Object,
        })
    }
}

/// A type that is written as one scalar. Implemented by this crate's macros and types.
#[doc(hidden)]
pub trait FromScalar: Sized {
    /// Converts the scalar, or returns why it cannot be converted, without quoting it.
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String>;
}

/// Reads a type that is written as one scalar.
#[doc(hidden)]
pub fn deserialize_scalar<'de, T: FromScalar, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, T::from_scalar)
}

/// Returns the text of a code or status: a string, or an integer, float or boolean as text. Compiled once for all
/// types.
#[doc(hidden)]
#[inline(never)]
pub fn code_of<'s>(scalar: Scalar<'s>, what: &str) -> Result<Cow<'s, str>, String> {
    scalar.into_text().map_err(|other| format!("{what}: expected text, found {}", other.kind()))
}

/// Returns the text of an identifier: a string or an integer. Compiled once for all types.
#[doc(hidden)]
#[inline(never)]
pub fn id_of<'s>(scalar: Scalar<'s>, what: &str) -> Result<Cow<'s, str>, String> {
    let refused = |other: Scalar<'_>| format!("{what}: expected text or an integer, found {}", other.kind());
    scalar.into_exact_text().map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::{FromScalar, Scalar};
    use crate::__private::DecimalAmount;
    use crate::Amount;

    /// Such numbers occur if any crate of the program enables serde\_json's `arbitrary_precision`.
    #[test]
    fn big_numbers_are_not_rounded_either() {
        let number = |digits: &str| Scalar::Number(digits.to_owned());
        for digits in ["1250.00000000000000001", "1.25000000000000000001e3", "12500000000000000000001e-19"] {
            assert!(Amount::from_scalar(number(digits)).is_err(), "{digits}");
        }
        for digits in ["1250.00000000000000000", "1.25e3", "12500e-1"] {
            assert_eq!(Amount::from_scalar(number(digits)).ok(), Some(Amount::from_minor(1250)), "{digits}");
        }
        let text = |digits: &str| DecimalAmount::from_scalar(number(digits)).ok();
        let same = DecimalAmount::from_scalar(Scalar::Text("12.50000000000000000001".into())).ok();
        assert_eq!(text("1.250000000000000000001e1"), same);
    }
}
