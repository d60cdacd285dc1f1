//! Settings of a client from environment variables.

use std::ffi::OsString;
use std::fmt;

use payspec_core::{AuthScheme, HostLabel, Secret};

use crate::client::{ClientBuilder, RawCredential, Signing, check_credential, check_signing, validate};
use crate::config_error::ConfigError;
use crate::request::headers;
use crate::servers::BaseUrl;

/// The environment variables that the settings of an API's clients are read from. A generated client has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvSpec {
    /// The variable with the name of an environment.
    pub environment: &'static str,
    /// The names of the environments.
    pub environments: &'static [&'static str],
    /// The variable with an address in place of an environment's.
    pub base_url: &'static str,
    /// The services, each with the variable for its address.
    pub services: &'static [(&'static str, &'static str)],
    /// The credentials.
    pub credentials: &'static [EnvCredential],
    /// Headers, each with its variable.
    pub headers: &'static [(&'static str, &'static str)],
}

/// The variables of one scheme's credentials: either all are set or none is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvCredential {
    /// The scheme.
    pub scheme: &'static str,
    /// Whether they are the key that requests are signed with, after its name where it has one, and not what is sent.
    pub signs: bool,
    /// The variables, in the order in which the scheme takes its values.
    pub variables: &'static [&'static str],
}

/// Where a client is to send to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To an environment: one of [`EnvSpec::environments`].
    Environment(&'static str),
    /// To an address in place of an environment's.
    At(String),
}

/// Reads the settings of a client from variables: those of the process, or others.
///
/// A variable that is set to an empty text counts as not set. No error repeats a value.
pub struct Variables<'l> {
    spec: &'static EnvSpec,
    lookup: &'l dyn Fn(&str) -> Option<OsString>,
}

impl<'l> Variables<'l> {
    /// Reads variables with `lookup`, such as `std::env::var_os`.
    pub fn new(spec: &'static EnvSpec, lookup: &'l dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { spec, lookup }
    }

    /// Returns where to send to.
    ///
    /// # Errors
    ///
    /// When neither an environment nor an address is set, when both are, and when either is not valid.
    pub fn place(&self) -> Result<Place, ConfigError> {
        let EnvSpec { environment, environments, base_url, .. } = *self.spec;
        let accepted = || either(environments);
        match (self.text(environment)?, self.text(base_url)?) {
            (Some(_), Some(_)) => Err(ConfigError::new(format!(
                "`{environment}` and `{base_url}` are both set, and the second takes the place of the first: set one of \
                 them"
            ))),
            (None, Some(url)) => {
                BaseUrl::parse(&url).map_err(|error| of(base_url, error))?;
                Ok(Place::At(url))
            }
            (Some(name), None) => {
                let trim = if name.trim() == name { "" } else { ", and trim it where it is set" };
                let wrong = || format!("`{environment}` names no environment: set it to {}{trim}", accepted());
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
    /// When it is not set, and when it is not a part of a host name.
    pub fn host_label(&self, variable: &'static str) -> Result<HostLabel, ConfigError> {
        let value = self.text(variable)?.ok_or_else(|| {
            ConfigError::new(format!("`{variable}` is not set: the host of this environment has it as a part"))
        })?;
        HostLabel::try_from(value).map_err(|error| ConfigError::new(format!("`{variable}`: {error}")))
    }

    /// Adds services, credentials and headers to a builder.
    ///
    /// # Errors
    ///
    /// When there are no credentials at all, when a part of some is missing, and when a value is not valid.
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
                    "{} {} set, in place of {}: set one of the two",
                    one.listed(),
                    if one.variables.len() == 1 { "is" } else { "are" },
                    other.listed()
                )));
            }
        }
        Ok(builder)
    }

    /// The values of a scheme's credentials.
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
            "{} is not set, and {} is: the credentials `{}` need all of them",
            all(&missing),
            all(&there),
            credential.scheme
        )))
    }

    /// The value of a variable that is set to more than nothing.
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

/// Gives credentials to a builder, which are checked here so that what is wrong is told of their variables.
fn with_credential(
    builder: ClientBuilder,
    credential: &EnvCredential,
    values: Vec<Secret>,
) -> Result<ClientBuilder, ConfigError> {
    let (api, scheme) = (builder.api, credential.scheme);
    let described = validate::scheme(api, scheme)?;
    let kind = described.map(|auth| auth.scheme);
    for (at, (variable, value)) in credential.variables.iter().zip(&values).enumerate() {
        // A password may have a blank at an end.
        let may_be_chosen = !credential.signs && kind == Some(AuthScheme::Basic) && at == 1;
        let has_blank = value.expose().starts_with(' ') || value.expose().ends_with(' ');
        // Keys come as files with a line break at their end.
        let is_key = credential.signs;
        let is_chosen = |stray: &str| may_be_chosen && has_blank && stray.ends_with(" a blank");
        if let Some(stray) = value.stray_end().filter(|stray| !(is_key || is_chosen(stray))) {
            return Err(ConfigError::new(format!("`{variable}` {stray}: trim it where it is set")));
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
