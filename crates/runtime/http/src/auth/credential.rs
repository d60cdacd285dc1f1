//! The credentials of a call, one per authentication scheme of the API.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use payspec_core::{AuthScheme, AuthSpec, Secret, TokenSpec};
use zeroize::Zeroizing;

use super::token::TokenSource;
use super::value::{empty, given, sensitive, trimmed, without_prefix};
use crate::config_error::ConfigError;
use crate::{signing, wiping};

/// A validated credential, ready to be added to a request.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The value of the `Authorization` header.
    Basic(HeaderValue),
    /// The value of a header that the scheme names.
    Header(HeaderValue),
    /// The values of the scheme's parameters.
    Parameters(Vec<Secret>),
    /// The source of tokens obtained with the credentials.
    Token(Arc<TokenSource>),
    /// None; the request is only signed.
    Signature,
}

impl Credential {
    pub(crate) fn basic(scheme: &str, login: &Secret, password: &Secret) -> Result<Self, ConfigError> {
        if login.expose().is_empty() {
            return Err(empty(scheme, "login"));
        }
        trimmed(scheme, "login", login)?;
        // A caller may have chosen white space on purpose.
        if !password.expose().starts_with(' ') && !password.expose().ends_with(' ') {
            trimmed(scheme, "password", password)?;
        }
        if login.expose().contains(':') {
            return Err(ConfigError::new(format!(
                "the login of the credential `{scheme}` contains a `:`, which HTTP Basic does not allow: \
                 pass login and password separately"
            )));
        }
        // Allocated at full size up front: growing would leave parts of the password behind in freed memory.
        let length = login.expose().len() + 1 + password.expose().len();
        let mut pair = Zeroizing::new(String::with_capacity(length));
        for part in [login.expose(), ":", password.expose()] {
            pair.push_str(part);
        }
        let mut text = Zeroizing::new(String::with_capacity("Basic ".len() + length.div_ceil(3) * 4));
        text.push_str("Basic ");
        STANDARD.encode_string(pair.as_bytes(), &mut text);
        Ok(Self::Basic(sensitive(scheme, &text)?))
    }

    /// Creates a key that is sent after `prefix`, which the caller must not include.
    pub(crate) fn header(scheme: &str, prefix: &str, value: &Secret) -> Result<Self, ConfigError> {
        if value.expose().is_empty() {
            return Err(empty(scheme, "value"));
        }
        trimmed(scheme, "value", value)?;
        without_prefix(scheme, prefix, value)?;
        Ok(Self::Header(sensitive(scheme, &wiping::text(&[prefix, value.expose()]))?))
    }

    pub(crate) fn parameters(scheme: &str, values: Vec<Secret>) -> Result<Self, ConfigError> {
        Ok(Self::Parameters(given(scheme, values)?))
    }

    pub(crate) fn token(scheme: &str, spec: &'static TokenSpec, values: Vec<Secret>) -> Result<Self, ConfigError> {
        Ok(Self::Token(Arc::new(TokenSource::new(spec, given(scheme, values)?))))
    }
}

/// Shows only the kind.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic(_) => "Basic([redacted])",
            Self::Header(_) => "Header([redacted])",
            Self::Parameters(_) => "Parameters([redacted])",
            Self::Token(_) => "Token([redacted])",
            Self::Signature => "Signature",
        })
    }
}

/// Returns the method of the API's own client builder that sets the credential of a scheme.
pub(crate) fn builder_call(auth: &AuthSpec) -> String {
    match auth.scheme {
        AuthScheme::Basic => format!(".{}(login, password)", auth.setter),
        AuthScheme::Header { .. } | AuthScheme::BodyParameter { names: [_] } => format!(".{}(key)", auth.setter),
        AuthScheme::BodyParameter { names } => format!(".{}({})", auth.setter, names.join(", ")),
        AuthScheme::Token(token) => format!(".{}({})", auth.setter, token.parameters.join(", ")),
        AuthScheme::Signature => signing::builder_call(auth).unwrap_or_default(),
    }
}
