//! Money as an integer number of the currency's smallest unit.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::scalar::{self, FromScalar, Scalar};

/// An amount of money in minor units: 1500 is 15.00 euros, and 1500 CFA francs.
///
/// The currency is a separate field; how many decimals it has is a column of its code table. Arithmetic is checked and
/// never wraps. On the wire an amount is an integer; when read, a float without a fraction and a string of digits are
/// also accepted, including one with a fraction of zeros (`"1500.00"`). A non-zero fraction is an error and is never
/// rounded. `serde_json` alone does not expose how many digits a number had (`1500.00000000000000001`), so clients and
/// receivers read bodies with [`json::read_body`](crate::json::read_body).
///
/// ```
/// use payspec_core::Amount;
///
/// let price = Amount::from_minor(1500);
/// assert_eq!(price.to_decimal(2), "15.00");
/// assert_eq!(Amount::from_decimal("15.00", 2), Ok(price));
/// assert!(Amount::from_decimal("15.001", 2).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

impl Amount {
    /// An amount of zero.
    pub const ZERO: Self = Self(0);

    /// Creates an amount from a number of minor units (cents).
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// Returns the number of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Returns `true` if the amount is zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns the sum, or `None` on overflow.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(minor) => Some(Self(minor)),
            None => None,
        }
    }

    /// Returns the difference, or `None` on overflow.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(minor) => Some(Self(minor)),
            None => None,
        }
    }

    /// Parses a decimal text such as `15`, `15.5` or `-0.05`, in a currency with `minor_units` decimals.
    ///
    /// Parsing is exact: a text with more decimals than the currency has is an error, even when the surplus digits are
    /// zeros. Thousands separators, exponents, a leading `+` and a bare dot are not accepted.
    pub fn from_decimal(text: &str, minor_units: u8) -> Result<Self, AmountError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(AmountError::NotDecimal),
            None => (digits, ""),
        };
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return Err(AmountError::NotDecimal);
        }
        let padding = usize::from(minor_units)
            .checked_sub(fraction.len())
            .ok_or(AmountError::TooManyDecimals { allowed: minor_units })?;

        // Counted downwards, because the lowest amount has no positive counterpart.
        let mut minor: i64 = 0;
        let digits = whole.bytes().chain(fraction.bytes());
        for digit in digits.chain(std::iter::repeat_n(b'0', padding)) {
            minor = minor
                .checked_mul(10)
                .and_then(|minor| minor.checked_sub(i64::from(digit - b'0')))
                .ok_or(AmountError::OutOfRange)?;
        }
        if negative { Ok(Self(minor)) } else { minor.checked_neg().map(Self).ok_or(AmountError::OutOfRange) }
    }

    /// Formats the amount with `minor_units` decimals: 1500 is `15.00` with two, `1500` with none.
    pub fn to_decimal(self, minor_units: u8) -> String {
        let decimals = usize::from(minor_units);
        let sign = if self.0 < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// Writes the number of minor units. To show an amount to people, use [`Amount::to_decimal`].
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize_scalar(deserializer)
    }
}

impl FromScalar for Amount {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        scalar.as_integer().map(Self).ok_or_else(|| {
            format!(
                "expected an amount as an integer number of minor units, found {} that is not an integer",
                scalar.kind()
            )
        })
    }
}

/// The reason why a text is not a valid amount. The message does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// The text is not digits with at most one dot between them.
    NotDecimal,
    /// The text has more decimals than the currency.
    TooManyDecimals {
        /// How many decimals the currency has.
        allowed: u8,
    },
    /// The amount does not fit into 64 bits of minor units.
    OutOfRange,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDecimal => f.write_str("the amount is not a decimal number such as 15.00"),
            Self::TooManyDecimals { allowed } => {
                write!(f, "the amount has more decimals than its currency, which has {allowed}")
            }
            Self::OutOfRange => f.write_str("the amount is too large"),
        }
    }
}

impl std::error::Error for AmountError {}
