//! Request signing.
//!
//! An API that requires signed requests describes what is signed and where the signature goes, and its client signs
//! accordingly: users set a key. A signature that a description cannot express is implemented as a [`RequestSigner`]
//! and set with [`ClientBuilder::signer`](crate::ClientBuilder::signer). A signer can also replace a described
//! signature, if the key is kept in a hardware module for example.
//!
//! Each attempt is signed separately, after everything else in it is final: its token, headers, query and body.
//!
//! ```
//! use http::HeaderMap;
//! use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
//!
//! /// Signs only the number of bytes (a toy example).
//! struct Length;
//!
//! impl RequestSigner for Length {
//!     fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
//!         let mut headers = HeaderMap::new();
//!         headers.insert("x-length", request.body().len().into());
//!         Ok(headers)
//!     }
//! }
//! ```

mod described;
#[cfg(feature = "signing")]
mod key;
#[cfg(feature = "signing")]
mod pem;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::{HeaderMap, Method, Uri, header};
use payspec_core::{AuthSpec, SigningAlgorithm};

pub(crate) use self::described::Described;
use crate::error::Failure;
use crate::transport::HttpRequest;

/// Creates the headers that sign a request.
pub trait RequestSigner: Send + Sync {
    /// Signs a request that is otherwise finished. Called synchronously for each attempt: a slow signer delays other
    /// calls on the same thread.
    ///
    /// The returned headers are added to the request and replace those of the same name. They are marked sensitive, so
    /// that nothing prints them.
    ///
    /// # Errors
    ///
    /// Returns the reason why the request cannot be signed. The request is then not sent and the call fails.
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError>;
}

/// A request that is about to be sent.
///
/// `Debug` shows the same as that of [`HttpRequest`], and no values.
pub struct SigningRequest<'a> {
    request: &'a HttpRequest,
    now: SystemTime,
}

impl<'a> SigningRequest<'a> {
    /// Returns the name of the operation in the API description: `payment.create`.
    pub fn operation(&self) -> &'static str {
        self.request.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &'a Method {
        &self.request.method
    }

    /// Returns the absolute address with its query.
    pub fn uri(&self) -> &'a Uri {
        &self.request.uri
    }

    /// Returns the headers, except those that the transport adds, such as `Host`.
    pub fn headers(&self) -> &'a HeaderMap {
        &self.request.headers
    }

    /// Returns the body; empty if there is none.
    pub fn body(&self) -> &'a [u8] {
        &self.request.body
    }

    /// Returns the time of day according to the client's clock.
    pub fn now(&self) -> SystemTime {
        self.now
    }
}

impl fmt::Debug for SigningRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningRequest").field("request", self.request).field("now", &self.now).finish()
    }
}

/// The reason why a request cannot be signed.
///
/// The message is part of the call's error, so it must not contain a secret.
#[derive(Debug)]
pub struct SigningError {
    message: Cow<'static, str>,
}

impl SigningError {
    /// Creates an error with a message that says what is wrong and what to do.
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for SigningError {}

/// Signs an attempt.
pub(crate) fn sign(
    signer: Option<&Arc<dyn RequestSigner>>,
    mut request: HttpRequest,
    now: SystemTime,
) -> Result<HttpRequest, Box<Failure>> {
    let Some(signer) = signer else { return Ok(request) };
    let added = signer
        .sign(&SigningRequest { request: &request, now })
        .map_err(|error| Failure::configuration(format!("the request could not be signed: {error}")))?;
    // The transport sets the length of the body.
    if let Some(name) =
        [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].into_iter().find(|own| added.contains_key(own))
    {
        return Err(Failure::configuration(format!("a signer cannot set the header `{name}`")));
    }
    for name in added.keys() {
        request.headers.remove(name);
    }
    for (name, value) in &added {
        let mut value = value.clone();
        value.set_sensitive(true);
        request.headers.append(name, value);
    }
    Ok(request)
}

/// Returns the method of the API's own client builder that sets the signing key or signer.
pub(crate) fn builder_call(auth: &AuthSpec) -> Option<String> {
    let signing = auth.signing?;
    Some(match signing.algorithm {
        SigningAlgorithm::Custom => format!(".{}(signer)", signing.setter),
        _ if signing.needs_key_id() => format!(".{}(key_id, key)", signing.setter),
        _ => format!(".{}(key)", signing.setter),
    })
}
