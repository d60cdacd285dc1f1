//! The client builder.

mod credentials;
mod network;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use payspec_core::ApiSpec;
use tokio::sync::Semaphore;

use super::api_client::Client;
use super::background::Background;
use super::credentials::Credentials;
use super::handle::Shared;
use super::mode::Blocking;
use super::validate;
use crate::clock::{Clock, FullJitter, Jitter, SystemClock};
use crate::config::{Addresses, Config, Family};
use crate::config_error::ConfigError;
use crate::observe::Observer;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::servers::{BaseUrl, Servers, Transports};
use crate::transport::{Connections, Network, Transport};

/// The default timeout of an attempt: a payment may wait for a bank.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The default deadline: leaves time for a second attempt after one that timed out.
const DEADLINE: Duration = Duration::from_secs(120);
const MAX_RESPONSE_BYTES: usize = 8 * 1024 * 1024;
const USER_AGENT: &str = concat!("payspec-http/", env!("CARGO_PKG_VERSION"));

/// Configures a [`Client`]. Settings are validated by [`build`](Self::build), which reports the first problem and how
/// to fix it.
///
/// Generated clients wrap this in a builder of their own, with methods named after the API's credentials.
///
/// `Debug` shows names and limits, but no value of a credential or header.
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    pub(crate) api: &'static ApiSpec,
    addresses: Addresses,
    given: Credentials,
    paths: BTreeMap<String, String>,
    any_success: BTreeSet<String>,
    timeout: Duration,
    deadline: Duration,
    retry: RetryPolicy,
    budget: RetryBudget,
    max_response_bytes: usize,
    max_concurrent_requests: Option<usize>,
    connections: Connections,
    network: Network,
    user_agent: String,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    jitter: Arc<dyn Jitter>,
    observer: Option<Arc<dyn Observer>>,
    blocking_inside_a_runtime: bool,
}

impl Client {
    /// Creates a client builder. See [`ClientBuilder::new`].
    pub fn builder(api: &'static ApiSpec, base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(api, base_url)
    }
}

impl ClientBuilder {
    /// Creates a builder for a client of `api` at `base_url`, such as `https://api.example.com/v2`.
    ///
    /// The address must be `https://`. Plain `http://` is accepted for loopback addresses only (`127.0.0.1`, `[::1]`,
    /// `localhost`), for local test servers. If the environment variable `PAYSPEC_SANDBOX` is set and not empty, no other
    /// address is accepted, so that tests cannot reach a live server.
    pub fn new(api: &'static ApiSpec, base_url: impl Into<String>) -> Self {
        Self {
            api,
            addresses: Addresses::new(base_url.into()),
            given: Credentials::new(api),
            paths: BTreeMap::new(),
            any_success: BTreeSet::new(),
            timeout: TIMEOUT,
            deadline: DEADLINE,
            retry: RetryPolicy::new(),
            budget: RetryBudget::default(),
            max_response_bytes: MAX_RESPONSE_BYTES,
            max_concurrent_requests: None,
            connections: Connections::default(),
            network: Network::default(),
            user_agent: USER_AGENT.to_owned(),
            transport: None,
            clock: Arc::new(SystemClock),
            jitter: Arc::new(FullJitter),
            observer: None,
            blocking_inside_a_runtime: false,
        }
    }

    /// Sets the address of one of the API's services, such as `https://onboarding.example.com`. Operations of a service
    /// are sent nowhere else: without an address they are rejected.
    ///
    /// The address must meet the requirements of [`new`](Self::new).
    pub fn service(mut self, name: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.addresses.services.insert(name.into(), base_url.into());
        self
    }

    /// Sets the base URL for a client with credentials of `scheme`, instead of the builder's own: for an API that
    /// serves two schemes at different addresses.
    pub fn base_url_with(mut self, scheme: &'static str, base_url: impl Into<String>) -> Self {
        self.addresses.by_scheme.insert(scheme, base_url.into());
        self
    }

    /// Sets a header for every operation that lists it in its description, such as `Origin`. Other operations are sent
    /// without it; [`Call::header`](crate::Call::header) adds a header to a single call.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.give(|given| given.header(name, value))
    }

    /// Sets the timeout of an attempt, from connecting to the last byte of the response; one minute by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout for connecting; ten seconds by default. Ignored with a custom [`transport`](Self::transport).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout;
        self
    }

    /// Sets the time limit of a call, including all attempts and the waits between them; two minutes by default. No
    /// attempt starts after the deadline, and one in progress is cancelled.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets when and how often calls are retried: see [`RetryPolicy`]. [`RetryPolicy::never`] turns retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the number of retries that all calls of the client to one host share: see [`RetryBudget`].
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// Limits the number of concurrent requests; unlimited by default. Further requests wait for a slot until their
    /// timeout.
    pub fn max_concurrent_requests(mut self, limit: usize) -> Self {
        self.max_concurrent_requests = Some(limit);
        self
    }

    /// Sets how many idle connections each pool keeps per server; unlimited by default. There are two pools: see
    /// [`unrepeatable_idle_connection_timeout`](Self::unrepeatable_idle_connection_timeout). Ignored with a custom
    /// [`transport`](Self::transport).
    pub fn max_idle_connections(mut self, limit: usize) -> Self {
        self.connections.max_idle = limit;
        self
    }

    /// Sets how long an idle connection stays usable for calls that only read or have an idempotency key; 3 seconds by
    /// default. A server or proxy that closes connections sooner makes such calls fail and be retried, so stay well
    /// below its limit. Ignored with a custom [`transport`](Self::transport).
    pub fn idle_connection_timeout(mut self, timeout: Duration) -> Self {
        self.connections.idle_timeout = timeout;
        self
    }

    /// Sets how long an idle connection stays usable for calls that change something and have no idempotency key; 1
    /// second by default. At zero, each such call opens a new connection. These calls cannot be retried: if the server
    /// closes the connection just as the request is sent, the outcome is unknown. They therefore have a separate pool.
    /// Ignored with a custom [`transport`](Self::transport).
    pub fn unrepeatable_idle_connection_timeout(mut self, timeout: Duration) -> Self {
        self.connections.unrepeatable_idle_timeout = timeout;
        self
    }

    /// Sets HTTP/2 keep-alive: sends a PING after `interval` without a frame from the server, and closes the connection
    /// if it is not acknowledged within `timeout`; 10 seconds each by default. Otherwise a dead connection would stay
    /// in use until TCP gives up. Some servers close connections that send too many PINGs. Ignored with a custom
    /// [`transport`](Self::transport).
    pub fn http2_ping(mut self, interval: Duration, timeout: Duration) -> Self {
        self.connections.http2_ping_interval = interval;
        self.connections.http2_ping_timeout = timeout;
        self
    }

    /// Overrides the clock (for tests).
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Overrides the jitter source, which determines the waits between attempts (for tests).
    pub fn jitter(mut self, jitter: Arc<dyn Jitter>) -> Self {
        self.jitter = jitter;
        self
    }

    /// Sets the callbacks invoked for each attempt and call (for metrics).
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Allows a blocking client to be used on threads of a Tokio runtime.
    ///
    /// Waiting on a worker thread blocks all futures that it polls, so calls are rejected there. The threads of
    /// `tokio::task::spawn_blocking` are meant for waiting, but cannot be told apart from workers; with this setting
    /// you assert that the client is used on those only. Nothing panics if that is not true.
    pub fn blocking_inside_a_runtime(mut self) -> Self {
        self.blocking_inside_a_runtime = true;
        self
    }

    /// Sets the maximum size of a response body; 8 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets the `User-Agent` header: the name and version of your program.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Sends requests through `transport` instead of reqwest.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Replaces the path of an operation, for when the described one is wrong: `path_override("transaction.capture",
    /// "/transaction/{transactionId}/captures")`.
    pub fn path_override(mut self, operation: impl Into<String>, template: impl Into<String>) -> Self {
        self.paths.insert(operation.into(), template.into());
        self
    }

    /// Accepts every response with a success status as a success of this operation, for when its description is wrong:
    /// `accept_any_success("order.validate")`.
    ///
    /// By default an operation without a response body requires an empty one, an object must have at least one of its
    /// members, and the object must be the one that the path names; 203 and 206 are successes only if described. This
    /// setting disables all of these checks, so read the object's state afterwards.
    /// [`Call::accept_any_success`](crate::Call::accept_any_success) does the same for one call.
    pub fn accept_any_success(mut self, operation: impl Into<String>) -> Self {
        self.any_success.insert(operation.into());
        self
    }

    /// Validates the settings and creates the client.
    ///
    /// # Errors
    ///
    /// Returns a [`ConfigError`] that says which setting is wrong and how to fix it.
    pub fn build(self) -> Result<Client, ConfigError> {
        Ok(Client::new(Shared { config: Arc::new(self.checked()?), background: None }))
    }

    /// Validates the settings and creates a client whose calls block the calling thread until they complete. The client
    /// starts one thread, which does the sending.
    ///
    /// # Errors
    ///
    /// Same as [`build`](Self::build); also returns an error if the thread cannot be started.
    pub fn build_blocking(self) -> Result<Client<Blocking>, ConfigError> {
        let config = Arc::new(self.checked()?);
        Ok(Client::new(Shared { config, background: Some(Arc::new(Background::start()?)) }))
    }

    fn checked(self) -> Result<Config, ConfigError> {
        let base = BaseUrl::parse(self.addresses.of(&self.given)?)?;
        self.retry.check()?;
        if self.max_concurrent_requests.is_some_and(|limit| limit == 0 || limit > Semaphore::MAX_PERMITS) {
            return Err(ConfigError::new(format!(
                "`max_concurrent_requests` must be from 1 to {}: remove it for no limit",
                Semaphore::MAX_PERMITS
            )));
        }
        for (name, timeout) in [
            ("timeout", self.timeout),
            ("deadline", self.deadline),
            ("connect_timeout", self.connections.connect_timeout),
            ("http2_ping", self.connections.http2_ping_interval.min(self.connections.http2_ping_timeout)),
        ] {
            if timeout.is_zero() {
                return Err(ConfigError::new(format!(
                    "`{name}` is zero, so every call would fail: set it to some seconds"
                )));
            }
        }
        let mut given = self.given.check(&[])?;
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| ConfigError::new("the user agent contains a character that is not allowed in a header"))?;
        for (operation, template) in &self.paths {
            validate::path_override(self.api, operation, template)?;
        }
        for operation in &self.any_success {
            validate::operation(self.api, operation, "for `accept_any_success`")?;
        }
        let limit = self.max_concurrent_requests.map(|limit| Arc::new(Semaphore::new(limit)));
        self.network.check_use(self.transport.is_some())?;
        let network = self.network.checked()?;
        let mut transports = Transports::new(self.transport, self.connections, network, limit, self.budget.clone());
        let servers = Servers::new(self.api, base, &self.addresses.services, &mut transports)?;
        let family = Family::new(self.addresses, transports);
        family.share_tokens(&servers, &mut given.values);
        Ok(Config {
            api: self.api,
            servers: Arc::new(servers),
            family: Arc::new(family),
            merchant: None,
            credentials: given.values,
            signers: given.signers,
            headers: given.headers,
            paths: self.paths,
            any_success: self.any_success,
            timeout: self.timeout,
            deadline: self.deadline,
            retry: self.retry,
            budget: self.budget,
            clock: self.clock,
            jitter: self.jitter,
            observer: self.observer,
            blocking_inside_a_runtime: self.blocking_inside_a_runtime,
            max_response_bytes: self.max_response_bytes,
            user_agent,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The addresses are not checked yet, so they may still hold a password.
        let parsed = |address: &str| BaseUrl::parse(address).ok();
        let services: BTreeMap<&String, Option<BaseUrl>> =
            self.addresses.services.iter().map(|(name, address)| (name, parsed(address))).collect();
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.name)
            .field("base_url", &self.addresses.of(&self.given).ok().and_then(parsed))
            .field("services", &services)
            .field("credentials", &self.given.schemes().collect::<Vec<_>>())
            .field("signers", &self.given.signer_schemes().collect::<Vec<_>>())
            .field("headers", &self.given.header_names().collect::<Vec<_>>())
            .field("path_overrides", &self.paths)
            .field("any_success", &self.any_success)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("retry_budget", &self.budget)
            .field("connections", &self.connections)
            .field("network", &self.network)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("max_concurrent_requests", &self.max_concurrent_requests)
            .field("own_transport", &self.transport.is_some())
            .finish_non_exhaustive()
    }
}
