//! Secret texts: passwords, keys, verification codes, one-time passwords.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::FormValue;
use crate::scalar::{self, FromScalar, Scalar};

/// A text that `Debug` does not show and that is wiped from memory on drop.
///
/// It does not implement `Display`. Serialisation writes the text, for the request that needs it.
///
/// ```
/// use payspec_core::Secret;
///
/// let code = Secret::from("123");
/// assert_eq!(format!("{code:?}"), "[redacted]");
/// assert_eq!(code.expose(), "123");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns the text, for the wire. Do not log or print it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Describes a character at either end that is probably not part of the secret, for a message: a file ends with a
    /// line break, and copied text may start with white space.
    ///
    /// ```
    /// use payspec_core::Secret;
    ///
    /// assert_eq!(Secret::from("key\n").stray_end(), Some("ends with a line break"));
    /// assert_eq!(Secret::from("two words").stray_end(), None);
    /// ```
    pub fn stray_end(&self) -> Option<&'static str> {
        let (first, last) = (self.expose().chars().next()?, self.expose().chars().next_back()?);
        match (stray(last), stray(first)) {
            (Some(Stray::LineBreak), _) => Some("ends with a line break"),
            (Some(Stray::Invisible), _) => Some("ends with an invisible character"),
            (_, Some(Stray::LineBreak)) => Some("starts with a line break"),
            (_, Some(Stray::Invisible)) => Some("starts with an invisible character"),
            (Some(Stray::Blank), _) => Some("ends with white space"),
            (_, Some(Stray::Blank)) => Some("starts with white space"),
            (None, None) => None,
        }
    }
}

/// A character that is probably not part of a secret.
enum Stray {
    Blank,
    LineBreak,
    Invisible,
}

fn stray(char: char) -> Option<Stray> {
    match char {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Stray::LineBreak),
        char if char.is_whitespace() => Some(Stray::Blank),
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {
            Some(Stray::Invisible)
        }
        char if char.is_control() => Some(Stray::Invisible),
        _ => None,
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::redact::TEXT)
    }
}

impl FormValue for Secret {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        scalar::deserialize_scalar(deserializer)
    }
}

impl FromScalar for Secret {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Self, String> {
        match scalar.into_exact_text() {
            Ok(text) => Ok(Self::from(text.into_owned())),
            Err(other) => Err(format!("expected a secret as text, found {}", other.kind())),
        }
    }
}
