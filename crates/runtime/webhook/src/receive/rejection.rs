//! The reason why a request does not reach the handler.

use std::error::Error as StdError;
use std::fmt;

use crate::Reason;

/// The reason why a request does not reach the handler, and its [status](Self::status). Frameworks respond with only
/// the status; the text is for logs, and contains nothing of the request and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The body is empty, and no signature of another body came with it: some APIs test a receiver's address this way.
    /// 200, without further effect.
    Empty,
    /// The body exceeds the limit. 413.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The connection ended before the body did, another extractor took the body, or the body is empty but the
    /// signature covers another one. 400.
    Incomplete,
    /// The body is not a delivery. 400.
    NotADelivery(Reason),
    /// Verification failed. 401; 500 if the verifier's own settings are wrong.
    #[cfg(feature = "signature")]
    NotVerified(crate::VerifyError),
    /// The application has no verifier for the API. 500.
    NoVerifier,
}

impl Rejection {
    /// Returns the HTTP status of the response.
    pub fn status(&self) -> u16 {
        match self {
            Self::Empty => 200,
            Self::Incomplete | Self::NotADelivery(_) => 400,
            Self::TooLarge { .. } => 413,
            Self::NoVerifier => 500,
            #[cfg(feature = "signature")]
            Self::NotVerified(error) => match error {
                // The sender cannot fix these; an API retries what failed.
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

/// Returns the rejection of an empty body, given the result of its verification. If the signature is that of another
/// body, a proxy or middleware has dropped the body, and an acknowledgement would lose the event.
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
            Self::TooLarge { limit } => write!(f, "the body exceeds the limit of {limit} bytes"),
            Self::Incomplete => f.write_str("the body is incomplete, or another extractor took it"),
            Self::NotADelivery(reason) => write!(f, "not a delivery: {reason}"),
            #[cfg(feature = "signature")]
            Self::NotVerified(error) => error.fmt(f),
            Self::NoVerifier => {
                f.write_str("the application has no verifier: add one to its state (axum) or `web::Data` (actix)")
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
