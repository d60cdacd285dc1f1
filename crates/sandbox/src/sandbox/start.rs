//! Starting a sandbox.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::world::{Shared, WorldHandle};
use crate::control;
use crate::deliver::Poster;
use crate::{centralpay, http};

/// A running sandbox. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct Sandbox {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    address: SocketAddr,
    seed: u64,
    pub(crate) is_strict: bool,
    poster: Poster,
    /// Where worlds follow real time, wherever they are asked for.
    runtime: Handle,
    worlds: Mutex<BTreeMap<String, WorldHandle>>,
    /// Ends the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Builder {
    listen: SocketAddr,
    seed: u64,
    is_strict: bool,
}

/// Why a sandbox does not start.
#[derive(Debug)]
pub struct StartError {
    address: Option<SocketAddr>,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address {
            Some(address) => write!(f, "cannot listen on {address}: {}", self.source),
            None => write!(f, "cannot post webhooks: {}", self.source),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), seed: 0, is_strict: false }
    }
}

impl Builder {
    /// Sets the address to listen on, by default a free port of this machine's loopback interface.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets the seed of identifiers and everything else that is random, by default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Turns off what handwritten clients are forgiven: a slash at the end of a path.
    #[must_use]
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Starts the sandbox, in memory.
    ///
    /// # Errors
    ///
    /// The address cannot be listened on, for example because it is in use.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let poster = Poster::new().map_err(|source| StartError { address: None, source })?;
        let failed = |source: std::io::Error| StartError { address: Some(self.listen), source: source.into() };
        let listener = TcpListener::bind(self.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let (seed, is_strict, worlds) = (self.seed, self.is_strict, Mutex::default());
        let runtime = Handle::current();
        let inner = Arc::new(Inner { address, seed, is_strict, poster, runtime, worlds, _stop: stop });
        tokio::spawn(http::serve(listener, Arc::downgrade(&inner), stopped));
        Ok(Sandbox { inner })
    }
}

impl Sandbox {
    /// Starts a sandbox in memory, on a free port of this machine's loopback interface.
    ///
    /// # Errors
    ///
    /// No port is free.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Says how to start a sandbox.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.inner.address
    }

    /// The base URL of CentralPay's API.
    pub fn centralpay_url(&self) -> String {
        self.inner.centralpay_url()
    }

    /// The base URL of the sandbox's own API, which programs in other languages steer it with: `spec/control` describes it.
    pub fn control_url(&self) -> String {
        format!("http://{}{}", self.inner.address, control::PATH)
    }

    /// The base URL of CentralPay's Onboarding API, whose operations are not modelled yet.
    pub fn centralpay_onboarding_url(&self) -> String {
        format!("{}/onboarding", self.inner.centralpay_address())
    }

    /// A world, which is made if there is none of this name. Its login is `test-` and the name.
    pub fn world(&self, name: &str) -> WorldHandle {
        self.inner.world(name)
    }
}

impl Inner {
    pub(crate) fn centralpay_address(&self) -> String {
        format!("http://{}/centralpay", self.address)
    }

    pub(crate) fn centralpay_url(&self) -> String {
        centralpay::base_url(&self.centralpay_address())
    }

    /// All worlds that have a name, in its order.
    pub(crate) fn all(&self) -> Vec<WorldHandle> {
        self.worlds().values().filter(|world| !world.name().is_empty()).cloned().collect()
    }

    fn worlds(&self) -> MutexGuard<'_, BTreeMap<String, WorldHandle>> {
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn world(&self, name: &str) -> WorldHandle {
        let mut worlds = self.worlds();
        let make = || Shared::start(self.seed, name, &self.centralpay_address(), self.poster.clone(), &self.runtime);
        worlds.entry(name.to_owned()).or_insert_with(make).clone()
    }

    /// A world that exists.
    pub(crate) fn existing(&self, name: &str) -> Option<WorldHandle> {
        self.worlds().get(name).cloned()
    }

    /// The world to which requests belong that name none. No login leads to it.
    pub(crate) fn lobby(&self) -> WorldHandle {
        self.world("")
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.inner.address).finish_non_exhaustive()
    }
}
