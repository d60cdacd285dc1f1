//! The credentials of a client, and its request signers.

use std::collections::BTreeMap;
use std::sync::Arc;

use payspec_core::{ApiSpec, AuthScheme, Secret};

use super::ClientBuilder;
use crate::auth::Credential;
use crate::client::validate;
use crate::config_error::ConfigError;
use crate::signing::{Described, RequestSigner};

/// A credential as given, not yet validated.
#[derive(Clone)]
pub(crate) enum RawCredential {
    Basic(Secret, Secret),
    Header(Secret),
    Parameters(Vec<Secret>),
    Token(Vec<Secret>),
    Signature,
}

/// A signing key or signer as given.
#[derive(Clone)]
pub(crate) enum Signing {
    /// The key ID, if the key has one, and the key.
    Key(Option<Secret>, Secret),
    Signer(Arc<dyn RequestSigner>),
}

impl ClientBuilder {
    /// Sets the login and password for a scheme that uses HTTP Basic.
    pub fn basic(mut self, scheme: &'static str, login: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        let given = RawCredential::Basic(login.into(), password.into());
        self.credentials.insert(scheme, given);
        self
    }

    /// Sets the key for a scheme that sends it as a body parameter.
    pub fn parameter(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.parameters(scheme, [value.into()])
    }

    /// Sets the credentials for a scheme that sends several body parameters, in the order of its description.
    pub fn parameters(mut self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.credentials.insert(scheme, RawCredential::Parameters(values.into_iter().collect()));
        self
    }

    /// Sets the credentials for a scheme that exchanges them for a token, in the order of its description. The token is
    /// shared by the clones of the client, and refreshed before it expires or when the API reports that it has.
    pub fn token(mut self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.credentials.insert(scheme, RawCredential::Token(values.into_iter().collect()));
        self
    }

    /// Sets the key for a scheme that sends it in a request header, without the scheme's prefix such as `Bearer`.
    pub fn secret_header(mut self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        let given = RawCredential::Header(value.into());
        self.credentials.insert(scheme, given);
        self
    }

    /// Sets the key that signs requests, in the API's own encoding; for RSA, a private key in PEM.
    pub fn signing_key(self, scheme: &'static str, key: impl Into<Secret>) -> Self {
        self.signing(scheme, Signing::Key(None, key.into()))
    }

    /// Sets a signing key with an ID, which is sent with the request.
    pub fn named_signing_key(self, scheme: &'static str, key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        self.signing(scheme, Signing::Key(Some(key_id.into()), key.into()))
    }

    /// Sets a signer for requests with a scheme: for signatures that a description cannot express, or for a described
    /// one whose key is kept elsewhere.
    pub fn signer(self, scheme: &'static str, signer: impl RequestSigner + 'static) -> Self {
        self.signing(scheme, Signing::Signer(Arc::new(signer)))
    }

    pub(crate) fn signing(mut self, scheme: &'static str, signing: Signing) -> Self {
        let described = self.api.auth.iter().find(|auth| auth.name == scheme);
        if described.is_none_or(|auth| auth.scheme == AuthScheme::Signature) {
            self.credentials.insert(scheme, RawCredential::Signature);
        }
        self.signers.insert(scheme, signing);
        self
    }
}

/// Validates the credential of a scheme.
pub(crate) fn check_credential(
    api: &'static ApiSpec,
    scheme: &'static str,
    value: RawCredential,
) -> Result<Credential, ConfigError> {
    let described = validate::scheme(api, scheme)?;
    match (value, described.map(|auth| auth.scheme)) {
        (RawCredential::Basic(login, password), _) => Credential::basic(scheme, &login, &password),
        (RawCredential::Header(value), Some(AuthScheme::Header { prefix, .. })) => {
            Credential::header(scheme, prefix, &value)
        }
        (RawCredential::Header(value), _) => Credential::header(scheme, "", &value),
        (RawCredential::Parameters(values), _) => Credential::parameters(scheme, values),
        (RawCredential::Token(values), Some(AuthScheme::Token(spec))) if spec.parameters.len() == values.len() => {
            Credential::token(scheme, spec, values)
        }
        (RawCredential::Signature, _) => Ok(Credential::Signature),
        (RawCredential::Token(_), _) => Err(ConfigError::new(format!(
            "the scheme `{scheme}` does not exchange credentials for a token: use the setter of its own kind"
        ))),
    }
}

/// Validates the credentials of each scheme.
pub(super) fn credentials(
    api: &'static ApiSpec,
    given: BTreeMap<&'static str, RawCredential>,
) -> Result<BTreeMap<&'static str, Credential>, ConfigError> {
    let mut credentials = BTreeMap::new();
    for (scheme, value) in given {
        credentials.insert(scheme, check_credential(api, scheme, value)?);
    }
    validate::one_of_each(api, &credentials)?;
    Ok(credentials)
}

/// Validates the signer of a scheme.
pub(crate) fn check_signing(
    api: &'static ApiSpec,
    scheme: &'static str,
    value: Signing,
) -> Result<Arc<dyn RequestSigner>, ConfigError> {
    let signing = validate::scheme(api, scheme)?.and_then(|auth| auth.signing.as_ref());
    match (value, signing) {
        (Signing::Signer(signer), _) => Ok(signer),
        (Signing::Key(key_id, key), Some(spec)) => Ok(Arc::new(Described::new(scheme, spec, key_id, &key)?)),
        (Signing::Key(..), None) => {
            Err(ConfigError::new(format!("requests with `{scheme}` are not signed: remove the signing key")))
        }
    }
}

/// Validates the signers of each scheme.
pub(super) fn signers(
    api: &'static ApiSpec,
    given: BTreeMap<&'static str, Signing>,
) -> Result<BTreeMap<&'static str, Arc<dyn RequestSigner>>, ConfigError> {
    let mut signers: BTreeMap<&'static str, Arc<dyn RequestSigner>> = BTreeMap::new();
    for (scheme, value) in given {
        signers.insert(scheme, check_signing(api, scheme, value)?);
    }
    Ok(signers)
}
