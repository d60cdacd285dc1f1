//! Exact decimal numbers, for exchange rates and rules.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A decimal number with its original digits: `12.30` keeps its zero and is never rounded.
///
/// It has up to 18 digits. Equality compares the digits; [`compare`](Self::compare) compares the values.
///
/// ```
/// use payspec::centralpay::portal_rules::Number;
///
/// let rate: Number = "1.0840".parse()?;
/// assert_eq!(rate.to_string(), "1.0840");
/// assert!(rate.compare(&"1.084".parse()?).is_eq());
/// assert!("1,084".parse::<Number>().is_err());
/// # Ok::<(), payspec::centralpay::portal_rules::NumberError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Number {
    unscaled: i64,
    scale: u8,
}

/// The number of digits that always fits into 64 bits.
const MOST_DIGITS: usize = 18;

impl Number {
    /// Creates an integer.
    ///
    /// # Errors
    ///
    /// Returns an error if it has more than 18 digits.
    pub const fn from_integer(number: i64) -> Result<Self, NumberError> {
        if number.unsigned_abs() < 1_000_000_000_000_000_000 {
            Ok(Self { unscaled: number, scale: 0 })
        } else {
            Err(NumberError::TooLong)
        }
    }

    /// Returns the number without its decimal point: 1230 for `12.30`.
    pub const fn unscaled(&self) -> i64 {
        self.unscaled
    }

    /// Returns the number of digits after the decimal point; at most 18.
    pub const fn scale(&self) -> u8 {
        self.scale
    }

    /// Returns `true` if it was written without a decimal point.
    pub const fn is_integer(&self) -> bool {
        self.scale == 0
    }

    /// Compares the values of two numbers.
    pub fn compare(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.scaled_to(scale).cmp(&other.scaled_to(scale))
    }

    /// Compares the value with an integer of any size.
    pub(crate) fn compare_to_integer(self, number: i64) -> Ordering {
        i128::from(self.unscaled).cmp(&(i128::from(number) * 10_i128.pow(u32::from(self.scale))))
    }

    /// 18 digits scaled by at most 18 more fit into 128 bits.
    fn scaled_to(self, scale: u8) -> i128 {
        i128::from(self.unscaled) * 10_i128.pow(u32::from(scale.saturating_sub(self.scale)))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.unscaled.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

/// Parses digits with an optional decimal point and a leading minus; spaces are not accepted.
impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let pointless = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || pointless || !all_digits(whole) || !all_digits(fraction) {
            return Err(NumberError::NotDecimal);
        }
        if whole.trim_start_matches('0').len() + fraction.len() > MOST_DIGITS {
            return Err(NumberError::TooLong);
        }
        let number: i64 = format!("{whole}{fraction}").parse().map_err(|_| NumberError::TooLong)?;
        let scale = u8::try_from(fraction.len()).map_err(|_| NumberError::TooLong)?;
        let unscaled = if digits.len() == text.len() { number } else { -number };
        Ok(Self { unscaled, scale })
    }
}

/// The reason why a text is not a decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is not digits with at most one decimal point between them.
    NotDecimal,
    /// The number has more than 18 digits.
    TooLong,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "not a decimal number such as 12.32",
            Self::TooLong => "a number has at most 18 digits",
        })
    }
}

impl std::error::Error for NumberError {}
