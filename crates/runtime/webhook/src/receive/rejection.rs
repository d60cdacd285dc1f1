//! Why a request does not reach the handler.

use std::error::Error as StdError;
use std::fmt;

use crate::Reason;

/// Why a request does not reach the handler of deliveries, and the [status](Self::status) that says so. Frameworks answer
/// with the status and nothing else; the text is for logs, and holds nothing of the request and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The body is empty, and nothing signs another: some APIs try the address of a receiver in this way. 200, and nothing
    /// else happens.
    Empty,
    /// The body is larger than is read. 413.
    TooLarge {
        /// How many bytes are read.
        limit: usize,
    },
    /// The connection ended before the body did, or another extractor has taken the body, or the body is empty and the
    /// signature is that of another. 400.
    Incomplete,
    /// The body is no delivery. 400.
    NotADelivery(Reason),
    /// The delivery is not taken for one of the API. 401; 500 where the mistake is in the verifier's own settings.
    #[cfg(feature = "signature")]
    NotVerified(crate::VerifyError),
    /// The application has no verifier of the API. 500.
    NoVerifier,
}

impl Rejection {
    /// Returns the status of the response.
    pub fn status(&self) -> u16 {
        match self {
            Self::Empty => 200,
            Self::Incomplete | Self::NotADelivery(_) => 400,
            Self::TooLarge { .. } => 413,
            Self::NoVerifier => 500,
            #[cfg(feature = "signature")]
            Self::NotVerified(error) => match error {
                // Whoever sends can do nothing about these; an API sends again what failed.
                crate::VerifyError::NoSecret
                | crate::VerifyError::UntrimmedSecret
                | crate::VerifyError::MalformedSecret { .. }
                | crate::VerifyError::NoTarget => 500,
                crate::VerifyError::NoEvents(_) => 400,
                _ => 401,
            },
        }
    }
}

#[cfg(feature = "signature")]
impl From<crate::VerifyError> for Rejection {
    fn from(error: crate::VerifyError) -> Self {
        Self::NotVerified(error)
    }
}

/// Returns how to reject an empty body, given the result of its verification. Where the signature is that of another body, a
/// proxy or a middleware has dropped the body, and an acknowledgement would lose the event.
#[cfg(all(feature = "signature", any(feature = "actix", feature = "http")))]
pub(super) fn of_empty<T>(verified: &Result<T, crate::VerifyError>) -> Rejection {
    use crate::VerifyError::{MalformedSecret, NotAForm, NotJson, TooManySignatures, UntrimmedSecret, Wrong};
    match verified {
        Err(Wrong | UntrimmedSecret | MalformedSecret { .. } | TooManySignatures { .. } | NotAForm(_) | NotJson) => {
            Rejection::Incomplete
        }
        _ => Rejection::Empty,
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the body is empty"),
            Self::TooLarge { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Incomplete => f.write_str("the body ended before it was complete, or another extractor has taken it"),
            Self::NotADelivery(reason) => write!(f, "no delivery: {reason}"),
            #[cfg(feature = "signature")]
            Self::NotVerified(error) => error.fmt(f),
            Self::NoVerifier => {
                f.write_str("the application has no verifier: put one into its state (axum) or `web::Data` (actix)")
            }
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            #[cfg(feature = "signature")]
            Self::NotVerified(error) => error.source(),
            _ => None,
        }
    }
}
