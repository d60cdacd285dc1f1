//! Signatures that a description cannot express.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use super::VerifyError;
use super::target::DeliveryTarget;
use crate::body::Label;

/// Verifies deliveries of an API whose signature a description cannot express. Implemented by users, and passed to the
/// verifier of the API's crate.
///
/// ```
/// use payspec_webhook::{CustomVerifyError, DeliveryVerifier, UnverifiedDelivery, constant_time_eq};
///
/// /// Accepts deliveries with a code that is derived from their body and a password (a toy example: use a library).
/// struct Code {
///     password: String,
/// }
///
/// impl DeliveryVerifier for Code {
///     fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
///         let code = delivery.header("x-code")?;
///         if self.password.is_empty() {
///             return Err(CustomVerifyError::misconfigured("the password is empty: set `WEBHOOK_PASSWORD`"));
///         }
///         let expected = format!("{}-{}", self.password, delivery.body().len());
///         if constant_time_eq(code, expected) {
///             Ok(())
///         } else {
///             Err(CustomVerifyError::new("the code in `x-code` is wrong"))
///         }
///     }
/// }
/// ```
pub trait DeliveryVerifier: Send + Sync {
    /// Verifies a delivery before anything of it is decoded. Called synchronously by the server that received it, so it
    /// should not do any I/O: obtain certificates and keys in advance.
    ///
    /// Compare secrets and signatures with [`constant_time_eq`](crate::constant_time_eq), and check the
    /// [time](UnverifiedDelivery::now) of signing if the API sends it. Read the header of the signature first: an empty
    /// body without it only tests the address and is acknowledged, but one with it has been lost on the way.
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
    /// Fails if the header is missing ([unsigned](CustomVerifyError::is_unsigned)), or repeated: choosing one of two
    /// values would be a guess.
    pub fn header(&self, name: &str) -> Result<&'a [u8], CustomVerifyError> {
        let mut values = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        match (values.next(), values.next()) {
            (Some((_, value)), None) => Ok(value.trim_ascii()),
            (None, _) => Err(CustomVerifyError::unsigned(format!("the header `{name}` is missing"))),
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
        self.target?.whole_url(self.origin)
    }

    /// Returns the time of day according to the verifier's clock.
    pub fn now(&self) -> SystemTime {
        self.now
    }
}

impl fmt::Debug for UnverifiedDelivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnverifiedDelivery")
            .field("target", &self.target)
            .field("headers", &HeaderNames(self.headers))
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The maximum number of header names shown.
const MOST_NAMES: usize = 32;

/// Shows the names of headers, which the sender chooses: a limited number, each of a limited length.
struct HeaderNames<'a>(&'a [(String, Vec<u8>)]);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.0.iter().take(MOST_NAMES).map(|(name, _)| Label(name)));
        if let Some(more) = self.0.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
            list.entry(&format_args!("{more} more"));
        }
        list.finish()
    }
}

/// The reason why a [`DeliveryVerifier`] rejected a delivery.
///
/// The message is part of a [`VerifyError`], so it must not contain a secret or text of the delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomVerifyError {
    message: Cow<'static, str>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rejected,
    Unsigned,
    Misconfigured,
}

impl CustomVerifyError {
    /// Creates an error for a delivery with an invalid signature, with a message that says what is wrong.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), kind: Kind::Rejected }
    }

    /// Creates an error for a delivery without a signature, like [`UnverifiedDelivery::header`] for a missing header.
    /// An empty body with this error is acknowledged, because some APIs test a receiver's address with one.
    pub fn unsigned(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), kind: Kind::Unsigned }
    }

    /// Creates an error for a receiver that cannot verify any delivery, such as one without a key, with a message that
    /// says what is wrong and what to do. The response is 500, so that the API delivers again.
    pub fn misconfigured(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into(), kind: Kind::Misconfigured }
    }

    /// Returns `true` if the delivery has no signature.
    pub fn is_unsigned(&self) -> bool {
        self.kind == Kind::Unsigned
    }

    /// Returns `true` if the receiver itself is at fault.
    pub fn is_misconfigured(&self) -> bool {
        self.kind == Kind::Misconfigured
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
