//! Signing of requests.
//!
//! An API that wants its requests signed says in its description what is signed and where the signature goes, and the
//! client of that API does it: users give a key. What no description can say is a [`RequestSigner`], which
//! [`ClientBuilder::signer`](crate::ClientBuilder::signer) takes; one whose key lives elsewhere, in a hardware module for
//! example, may take the place of a described signature as well.
//!
//! Each attempt is signed anew, after everything else of it is known: its token, its headers, its query, the bytes of its body.
//!
//! ```
//! use http::HeaderMap;
//! use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
//!
//! /// Signs the number of bytes, which proves little.
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

/// Makes the headers that sign a request.
pub trait RequestSigner: Send + Sync {
    /// Signs a request, which is finished otherwise. It is called for each attempt, and not while waiting: an answer that
    /// takes long delays other calls of the same thread.
    ///
    /// The headers that it returns are added to the request; those of a name that the request has already take their place.
    /// They are marked sensitive, so that nothing prints them.
    ///
    /// # Errors
    ///
    /// Why the request cannot be signed. It is not sent then, and the call ends.
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError>;
}

/// A request as it is about to be sent.
///
/// `Debug` shows what that of [`HttpRequest`] does; never a value.
pub struct SigningRequest<'a> {
    request: &'a HttpRequest,
    now: SystemTime,
}

impl<'a> SigningRequest<'a> {
    /// Returns the operation, as the description of the API names it: `payment.create`.
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

    /// Returns the headers, but for those that the transport writes, such as `Host`.
    pub fn headers(&self) -> &'a HeaderMap {
        &self.request.headers
    }

    /// Returns the bytes of the body; empty where there is none.
    pub fn body(&self) -> &'a [u8] {
        &self.request.body
    }

    /// Returns the time of day by the client's clock.
    pub fn now(&self) -> SystemTime {
        self.now
    }
}

impl fmt::Debug for SigningRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningRequest").field("request", self.request).field("now", &self.now).finish()
    }
}

/// Why a request cannot be signed.
///
/// The message is shown in the error of the call, so it holds no secret.
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
    // The length of a body is the transport's word.
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

/// Returns the call on the API's own client builder that gives what signs requests.
pub(crate) fn builder_call(auth: &AuthSpec) -> Option<String> {
    let signing = auth.signing?;
    Some(match signing.algorithm {
        SigningAlgorithm::Custom => format!(".{}(signer)", signing.setter),
        _ if signing.needs_key_id() => format!(".{}(key_id, key)", signing.setter),
        _ => format!(".{}(key)", signing.setter),
    })
}
