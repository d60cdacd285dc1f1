//! What goes wrong between serde and the tree.

use std::fmt;

/// An error on its way up; the diagnostic is made where the position is known.
#[derive(Debug)]
pub(super) enum Error {
    /// The sink has it already.
    Reported,
    /// A key that must be there is not.
    Missing(&'static str),
    /// Anything else, in serde's words.
    Message(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => f.write_str("already reported"),
            Self::Missing(key) => write!(f, "missing key `{key}`"),
            Self::Message(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }
    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}
