//! Reading amounts in major units.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::{AmountFormat, EXACT_DIGITS};
use crate::json::recovery::{self, FieldNames};
use crate::scalar::{self, Scalar};
use crate::{Amount, AmountError};

/// An amount as it was read, before the currency is known: the digits of a JSON text or number.
///
/// The text is not checked yet. There is no exponent in it, unless it was a text and had one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecimalAmount(String);

impl<'de> Deserialize<'de> for DecimalAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::read(deserializer, |scalar| {
            let kind = scalar.kind();
            let digits = match scalar {
                Scalar::Text(text) => Some(text.into_owned()),
                Scalar::Integer(number) => Some(number.to_string()),
                Scalar::Float(number) => digits_of(number),
                // With serde_json's big numbers: as it was written, perhaps with an exponent.
                Scalar::Number(digits) if digits.contains(['e', 'E']) => digits.parse().ok().and_then(digits_of),
                Scalar::Number(digits) => Some(digits),
                Scalar::Null | Scalar::Boolean(_) | Scalar::List | Scalar::Object => None,
            };
            digits
                .map(Self)
                .ok_or_else(|| format!("expected an amount as a decimal number, found {kind} that is not one"))
        })
    }
}

/// The digits of a double, where it has no more than a double can hold: then they are those that were written.
fn digits_of(number: f64) -> Option<String> {
    // Rust writes the shortest digits that lead back to the same double, and no exponent.
    let text = number.to_string();
    let digits = text.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    (number.is_finite() && digits <= EXACT_DIGITS).then_some(text)
}

impl DecimalAmount {
    fn amount(&self, format: AmountFormat) -> Result<Amount, &'static str> {
        let decimals = format
            .decimals
            .ok_or("expected an amount beside a currency with known decimals; the currency is missing or not known")?;
        from_decimal(&self.0, decimals).map_err(|error| match error {
            AmountError::TooManyDecimals { .. } => "expected an amount with no more decimals than its currency has",
            AmountError::OutOfRange => "expected an amount that is not as large",
            AmountError::NotDecimal => "expected an amount as a decimal number, and the text is none",
        })
    }
}

/// Reads an amount. Zeros that the currency has no place for change nothing.
fn from_decimal(text: &str, decimals: u8) -> Result<Amount, AmountError> {
    let Some((whole, fraction)) = text.split_once('.') else { return Amount::from_decimal(text, decimals) };
    let (kept, surplus) = fraction.split_at_checked(usize::from(decimals)).unwrap_or((fraction, ""));
    if surplus.is_empty() || surplus.bytes().any(|digit| digit != b'0') {
        return Amount::from_decimal(text, decimals);
    }
    if kept.is_empty() {
        Amount::from_decimal(whole, decimals)
    } else {
        Amount::from_decimal(&text[..=whole.len() + kept.len()], decimals)
    }
}

/// What becomes an amount, or several, once the currency is known.
pub trait Decimals {
    /// Amounts in minor units.
    type Amounts;

    /// Reads them.
    ///
    /// # Errors
    ///
    /// What was expected, without the text.
    fn amounts(self, format: AmountFormat) -> Result<Self::Amounts, &'static str>;
}

impl Decimals for DecimalAmount {
    type Amounts = Amount;

    fn amounts(self, format: AmountFormat) -> Result<Amount, &'static str> {
        self.amount(format)
    }
}

impl<T: Decimals> Decimals for Option<T> {
    type Amounts = Option<T::Amounts>;

    fn amounts(self, format: AmountFormat) -> Result<Self::Amounts, &'static str> {
        self.map(|amount| amount.amounts(format)).transpose()
    }
}

impl<T: Decimals> Decimals for Vec<T> {
    type Amounts = Vec<T::Amounts>;

    fn amounts(self, format: AmountFormat) -> Result<Self::Amounts, &'static str> {
        self.into_iter().map(|amount| amount.amounts(format)).collect()
    }
}

/// A member that turned out not to fit after the object was read.
#[derive(Debug)]
pub struct MemberError {
    name: &'static str,
    why: &'static str,
}

/// Reads the amounts of a field, once the currency is known.
///
/// # Errors
///
/// What was expected of the member of this name.
pub fn read_amount<T: Decimals>(name: &'static str, read: T, format: AmountFormat) -> Result<T::Amounts, MemberError> {
    read.amounts(format).map_err(|why| MemberError { name, why })
}

/// Reads an object in two steps: its members as an `R`, and what that makes of them. `names` are the fields that have
/// several names.
///
/// # Errors
///
/// The reader's own, and what `make` says, at the member.
pub fn read_object<'de, D, R, T>(
    deserializer: D,
    names: FieldNames,
    make: fn(R) -> Result<T, MemberError>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    R: Deserialize<'de>,
{
    // An error that is told by the visitor is placed at the end of the object, as `member_fails` needs it.
    let read = deserializer.deserialize_map(ObjectVisitor(make));
    if read.is_err() && !names.is_empty() {
        recovery::note_names(names);
    }
    read
}

struct ObjectVisitor<R, T>(fn(R) -> Result<T, MemberError>);

impl<'de, R: Deserialize<'de>, T> Visitor<'de> for ObjectVisitor<R, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let read = R::deserialize(MapAccessDeserializer::new(members))?;
        (self.0)(read).map_err(|MemberError { name, why }| {
            recovery::member_fails(name);
            A::Error::custom(why)
        })
    }
}
