//! Signatures that a description cannot express.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use super::VerifyError;
use super::target::DeliveryTarget;

/// Verifies deliveries of an API whose signature a description cannot express. Implemented by users, and passed to the
/// verifier of the API's crate.
///
/// ```
/// use payspec_webhook::{CustomVerifyError, DeliveryVerifier, UnverifiedDelivery};
///
/// /// Accepts any delivery with the right number of bytes (a toy example).
/// struct Length;
///
/// impl DeliveryVerifier for Length {
///     fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
///         let length = delivery.header("x-length")?;
///         if length == delivery.body().len().to_string().as_bytes() {
///             Ok(())
///         } else {
///             Err(CustomVerifyError::new("the body does not have the length in `x-length`"))
///         }
///     }
/// }
/// ```
pub trait DeliveryVerifier: Send + Sync {
    /// Verifies a delivery before anything of it is decoded. Called synchronously by the server that received it, so it
    /// should not do any I/O: obtain certificates and keys in advance.
    ///
    /// Compare secrets in constant time, and check the [time](UnverifiedDelivery::now) of signing if the API sends it.
    ///
    /// # Errors
    ///
    /// Returns the reason why the delivery must be rejected.
    fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError>;
}

/// A delivery as received, which anyone may have sent.
///
/// `Debug` shows the names of headers and the size of the body.
pub struct UnverifiedDelivery<'a> {
    pub(super) target: Option<DeliveryTarget<'a>>,
    pub(super) origin: Option<&'a str>,
    pub(super) headers: &'a [(String, Vec<u8>)],
    pub(super) body: &'a [u8],
    pub(super) now: SystemTime,
}

impl<'a> UnverifiedDelivery<'a> {
    /// Returns the value of a header without surrounding white space. The name is case-insensitive.
    ///
    /// # Errors
    ///
    /// Fails if the header is missing, or repeated: choosing one of two values would be a guess.
    pub fn header(&self, name: &str) -> Result<&'a [u8], CustomVerifyError> {
        let mut values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(value.trim_ascii()),
            (None, _) => Err(CustomVerifyError::new(format!("the header `{name}` is missing"))),
            (Some(_), Some(_)) => Err(CustomVerifyError::new(format!("the header `{name}` is repeated"))),
        }
    }

    /// Returns the names and values of all headers, in order.
    pub fn headers(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()))
    }

    /// Returns the body, exactly as received.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// Returns the method, in upper case. Empty if the caller gave no [`DeliveryTarget`].
    pub fn method(&self) -> &'a str {
        self.target.map(DeliveryTarget::method).unwrap_or_default()
    }

    /// Returns the path of the address, without the query. Empty if the caller gave no [`DeliveryTarget`].
    pub fn path(&self) -> &'a str {
        self.target.map(DeliveryTarget::path).unwrap_or_default()
    }

    /// Returns the query of the address, without the question mark; empty if there is none.
    pub fn query(&self) -> &'a str {
        self.target.map(DeliveryTarget::query).unwrap_or_default()
    }

    /// Returns the whole address; `None` if its host is unknown (see [`Verifier::origin`](crate::Verifier::origin)).
    pub fn url(&self) -> Option<Cow<'a, str>> {
        let target = self.target?;
        let whole = target.url().map(Cow::Borrowed);
        whole.or_else(|| self.origin.map(|origin| Cow::Owned(target.at(origin))))
    }

    /// Returns the time of day according to the verifier's clock.
    pub fn now(&self) -> SystemTime {
        self.now
    }
}

impl fmt::Debug for UnverifiedDelivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers().map(|(name, _)| name).collect();
        f.debug_struct("UnverifiedDelivery")
            .field("target", &self.target)
            .field("headers", &names)
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The reason why a [`DeliveryVerifier`] rejected a delivery.
///
/// The message is part of a [`VerifyError`], so it must not contain a secret or text of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomVerifyError {
    message: Cow<'static, str>,
}

impl CustomVerifyError {
    /// Creates an error with a message that says what is wrong and what to do.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for CustomVerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for CustomVerifyError {}

impl From<CustomVerifyError> for VerifyError {
    fn from(error: CustomVerifyError) -> Self {
        Self::Custom(error)
    }
}
