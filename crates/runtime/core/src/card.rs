//! Card numbers: sent in full, never printed in full, wiped from memory.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

use crate::FormValue;
use crate::scalar::{self, FromScalar, Scalar};

/// The number of a payment card (PAN).
///
/// Spaces and dashes, which people type between the groups, are removed on construction. Anything else is kept, so that
/// a typing error is reported rather than hidden. `Debug` and `Display` show at most the first six and the last four
/// digits. The text is wiped from memory on drop.
///
/// Serialisation writes the full number, for the request that needs it.
///
/// ```
/// use payspec_core::CardNumber;
///
/// let card = CardNumber::from("4000 0000 0000 0002");
/// assert_eq!(card.to_string(), "400000******0002");
/// assert!(card.passes_luhn());
/// assert_eq!(card.expose(), "4000000000000002");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CardNumber(Zeroizing<String>);

/// The minimum length to show digits of: of a shorter number, six plus four digits would be nearly everything.
const SHORTEST_SHOWN: usize = 13;
/// The longest valid card number (ISO/IEC 7812). The length of a longer text is not shown.
const LONGEST: usize = 19;

impl CardNumber {
    /// Returns the full number, for the wire. Do not log or print it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the first six digits (the issuer), or `None` unless the text is 13 to 19 digits.
    pub fn first6(&self) -> Option<&str> {
        self.showable()?.get(..6)
    }

    /// Returns the last four digits, or `None` unless the text is 13 to 19 digits.
    pub fn last4(&self) -> Option<&str> {
        let digits = self.showable()?;
        digits.get(digits.len() - 4..)
    }

    /// Returns `true` if the text is digits only and its check digit is valid (Luhn, ISO/IEC 7812).
    pub fn passes_luhn(&self) -> bool {
        passes_luhn(&self.0)
    }

    fn showable(&self) -> Option<&str> {
        let text = self.expose();
        let shown = (SHORTEST_SHOWN..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        shown.then_some(text)
    }
}

/// Returns `true` if `text` is at least two digits with a valid check digit.
pub(crate) fn passes_luhn(text: &str) -> bool {
    let mut sum: u64 = 0;
    for (place, byte) in text.bytes().rev().enumerate() {
        if !byte.is_ascii_digit() {
            return false;
        }
        let digit = u64::from(byte - b'0');
        sum += match (place % 2, digit) {
            (0, digit) => digit,
            (_, digit @ 0..=4) => digit * 2,
            (_, digit) => digit * 2 - 9,
        };
    }
    text.len() >= 2 && sum.is_multiple_of(10)
}

impl From<&str> for CardNumber {
    fn from(text: &str) -> Self {
        // Allocated at full size up front: growing would leave parts of the number behind in freed memory.
        let mut kept = Zeroizing::new(String::with_capacity(text.len()));
        kept.extend(text.chars().filter(|&c| c != '-' && !c.is_whitespace()));
        Self(kept)
    }
}

impl From<String> for CardNumber {
    fn from(mut text: String) -> Self {
        let number = Self::from(text.as_str());
        text.zeroize();
        number
    }
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stars = |count: usize| "*".repeat(count.min(LONGEST));
        match (self.first6(), self.last4()) {
            (Some(first), Some(last)) => {
                write!(f, "{first}{}{last}", stars(self.expose().len() - 10))
            }
            _ => f.write_str(&stars(self.expose().len())),
        }
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardNumber({self})")
    }
}

impl FormValue for CardNumber {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose())
    }
}

impl Serialize for CardNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for CardNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize_scalar(deserializer)
    }
}

impl FromScalar for CardNumber {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        match scalar.into_exact_text() {
            Ok(Cow::Owned(text)) => Ok(Self::from(text)),
            Ok(Cow::Borrowed(text)) => Ok(Self::from(text)),
            Err(other) => Err(format!("expected a card number as text, found {}", other.kind())),
        }
    }
}
