//! Texts that must not be printed: passwords, keys, verification codes, one-time passwords.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::FormValue;
use crate::scalar;

/// A text that `Debug` does not show and that is wiped from memory when it is dropped.
///
/// There is no `Display`. Serialisation writes the text: that is what it is for.
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
    /// The text, for the wire. Do not print it.
    pub fn expose(&self) -> &str {
        &self.0
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
        scalar::read(deserializer, |scalar| match scalar.into_exact_text() {
            Ok(text) => Ok(Self::from(text.into_owned())),
            Err(other) => Err(format!("expected a secret as text, found {}", other.kind())),
        })
    }
}
