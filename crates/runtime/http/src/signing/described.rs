//! Signatures defined by an API description.

use http::HeaderMap;
use payspec_core::{Secret, SigningSpec};

use super::{RequestSigner, SigningError, SigningRequest};
use crate::config_error::ConfigError;

/// Signs requests according to a description.
pub(crate) struct Described {
    #[cfg(feature = "signing")]
    signer: super::key::Signer,
}

#[cfg(feature = "signing")]
impl Described {
    /// Validates the key.
    pub(crate) fn new(
        scheme: &str,
        spec: &'static SigningSpec,
        key_id: Option<Secret>,
        key: &Secret,
    ) -> Result<Self, ConfigError> {
        Ok(Self { signer: super::key::Signer::new(scheme, spec, key_id, key)? })
    }
}

#[cfg(not(feature = "signing"))]
impl Described {
    pub(crate) fn new(
        scheme: &str,
        _: &'static SigningSpec,
        _: Option<Secret>,
        _: &Secret,
    ) -> Result<Self, ConfigError> {
        Err(ConfigError::new(format!(
            "requests with `{scheme}` cannot be signed: enable the feature `signing` of payspec-http, or set a signer"
        )))
    }
}

impl RequestSigner for Described {
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        #[cfg(feature = "signing")]
        return self.signer.sign(request);
        #[cfg(not(feature = "signing"))]
        {
            let _ = request;
            Err(SigningError::new("the feature `signing` of payspec-http is off"))
        }
    }
}
