//! Putting a client together.

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

/// A payment may wait for a bank, so the whole exchange gets a minute.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Room for a second attempt after one that ran into its timeout.
const DEADLINE: Duration = Duration::from_secs(120);
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
    /// Starts to put a client together. See [`ClientBuilder::new`].
    pub fn builder(api: &'static ApiSpec, base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(api, base_url)
    }
}

impl ClientBuilder {
    /// A client of `api` at `base_url`, such as `https://api.example.com/v2`.
    ///
    /// The address must be `https://`. Plain `http://` is accepted for this machine only
    /// (`127.0.0.1`, `[::1]`, `localhost`), where a test server runs.
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

    /// The address of one of the API's services, such as `https://onboarding.example.com`. What belongs to a service
    /// is sent nowhere else: without an address, its operations are refused.
    ///
    /// The same is accepted as for [`new`](Self::new).
    pub fn service(mut self, name: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.addresses.services.insert(name.into(), base_url.into());
        self
    }

    /// The address for a client that is given credentials of `scheme`, instead of the one that the builder was made
    /// with: for an API that answers each of two schemes at an address of its own.
    pub fn base_url_with(mut self, scheme: &'static str, base_url: impl Into<String>) -> Self {
        self.addresses.by_scheme.insert(scheme, base_url.into());
        self
    }

    /// A header for every operation whose description lists it, such as `Origin`. Operations that do
    /// not list it are sent without; [`Call::header`](crate::Call::header) adds one to a single call.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.give(|given| given.header(name, value))
    }

    /// How long an attempt may take, from connecting to the last byte of the answer: one minute unless
    /// said otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long connecting may take: ten seconds unless said otherwise. It does not apply to a
    /// [`transport`](Self::transport) of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout;
        self
    }

    /// How long a call may take with all its attempts and the waits between them: two minutes unless said otherwise.
    /// An attempt that would come later is not made, and one that is under way is cut short.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How often calls are repeated that can be: see [`RetryPolicy`]. [`RetryPolicy::never`] turns it off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many repetitions all calls of the client can afford together: see [`RetryBudget`].
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// How many requests may be under way at once; without it there is no bound. Others wait for their turn, and give
    /// up when their timeout is over.
    pub fn max_concurrent_requests(mut self, limit: usize) -> Self {
        self.max_concurrent_requests = Some(limit);
        self
    }

    /// Sets how many idle connections each pool keeps for each server; unlimited by default. There are two pools: see
    /// [`unrepeatable_idle_connection_timeout`](Self::unrepeatable_idle_connection_timeout). It does not apply to a
    /// [`transport`](Self::transport) of your own.
    pub fn max_idle_connections(mut self, limit: usize) -> Self {
        self.connections.max_idle = limit;
        self
    }

    /// Sets how long a connection may have been idle to be used again by a call that only reads or has an idempotency
    /// key; 3 seconds by default. A server or proxy that closes connections sooner makes such calls fail and be sent
    /// again, so stay well below what it allows. It does not apply to a [`transport`](Self::transport) of your own.
    pub fn idle_connection_timeout(mut self, timeout: Duration) -> Self {
        self.connections.idle_timeout = timeout;
        self
    }

    /// Sets how long a connection may have been idle to be used again by a call that changes something and has no
    /// idempotency key; 1 second by default, and at zero each such call has a new connection. A call like that cannot be
    /// sent again: when it meets a server that is just closing the connection, nobody knows whether it happened. So these
    /// calls have a pool of their own. It does not apply to a [`transport`](Self::transport) of your own.
    pub fn unrepeatable_idle_connection_timeout(mut self, timeout: Duration) -> Self {
        self.connections.unrepeatable_idle_timeout = timeout;
        self
    }

    /// Sets how HTTP/2 connections are checked: a PING after `interval` without a frame from the server, and the end of
    /// the connection when it is not acknowledged within `timeout`; 10 seconds each by default. Without that a connection
    /// that went silent would be used until TCP gives up. Some servers close connections with more PINGs than they like.
    /// It does not apply to a [`transport`](Self::transport) of your own.
    pub fn http2_ping(mut self, interval: Duration, timeout: Duration) -> Self {
        self.connections.http2_ping_interval = interval;
        self.connections.http2_ping_timeout = timeout;
        self
    }

    /// Tells the time and waits, instead of the system: for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Draws the waits before repetitions, instead of chance: for tests.
    pub fn jitter(mut self, jitter: Arc<dyn Jitter>) -> Self {
        self.jitter = jitter;
        self
    }

    /// Is told of every attempt and call: for metrics.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Lets a blocking client be used on threads of a Tokio runtime.
    ///
    /// Waiting on a worker of a runtime stops all futures that it drives, so calls are refused there. The threads of
    /// `tokio::task::spawn_blocking` are made for waiting, but cannot be told from workers: say with this that the
    /// client is used on those only. Nothing panics if it is not so.
    pub fn blocking_inside_a_runtime(mut self) -> Self {
        self.blocking_inside_a_runtime = true;
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

    /// Takes any response with a status of success for one of this operation, for when what is described of it is wrong:
    /// `accept_any_success("order.validate")`.
    ///
    /// Otherwise a response without a body must have none, an object must have one of its members, and what was read must
    /// be what the path named; 203 and 206 are no success unless they are described. All of that is waived, so read the
    /// state afterwards. [`Call::accept_any_success`](crate::Call::accept_any_success) does it for one call.
    pub fn accept_any_success(mut self, operation: impl Into<String>) -> Self {
        self.any_success.insert(operation.into());
        self
    }

    /// Checks the settings and makes the client.
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that says what is wrong and how to mend it.
    pub fn build(self) -> Result<Client, ConfigError> {
        Ok(Client::new(Shared { config: Arc::new(self.checked()?), background: None }))
    }

    /// Checks the settings and makes a client whose calls wait for their answers on the thread that makes them. The
    /// client has one thread of its own, which does the sending.
    ///
    /// # Errors
    ///
    /// As for [`build`](Self::build), and when the thread cannot be started.
    pub fn build_blocking(self) -> Result<Client<Blocking>, ConfigError> {
        let config = Arc::new(self.checked()?);
        Ok(Client::new(Shared { config, background: Some(Arc::new(Background::start()?)) }))
    }

    fn checked(self) -> Result<Config, ConfigError> {
        let base = BaseUrl::parse(self.addresses.of(&self.given)?)?;
        self.retry.check()?;
        if self.max_concurrent_requests.is_some_and(|limit| limit == 0 || limit > Semaphore::MAX_PERMITS) {
            return Err(ConfigError::new(format!(
                "`max_concurrent_requests` is not from 1 to {}, so nothing could be sent: leave it out for no bound",
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
                    "`{name}` is zero, so every call would fail: give it some seconds"
                )));
            }
        }
        let mut given = self.given.check(&[])?;
        let user_agent = HeaderValue::from_str(&self.user_agent)
            .map_err(|_| ConfigError::new("the user agent has a character that a header cannot carry"))?;
        for (operation, template) in &self.paths {
            validate::path_override(self.api, operation, template)?;
        }
        for operation in &self.any_success {
            validate::operation(self.api, operation, "to accept any success of")?;
        }
        let limit = self.max_concurrent_requests.map(|limit| Arc::new(Semaphore::new(limit)));
        self.network.check_use(self.transport.is_some())?;
        let network = self.network.checked()?;
        let mut transports = Transports::new(self.transport, self.connections, network, limit);
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
