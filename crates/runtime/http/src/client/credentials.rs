//! The credentials of one merchant: secrets, request signers and headers.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use payspec_core::{ApiSpec, AuthScheme, Secret};

use super::validate;
use crate::auth::Credential;
use crate::config_error::ConfigError;
use crate::request::headers;
use crate::signing::{Described, RequestSigner};

/// Credentials for [`Client::with_credentials`](crate::Client::with_credentials). Has the same methods as
/// [`ClientBuilder`](crate::ClientBuilder); values are validated when the client is created.
///
/// `Debug` shows the names of schemes and headers, but no values.
#[derive(Clone)]
#[must_use = "credentials do nothing until a client is made with them"]
pub struct Credentials {
    pub(crate) api: &'static ApiSpec,
    pub(crate) values: BTreeMap<&'static str, RawCredential>,
    pub(crate) signers: BTreeMap<&'static str, Signing>,
    headers: Vec<(String, String)>,
}

/// A credential that has not been validated yet.
#[derive(Clone)]
pub(crate) enum RawCredential {
    Basic(Secret, Secret),
    Header(Secret),
    Parameters(Vec<Secret>),
    Token(Vec<Secret>),
    Signature,
}

/// A request signer or signing key that has not been validated yet.
#[derive(Clone)]
pub(crate) enum Signing {
    /// The key ID, if there is one, and the key.
    Key(Option<Secret>, Secret),
    Signer(Arc<dyn RequestSigner>),
}

/// Validated credentials.
pub(crate) struct Checked {
    pub(crate) values: BTreeMap<&'static str, Credential>,
    pub(crate) signers: BTreeMap<&'static str, Arc<dyn RequestSigner>>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Credentials {
    pub(crate) fn new(api: &'static ApiSpec) -> Self {
        Self { api, values: BTreeMap::new(), signers: BTreeMap::new(), headers: Vec::new() }
    }

    /// Sets the login and password of a scheme: see [`ClientBuilder::basic`](crate::ClientBuilder::basic).
    pub fn basic(self, scheme: &'static str, login: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.with(scheme, RawCredential::Basic(login.into(), password.into()))
    }

    /// Sets the key of a scheme that sends it in the body: see
    /// [`ClientBuilder::parameter`](crate::ClientBuilder::parameter).
    pub fn parameter(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.parameters(scheme, [value.into()])
    }

    /// Sets the values of a scheme that sends several in the body: see
    /// [`ClientBuilder::parameters`](crate::ClientBuilder::parameters).
    pub fn parameters(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.with(scheme, RawCredential::Parameters(values.into_iter().collect()))
    }

    /// Sets the values of a scheme that exchanges them for a token: see
    /// [`ClientBuilder::token`](crate::ClientBuilder::token).
    pub fn token(self, scheme: &'static str, values: impl IntoIterator<Item = Secret>) -> Self {
        self.with(scheme, RawCredential::Token(values.into_iter().collect()))
    }

    /// Sets the key of a scheme that sends it in a header: see
    /// [`ClientBuilder::secret_header`](crate::ClientBuilder::secret_header).
    pub fn secret_header(self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        self.with(scheme, RawCredential::Header(value.into()))
    }

    /// Sets the key that signs requests: see [`ClientBuilder::signing_key`](crate::ClientBuilder::signing_key).
    pub fn signing_key(self, scheme: &'static str, key: impl Into<Secret>) -> Self {
        self.signing(scheme, Signing::Key(None, key.into()))
    }

    /// Sets the key that signs requests, with its ID: see
    /// [`ClientBuilder::named_signing_key`](crate::ClientBuilder::named_signing_key).
    pub fn named_signing_key(self, scheme: &'static str, key_id: impl Into<Secret>, key: impl Into<Secret>) -> Self {
        self.signing(scheme, Signing::Key(Some(key_id.into()), key.into()))
    }

    /// Sets the request signer: see [`ClientBuilder::signer`](crate::ClientBuilder::signer).
    pub fn signer(self, scheme: &'static str, signer: impl RequestSigner + 'static) -> Self {
        self.signing(scheme, Signing::Signer(Arc::new(signer)))
    }

    /// Sets a header for this merchant, overriding the client's of the same name: see
    /// [`ClientBuilder::header`](crate::ClientBuilder::header).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn with(mut self, scheme: &'static str, value: RawCredential) -> Self {
        self.values.insert(scheme, value);
        self
    }

    pub(crate) fn signing(mut self, scheme: &'static str, signing: Signing) -> Self {
        let described = self.api.auth.iter().find(|auth| auth.name == scheme);
        if described.is_none_or(|auth| auth.scheme == AuthScheme::Signature) {
            self.values.insert(scheme, RawCredential::Signature);
        }
        self.signers.insert(scheme, signing);
        self
    }

    /// Returns `true` if there are no credentials and no signers; headers do not count.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.signers.is_empty()
    }

    pub(crate) fn schemes(&self) -> impl Iterator<Item = &&'static str> {
        self.values.keys()
    }

    pub(crate) fn signer_schemes(&self) -> impl Iterator<Item = &&'static str> {
        self.signers.keys()
    }

    pub(crate) fn header_names(&self) -> impl Iterator<Item = &String> {
        self.headers.iter().map(|(name, _)| name)
    }

    /// Validates the credentials. Headers override those of the same name in `inherited`.
    pub(crate) fn check(self, inherited: &[(HeaderName, HeaderValue)]) -> Result<Checked, ConfigError> {
        let api = self.api;
        let mut values = BTreeMap::new();
        for (scheme, value) in self.values {
            values.insert(scheme, check_credential(api, scheme, value)?);
        }
        validate::one_of_each(api, &values)?;
        let mut signers: BTreeMap<&'static str, Arc<dyn RequestSigner>> = BTreeMap::new();
        for (scheme, value) in self.signers {
            signers.insert(scheme, check_signing(api, scheme, value)?);
        }
        let mut headers = inherited.to_vec();
        for (name, value) in &self.headers {
            let (checked, value) = headers::check(api, name, value).map_err(ConfigError::new)?;
            validate::header(api, name)?;
            headers.retain(|(known, _)| *known != checked);
            headers.push((checked, value));
        }
        Ok(Checked { values, signers, headers })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("api", &self.api.name)
            .field("credentials", &self.schemes().collect::<Vec<_>>())
            .field("signers", &self.signer_schemes().collect::<Vec<_>>())
            .field("headers", &self.header_names().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Validates a credential against its scheme.
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
            "the scheme `{scheme}` gives no token for these credentials: it is described otherwise"
        ))),
    }
}

/// Creates the request signer of a scheme.
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
            Err(ConfigError::new(format!("requests of `{scheme}` are not signed: leave the signing key out")))
        }
    }
}
