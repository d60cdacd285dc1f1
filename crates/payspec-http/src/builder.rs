//! Putting a client together.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use payspec_core::{ApiSpec, Secret};

use crate::base_url::BaseUrl;
use crate::client::{Config, Inner};
use crate::credential::Credential;
use crate::servers::{Servers, Transports};
use crate::transport::Transport;
use crate::{Blocking, Client, ConfigError, headers, known};

/// A payment may wait for a bank, so the whole exchange gets a minute.
const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_RESPONSE_BYTES: usize = 8 * 1024 * 1024;
const USER_AGENT: &str = concat!("payspec-http/", env!("CARGO_PKG_VERSION"));

/// Settings of a [`Client`]. Nothing is checked before [`build`](Self::build), which reports the
/// first problem with how to mend it.
///
/// Clients of an API wrap this in a builder of their own, with methods named after its credentials.
///
/// `Debug` shows names and limits, no value of a credential or header.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static ApiSpec,
    base_url: String,
    services: BTreeMap<String, String>,
    credentials: BTreeMap<&'static str, Given>,
    headers: Vec<(String, String)>,
    paths: BTreeMap<String, String>,
    timeout: Duration,
    connect_timeout: Duration,
    max_response_bytes: usize,
    user_agent: String,
    transport: Option<Arc<dyn Transport>>,
}

/// A credential as it was given, not yet checked.
#[derive(Clone)]
enum Given {
    Basic(Secret, Secret),
    Header(Secret),
    Parameter(Secret),
}

impl ClientBuilder {
    /// A client of `api` at `base_url`, such as `https://api.example.com/v2`.
    ///
    /// The address must be `https://`. Plain `http://` is accepted for this machine only
    /// (`127.0.0.1`, `[::1]`, `localhost`), where a sandbox runs.
    pub fn new(api: &'static ApiSpec, base_url: impl Into<String>) -> Self {
        Self {
            api,
            base_url: base_url.into(),
            services: BTreeMap::new(),
            credentials: BTreeMap::new(),
            headers: Vec::new(),
            paths: BTreeMap::new(),
            timeout: TIMEOUT,
            connect_timeout: CONNECT_TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            user_agent: USER_AGENT.to_owned(),
            transport: None,
        }
    }

    /// The address of one of the API's services, such as `https://onboarding.example.com`. What belongs to a service
    /// is sent nowhere else: without an address, its operations are refused.
    ///
    /// The same is accepted as for [`new`](Self::new).
    pub fn service(mut self, name: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.services.insert(name.into(), base_url.into());
        self
    }

    /// The login and password for a scheme that uses HTTP Basic.
    pub fn basic(mut self, scheme: &'static str, login: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        let given = Given::Basic(login.into(), password.into());
        self.credentials.insert(scheme, given);
        self
    }

    /// The key for a scheme that sends it as a parameter in the body.
    pub fn parameter(mut self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        let given = Given::Parameter(value.into());
        self.credentials.insert(scheme, given);
        self
    }

    /// The key for a scheme that sends it in a header of its own.
    pub fn secret_header(mut self, scheme: &'static str, value: impl Into<Secret>) -> Self {
        let given = Given::Header(value.into());
        self.credentials.insert(scheme, given);
        self
    }

    /// A header for every operation whose description lists it, such as `Origin`. Operations that do
    /// not list it are sent without; [`Call::header`](crate::Call::header) adds one to a single call.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long a call may take, from connecting to the last byte of the answer: one minute unless
    /// said otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take: ten seconds unless said otherwise. It does not apply to a
    /// [`transport`](Self::transport) of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How many bytes of an answer are read at most: 8 MiB unless said otherwise.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// The `User-Agent` header: the name and version of your program.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sends through `transport` instead of reqwest.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Uses another path for an operation, for when the described one is wrong:
    /// `path_override("transaction.capture", "/transaction/{transactionId}/captures")`.
    pub fn path_override(mut self, operation: impl Into<String>, template: impl Into<String>) -> Self {
        self.paths.insert(operation.into(), template.into());
        self
    }

    /// Checks the settings and makes the client.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that says what is wrong and how to mend it.
    pub fn build(self) -> Result<Client, ConfigError> {
        Ok(Client::new(self.checked()?))
    }

    /// Checks the settings and makes a client whose calls wait for their answers.
    ///
    /// # Errors
    ///
    /// As for [`build`](Self::build).
    pub fn build_blocking(self) -> Result<Client<Blocking>, ConfigError> {
        Ok(Client::new(self.checked()?))
    }

    fn checked(self) -> Result<Inner, ConfigError> {
        let base = BaseUrl::parse(&self.base_url)?;
        for (name, timeout) in [("timeout", self.timeout), ("connect_timeout", self.connect_timeout)] {
            if timeout.is_zero() {
                return Err(ConfigError::new(format!(
                    "`{name}` is zero, so every call would fail: give it some seconds"
                )));
            }
        }
        let mut credentials = BTreeMap::new();
        for (scheme, given) in self.credentials {
            let credential = match given {
                Given::Basic(login, password) => Credential::basic(scheme, &login, &password),
                Given::Header(value) => Credential::header(scheme, &value),
                Given::Parameter(value) => Credential::parameter(scheme, value),
            };
            credentials.insert(scheme, credential?);
        }
        let mut client_wide: Vec<(HeaderName, HeaderValue)> = Vec::new();
        for (name, value) in &self.headers {
            let (checked, value) = headers::check(self.api, name, value).map_err(ConfigError::new)?;
            known::header(self.api, name)?;
            let name = checked;
            client_wide.retain(|(known, _)| *known != name);
            client_wide.push((name, value));
        }
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| ConfigError::new("the user agent has a character that a header cannot carry"))?;
        for (operation, template) in &self.paths {
            known::path_override(self.api, operation, template)?;
        }
        let transports = Transports::new(self.transport, self.connect_timeout);
        let config = Config {
            api: self.api,
            servers: Servers::new(self.api, base, &self.services, transports)?,
            credentials,
            headers: client_wide,
            paths: self.paths,
            timeout: self.timeout,
            max_response_bytes: self.max_response_bytes,
            user_agent,
        };
        Ok(Inner { config })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header_names: Vec<&String> = self.headers.iter().map(|(name, _)| name).collect();
        let schemes: Vec<&&str> = self.credentials.keys().collect();
        // The addresses are not checked yet, so they may still hold a password.
        let services: BTreeMap<&String, Option<BaseUrl>> =
            self.services.iter().map(|(name, address)| (name, BaseUrl::parse(address).ok())).collect();
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &BaseUrl::parse(&self.base_url).ok())
            .field("services", &services)
            .field("credentials", &schemes)
            .field("headers", &header_names)
            .field("path_overrides", &self.paths)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("own_transport", &self.transport.is_some())
            .finish_non_exhaustive()
    }
}
