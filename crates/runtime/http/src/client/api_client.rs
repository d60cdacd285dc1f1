//! The client of an API.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use payspec_core::{Operation, printable};

use super::call::Call;
use super::handle::{Handle, Shared};
use super::mode::{Async, Blocking};
use crate::config::Config;
use crate::retry::RetryBudget;

/// A client of one API at one base URL. Cloning is cheap, and clones share connections.
///
/// `M` is its mode: [`Async`], or [`Blocking`](crate::Blocking) for
/// [`build_blocking`](crate::ClientBuilder::build_blocking).
///
/// `Debug` shows the base URL, names and limits, but no credential.
pub struct Client<M = Async> {
    pub(super) handle: Handle,
    mode: PhantomData<fn() -> M>,
}

impl<M> Client<M> {
    pub(super) fn new(shared: Shared) -> Self {
        Self { handle: Arc::new(shared), mode: PhantomData }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.handle.config
    }

    /// Creates a call of `operation`. Nothing is sent until it is awaited.
    pub fn call<O: Operation>(&self, operation: O) -> Call<O, M> {
        Call::new(Arc::clone(&self.handle), operation)
    }

    /// Returns the base URL of the API, without a trailing slash.
    pub fn base_url(&self) -> &str {
        self.handle.config.servers.main.base.as_str()
    }

    /// Returns the retry budget, which shows how many retries the client has left at each host.
    pub fn retry_budget(&self) -> &RetryBudget {
        &self.handle.config.budget
    }

    /// Returns the address of one of the API's services, without a trailing slash, or `None` when it has none in this
    /// environment.
    pub fn service_url(&self, service: &str) -> Option<&str> {
        self.handle.config.servers.service(service).map(|server| server.base.as_str())
    }
}

impl Client<Blocking> {
    /// Waits with the client's clock. The client's own thread drives the wait, so the caller's thread enters no
    /// runtime.
    pub(crate) fn pause(&self, duration: Duration) {
        if let Some(background) = &self.handle.background {
            let config = Arc::clone(&self.handle.config);
            background.run(async move { config.clock.sleep(duration).await });
        }
    }
}

/// Cheap: only a reference count is incremented.
impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self { handle: Arc::clone(&self.handle), mode: PhantomData }
    }
}

impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.handle.config;
        let header_names: Vec<&str> = config.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Client")
            .field("api", &config.api.name)
            .field("merchant", &config.merchant.as_deref().map(|name| printable::text(name, 100)))
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
