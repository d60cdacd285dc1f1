//! The reason why a request does not reach the handler.

use std::error::Error as StdError;
use std::fmt;

use crate::Reason;

/// The reason why a request does not reach the handler, and its [status](Self::status). Frameworks respond with only
/// the status; the text is for logs, and contains nothing of the request and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The body is empty, and neither a shared secret nor the signature of another body came with it: some APIs test a
    /// receiver's address this way. 200, without further effect.
    Empty,
    /// The body exceeds the limit. 413.
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The connection ended before the body did, another extractor took the body, or the body is empty but its
    /// announced length is not zero, or a shared secret (even the right one) or the signature of another body came with
    /// it. 400.
    Incomplete,
    /// The body is not a delivery. 400.
    NotADelivery(Reason),
    /// Verification failed. 401; 400 if the body is not a list of signed events; 500 if the receiver
    /// [is misconfigured](crate::VerifyError::is_misconfigured).
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
                // The sender cannot fix it; an API retries what failed.
                error if error.is_misconfigured() => 500,
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

/// Returns the rejection of an empty body. If a signature of another body came with it, a proxy or middleware has
/// dropped the body, and an acknowledgement would lose the event.
#[cfg(all(feature = "signature", any(feature = "actix", feature = "http")))]
pub(super) fn of_empty<T>(verify: impl Fn(crate::RawBody) -> Result<T, crate::VerifyError>) -> Rejection {
    use crate::VerifyError as Error;
    match verify(crate::RawBody::default()) {
        // A proof that any body has, such as a secret in a header, does not tell that this one was sent.
        Ok(_) if matches!(verify(crate::RawBody::from("{}")), Ok(_) | Err(Error::NeverSigned)) => Rejection::Incomplete,
        Ok(_) | Err(Error::NoSignature { .. } | Error::NoSignatureMember { .. } | Error::NoEvents(Reason::Empty)) => {
            Rejection::Empty
        }
        Err(Error::Custom(error)) if error.is_unsigned() => Rejection::Empty,
        Err(error) if error.is_misconfigured() => Rejection::NotVerified(error),
        Err(_) => Rejection::Incomplete,
    }
}

/// Returns the rejection of an empty body of an API that does not sign, or whose signature is still to be verified.
/// `announced` is the length in the headers of the request, if they have one.
#[cfg(any(feature = "actix", feature = "axum", feature = "tower", all(feature = "http", feature = "signature")))]
pub(super) fn of_announced(announced: Option<&[u8]>) -> Rejection {
    let length = announced.and_then(|length| std::str::from_utf8(length).ok()?.trim().parse::<u64>().ok());
    if length.is_some_and(|length| length > 0) { Rejection::Incomplete } else { Rejection::Empty }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the body is empty"),
            Self::TooLarge { limit } => write!(f, "the body exceeds the limit of {limit} bytes"),
            Self::Incomplete => f.write_str(
                "the body is incomplete or was lost: check whether a proxy, middleware or another extractor takes it",
            ),
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
