//! A client of one API at one address.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use payspec_core::{ApiSpec, AuthSpec, Operation};

use crate::background::Background;
use crate::clock::{Clock, Jitter};
use crate::credential::Credential;
use crate::observe::Observer;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::servers::Servers;
use crate::{Async, Call, ClientBuilder};

/// A client of one API at one address. Cloning is cheap, and clones share their connections.
///
/// `M` is its mode: [`Async`], or [`Blocking`](crate::Blocking) for
/// [`build_blocking`](ClientBuilder::build_blocking).
///
/// `Debug` shows the address, names and limits; no credential.
pub struct Client<M = Async> {
    pub(crate) inner: Arc<Inner>,
    mode: PhantomData<fn() -> M>,
}

pub(crate) struct Inner {
    pub(crate) config: Config,
    /// The thread of a blocking client.
    pub(crate) background: Option<Background>,
}

/// Checked settings: all that making a request needs besides the operation.
pub(crate) struct Config {
    pub(crate) api: &'static ApiSpec,
    pub(crate) servers: Servers,
    pub(crate) credentials: BTreeMap<&'static str, Credential>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) paths: BTreeMap<String, String>,
    /// The operations whose successful responses are not checked.
    pub(crate) any_success: BTreeSet<String>,
    /// How long an attempt may take.
    pub(crate) timeout: Duration,
    /// How long a call may take with all its attempts.
    pub(crate) deadline: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: RetryBudget,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) jitter: Arc<dyn Jitter>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) blocking_inside_a_runtime: bool,
    pub(crate) max_response_bytes: usize,
    pub(crate) user_agent: HeaderValue,
}

impl Config {
    /// The credential for a scheme, or for one that takes its place, with the scheme that it is for.
    pub(crate) fn credential(&self, auth: &'static AuthSpec) -> (&'static AuthSpec, Option<&Credential>) {
        if let Some(own) = self.credentials.get(auth.name) {
            return (auth, Some(own));
        }
        let others = self.api.auth.iter().filter(|other| other.instead_of == Some(auth.name));
        let mut given = others.filter_map(|other| Some((other, Some(self.credentials.get(other.name)?))));
        given.next().unwrap_or((auth, None))
    }
}

impl Client {
    /// Starts to put a client together. See [`ClientBuilder::new`].
    pub fn builder(api: &'static ApiSpec, base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(api, base_url)
    }
}

impl<M> Client<M> {
    pub(crate) fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner), mode: PhantomData }
    }

    /// A call of `operation`. Nothing is sent before it is awaited.
    pub fn call<O: Operation>(&self, operation: O) -> Call<O, M> {
        Call::new(self.clone(), operation)
    }

    /// The address of the API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.inner.config.servers.main.base.as_str()
    }

    /// How many repetitions the client can afford at the moment.
    pub fn retry_budget(&self) -> &RetryBudget {
        &self.inner.config.budget
    }

    /// The address of one of the API's services, without a trailing slash; `None` when it has none here.
    pub fn service_url(&self, service: &str) -> Option<&str> {
        self.inner.config.servers.service(service).map(|server| server.base.as_str())
    }
}

/// One more of the same client: nothing but a count is touched.
impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), mode: PhantomData }
    }
}

impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.inner.config;
        let header_names: Vec<&str> = config.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Client")
            .field("api", &config.api.name)
            .field("base_url", &config.servers.main.base)
            .field("services", &config.servers)
            .field("credentials", &config.credentials)
            .field("headers", &header_names)
            .field("path_overrides", &config.paths)
            .field("any_success", &config.any_success)
            .field("timeout", &config.timeout)
            .field("deadline", &config.deadline)
            .field("retry", &config.retry)
            .field("retry_budget", &config.budget)
            .field("max_response_bytes", &config.max_response_bytes)
            .finish_non_exhaustive()
    }
}
