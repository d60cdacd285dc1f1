//! Reading amounts in major units.

use std::borrow::Cow;

use super::AmountFormat;
use crate::json::{exact, recovery};
use crate::object::{Blank, Failed, Members, ReadObject, Shape, received};
use crate::scalar::{FromScalar, Scalar};
use crate::{Amount, AmountError};

/// An amount before its currency is known: the digits of a JSON string or number.
///
/// The text is not validated yet. It contains an exponent only if it was a string with one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecimalAmount(String);

impl FromScalar for DecimalAmount {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        let kind = scalar.kind();
        let digits = match scalar {
            Scalar::Text(text) => Some(text.into_owned()),
            Scalar::Integer(number) => Some(number.to_string()),
            Scalar::Float(number) => exact::digits_of(number),
            // With serde_json's arbitrary-precision numbers: as written, perhaps with an exponent.
            Scalar::Number(digits) => exact::without_exponent(&digits),
            Scalar::Null | Scalar::Boolean(_) | Scalar::List | Scalar::Object => None,
        };
        digits
            .map(Self)
            .ok_or_else(|| format!("expected an amount as a decimal number, found {kind} that is not a decimal number"))
    }
}

impl Blank for DecimalAmount {
    fn blank() -> Self {
        Self(String::new())
    }

    crate::__if_made! {
        fn made(random: &mut crate::server::Random) -> Self {
            Self(crate::Decimal::made(random).to_string())
        }
    }
}

impl DecimalAmount {
    fn amount(&self, format: AmountFormat) -> Result<Amount, &'static str> {
        let decimals = format
            .decimals
            .ok_or("expected an amount with a currency whose decimals are known; the currency is missing or unknown")?;
        from_decimal(&self.0, decimals).map_err(|error| match error {
            AmountError::TooManyDecimals { .. } => "expected an amount with no more decimals than its currency has",
            AmountError::OutOfRange => "expected a smaller amount",
            AmountError::NotDecimal => "expected an amount as a decimal number, but the text is not one",
        })
    }
}

/// Parses an amount. Surplus zeros after the currency's decimals are ignored.
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

/// One or more values that become amounts once the currency is known.
pub trait Decimals {
    /// The amounts in minor units.
    type Amounts;

    /// Converts to amounts.
    ///
    /// # Errors
    ///
    /// Returns what was expected, without the text.
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

#[cfg(feature = "server")]
impl<T: Decimals> Decimals for crate::Patch<T> {
    type Amounts = crate::Patch<T::Amounts>;

    fn amounts(self, format: AmountFormat) -> Result<Self::Amounts, &'static str> {
        Ok(match self {
            Self::Absent => crate::Patch::Absent,
            Self::Null => crate::Patch::Null,
            Self::Value(amount) => crate::Patch::Value(amount.amounts(format)?),
        })
    }
}

/// A member that turned out to be invalid after the object was read.
#[derive(Debug)]
pub struct MemberError {
    pub(crate) name: &'static str,
    pub(crate) why: Cow<'static, str>,
}

/// Converts the amounts of a field, once the currency is known.
///
/// # Errors
///
/// Returns what was expected of the member of this name.
pub fn read_amount<T: Decimals>(name: &'static str, read: T, format: AmountFormat) -> Result<T::Amounts, MemberError> {
    read.amounts(format).map_err(|why| MemberError { name, why: why.into() })
}

/// Fills an object in two steps: its members are read as an `R`, and `make` converts it.
///
/// # Errors
///
/// Returns the deserializer's errors, and those of `make`, located at the member.
pub fn fill_converted<R: ReadObject, T>(
    object: &mut T,
    shape: &'static Shape,
    members: &mut dyn Members<'_>,
    make: fn(R) -> Result<T, MemberError>,
) -> Result<(), Failed> {
    let mut read = R::blank();
    read.fill(members)?;
    // The error is located at the end of the object, as `member_fails` requires.
    let depth = received::depth();
    *object = make(read).map_err(|MemberError { name, why }| {
        recovery::member_fails(name);
        received::fail_at(depth, name);
        if !shape.several.is_empty() {
            recovery::note_names(shape.several);
        }
        Failed::said(why)
    })?;
    Ok(())
}

/// Implements reading for an object that is read as another type and converted.
#[doc(hidden)]
#[macro_export]
macro_rules! convert_object {
    ($object:ident { $($field:ident),* } from $read:ident, $make:expr) => {
        impl $crate::__private::object::Blank for $object {
            fn blank() -> Self {
                Self { $($field: $crate::__private::object::Blank::blank()),* }
            }

            $crate::__if_made! {
                fn made(random: &mut $crate::server::Random) -> Self {
                    random.inside(|random| Self { $($field: $crate::__private::object::Blank::made(random)),* })
                }
            }
        }

        impl $crate::__private::object::Fill for $object {
            fn fill(
                &mut self,
                members: &mut dyn $crate::__private::object::Members<'_>,
            ) -> $crate::__private::core::result::Result<(), $crate::__private::object::Failed> {
                $crate::__private::fill_converted::<$read, Self>(self, $read::SHAPE, members, $make)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $object {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> $crate::__private::core::result::Result<Self, D::Error> {
                $crate::__private::object::deserialize_object(deserializer)
            }
        }
    };
}
