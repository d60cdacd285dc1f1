//! Settings of a client from environment variables.

use std::ffi::OsString;
use std::fmt;

use payspec_core::{AuthScheme, HostLabel, Secret};

use crate::client::{ClientBuilder, RawCredential, Signing, check_credential, check_signing, validate};
use crate::config_error::ConfigError;
use crate::request::headers;
use crate::servers::BaseUrl;

/// The environment variables that configure a client. Each generated client has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvSpec {
    /// The variable that selects an environment.
    pub environment: &'static str,
    /// The names of the environments.
    pub environments: &'static [&'static str],
    /// The variable with a base URL that replaces the environment's.
    pub base_url: &'static str,
    /// The services, each with the variable of its address.
    pub services: &'static [(&'static str, &'static str)],
    /// The credentials.
    pub credentials: &'static [EnvCredential],
    /// Headers, each with its variable.
    pub headers: &'static [(&'static str, &'static str)],
}

/// The variables of one scheme's credentials: all of them must be set, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvCredential {
    /// The scheme.
    pub scheme: &'static str,
    /// Whether the values are a signing key (after its ID, if it has one) rather than a credential to send.
    pub signs: bool,
    /// The variables, in the order of the scheme's values.
    pub variables: &'static [&'static str],
}

/// The server that a client sends to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An environment: one of [`EnvSpec::environments`].
    Environment(&'static str),
    /// An address that replaces the environment's.
    At(String),
}

/// Reads client settings from variables: those of the process, or others.
///
/// A variable set to an empty text counts as not set. Errors never contain a value.
pub struct Variables<'l> {
    spec: &'static EnvSpec,
    lookup: &'l dyn Fn(&str) -> Option<OsString>,
}

impl<'l> Variables<'l> {
    /// Reads variables with `lookup`, such as `std::env::var_os`.
    pub fn new(spec: &'static EnvSpec, lookup: &'l dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { spec, lookup }
    }

    /// Returns the server to send to.
    ///
    /// # Errors
    ///
    /// Returns an error if neither an environment nor an address is set, if both are, or if either is invalid.
    pub fn place(&self) -> Result<Place, ConfigError> {
        let EnvSpec { environment, environments, base_url, .. } = *self.spec;
        let accepted = || either(environments);
        match (self.text(environment)?, self.text(base_url)?) {
            (Some(_), Some(_)) => Err(ConfigError::new(format!(
                "`{environment}` and `{base_url}` are both set, but the second replaces the first: set one of \
                 them"
            ))),
            (None, Some(url)) => {
                BaseUrl::parse(&url).map_err(|error| of(base_url, error))?;
                Ok(Place::At(url))
            }
            (Some(name), None) => {
                let trim = if name.trim() == name { "" } else { ", without white space around it" };
                let wrong =
                    || format!("`{environment}` is not the name of an environment: set it to {}{trim}", accepted());
                let known = environments.iter().find(|known| **known == name);
                known.copied().map(Place::Environment).ok_or_else(|| ConfigError::new(wrong()))
            }
            (None, None) => Err(ConfigError::new(format!(
                "`{environment}` is not set: set it to {}, or `{base_url}` to the address of a server of your own",
                accepted()
            ))),
        }
    }

    /// Returns the value of a variable in the host of an environment.
    ///
    /// # Errors
    ///
    /// Returns an error if the variable is not set or is not a valid host name label.
    pub fn host_label(&self, variable: &'static str) -> Result<HostLabel, ConfigError> {
        let value = self.text(variable)?.ok_or_else(|| {
            ConfigError::new(format!("`{variable}` is not set: it is part of the host name of this environment"))
        })?;
        HostLabel::try_from(value).map_err(|error| ConfigError::new(format!("`{variable}`: {error}")))
    }

    /// Adds services, credentials and headers to a builder.
    ///
    /// # Errors
    ///
    /// Returns an error if no credentials are set, if some are incomplete, or if a value is invalid.
    pub fn apply(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, ConfigError> {
        for (service, variable) in self.spec.services {
            if let Some(url) = self.text(variable)? {
                BaseUrl::parse(&url).map_err(|error| of(variable, error))?;
                builder = builder.service(*service, url);
            }
        }
        builder = self.credentials(builder)?;
        for (header, variable) in self.spec.headers {
            if let Some(value) = self.text(variable)? {
                headers::check(builder.api, header, &value).map_err(|why| of(variable, ConfigError::new(why)))?;
                builder = builder.header(*header, value);
            }
        }
        Ok(builder)
    }

    fn credentials(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, ConfigError> {
        let mut given: Vec<&EnvCredential> = Vec::new();
        for credential in self.spec.credentials {
            let Some(values) = self.all_or_none(credential)? else { continue };
            builder = with_credential(builder, credential, values)?;
            given.push(credential);
        }
        if given.is_empty() && !self.spec.credentials.is_empty() {
            let ways: Vec<String> = self.spec.credentials.iter().map(EnvCredential::listed).collect();
            return Err(ConfigError::new(format!("no credentials are set: set {}", ways.join(", or "))));
        }
        let of_scheme = |name: &str| given.iter().find(|credential| credential.scheme == name);
        for auth in builder.api.auth {
            let other = auth.instead_of.and_then(of_scheme);
            if let (Some(one), Some(other)) = (of_scheme(auth.name), other) {
                return Err(ConfigError::new(format!(
                    "{} {} set, which excludes {}: set only one of the two",
                    one.listed(),
                    if one.variables.len() == 1 { "is" } else { "are" },
                    other.listed()
                )));
            }
        }
        Ok(builder)
    }

    /// Returns the values of a scheme's credentials.
    fn all_or_none(&self, credential: &EnvCredential) -> Result<Option<Vec<Secret>>, ConfigError> {
        let (mut values, mut missing) = (Vec::new(), Vec::new());
        for variable in credential.variables {
            match self.text(variable)? {
                Some(value) => values.push(Secret::from(value)),
                None => missing.push(*variable),
            }
        }
        if values.is_empty() {
            return Ok(None);
        }
        if missing.is_empty() {
            return Ok(Some(values));
        }
        let there: Vec<&str> =
            credential.variables.iter().filter(|variable| !missing.contains(*variable)).copied().collect();
        Err(ConfigError::new(format!(
            "{} is not set, but {} is: the credentials `{}` need all of them",
            all(&missing),
            all(&there),
            credential.scheme
        )))
    }

    /// Returns the value of a variable that is not empty.
    fn text(&self, variable: &'static str) -> Result<Option<String>, ConfigError> {
        match (self.lookup)(variable).map(OsString::into_string) {
            None => Ok(None),
            Some(Ok(text)) if text.is_empty() => Ok(None),
            Some(Ok(text)) => Ok(Some(text)),
            Some(Err(_)) => Err(ConfigError::new(format!("`{variable}` is not valid UTF-8"))),
        }
    }
}

impl fmt::Debug for Variables<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables").field("spec", &self.spec).finish_non_exhaustive()
    }
}

impl EnvCredential {
    fn listed(&self) -> String {
        all(self.variables)
    }
}

/// Adds credentials to a builder. They are validated here so that errors name the variables.
fn with_credential(
    builder: ClientBuilder,
    credential: &EnvCredential,
    values: Vec<Secret>,
) -> Result<ClientBuilder, ConfigError> {
    let (api, scheme) = (builder.api, credential.scheme);
    let described = validate::scheme(api, scheme)?;
    let kind = described.map(|auth| auth.scheme);
    for (at, (variable, value)) in credential.variables.iter().zip(&values).enumerate() {
        // A password may start or end with white space.
        let may_be_chosen = !credential.signs && kind == Some(AuthScheme::Basic) && at == 1;
        let has_blank = value.expose().starts_with(' ') || value.expose().ends_with(' ');
        // Keys come from files that end in a line break.
        let is_key = credential.signs;
        let is_chosen = |stray: &str| may_be_chosen && has_blank && stray.ends_with(" white space");
        if let Some(stray) = value.stray_end().filter(|stray| !(is_key || is_chosen(stray))) {
            return Err(ConfigError::new(format!("`{variable}` {stray}: trim its value")));
        }
    }
    let wrong = |error: ConfigError| error.of(&credential.listed());
    let (count, mut values) = (values.len(), values.into_iter());
    let mut next = || values.next().unwrap_or_else(|| Secret::from(""));
    if credential.signs {
        let key_id = (count > 1).then(&mut next);
        let signing = Signing::Key(key_id, next());
        check_signing(api, scheme, signing.clone()).map_err(wrong)?;
        return Ok(builder.signing(scheme, signing));
    }
    let given = match kind {
        Some(AuthScheme::Basic) => RawCredential::Basic(next(), next()),
        Some(AuthScheme::BodyParameter { .. }) => RawCredential::Parameters(values.collect()),
        Some(AuthScheme::Token(_)) => RawCredential::Token(values.collect()),
        Some(AuthScheme::Header { .. } | AuthScheme::Signature) | None => RawCredential::Header(next()),
    };
    check_credential(api, scheme, given.clone()).map_err(wrong)?;
    Ok(builder.credential(scheme, given))
}

fn of(variable: &str, error: ConfigError) -> ConfigError {
    error.of(&format!("`{variable}`"))
}

fn all(variables: &[&str]) -> String {
    listed(variables, "and")
}

fn either(words: &[&str]) -> String {
    listed(words, "or")
}

fn listed(words: &[&str], conjunction: &str) -> String {
    let quoted = words.iter().map(|word| format!("`{word}`"));
    quoted.collect::<Vec<_>>().join(&format!(" {conjunction} "))
}
