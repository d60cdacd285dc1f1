//! Starting a sandbox.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payspec_core::printable;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::world::{Around, Shared, WorldHandle, real_now};
use crate::control;
use crate::deliver::{Poster, TIMEOUT};
use crate::engine::world::World;
use crate::store::{FileError, Store, StoreError};
use crate::{centralpay, http, inspector};

/// A running sandbox. The server ends when the last clone is dropped; a [`WorldHandle`] does not keep it running.
#[derive(Clone)]
pub struct Sandbox {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    address: SocketAddr,
    seed: u64,
    pub(crate) is_strict: bool,
    around: Around,
    worlds: Mutex<BTreeMap<String, WorldHandle>>,
    /// Identifies the requests that belong to no world, and has nothing else.
    outside: Mutex<World>,
    /// Ends the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

/// Settings for starting a sandbox.
#[derive(Debug, Clone)]
pub struct Builder {
    listen: SocketAddr,
    seed: Option<u64>,
    is_strict: bool,
    data: Option<PathBuf>,
    webhook_timeout: Duration,
}

/// The error of a sandbox that does not start.
#[derive(Debug)]
pub struct StartError(Cause);

#[derive(Debug)]
enum Cause {
    Listening(SocketAddr, std::io::Error),
    Posting(Box<dyn std::error::Error + Send + Sync>),
    File(StoreError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Listening(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Cause::Posting(error) => write!(f, "cannot post webhooks: {error}"),
            Cause::File(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Cause::Listening(_, error) => Some(error),
            Cause::Posting(error) => Some(error.as_ref()),
            Cause::File(_) => None,
        }
    }
}

impl Default for Builder {
    fn default() -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { listen, seed: None, is_strict: false, data: None, webhook_timeout: TIMEOUT }
    }
}

impl Builder {
    /// Sets the address to listen on, by default a free port of this machine's loopback interface.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Sets the seed of identifiers and other random values, by default 0. A file has the seed with which it was created.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Rejects paths with a trailing slash, which are accepted by default.
    #[must_use]
    pub fn strict(mut self, is_strict: bool) -> Self {
        self.is_strict = is_strict;
        self
    }

    /// Keeps all worlds in an SQLite file, which is created if it does not exist, and continues those that it has. Without
    /// it, worlds are in memory only.
    ///
    /// A request is answered after what it has changed is written, so a sandbox that is killed loses nothing that was
    /// acknowledged. After a power failure, the last moments can be missing. Changes by functions of this crate are written
    /// in the background; [`Sandbox::saved`] waits for them.
    #[must_use]
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Sets how long a webhook receiver may take to respond, by default ten seconds of real time. After that, the event is
    /// not acknowledged.
    #[must_use]
    pub fn webhook_timeout(mut self, timeout: Duration) -> Self {
        self.webhook_timeout = timeout;
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// The address cannot be bound, for example because it is in use. The [file](Self::data) cannot be read or written, is in
    /// use by another sandbox, or has another seed.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let poster = Poster::new(self.webhook_timeout).map_err(|error| StartError(Cause::Posting(error)))?;
        let failed = |error: std::io::Error| StartError(Cause::Listening(self.listen, error));
        let listener = TcpListener::bind(self.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let (stop, stopped) = oneshot::channel();
        let (store, seed, stored) = match &self.data {
            Some(file) => {
                let (store, seed, stored) =
                    Store::open(file, self.seed).map_err(|error| StartError(Cause::File(error)))?;
                (Some(Arc::new(store)), seed, stored)
            }
            None => (None, self.seed.unwrap_or_default(), Vec::new()),
        };
        let around = Around { poster, runtime: Handle::current(), store };
        let (is_strict, outside) = (self.is_strict, Mutex::new(World::new(seed, "", real_now())));
        let inner = Inner { address, seed, is_strict, around, worlds: Mutex::default(), outside, _stop: stop };
        let mut resumed = Vec::new();
        for world in stored {
            let damaged = |why| {
                let path = self.data.clone().unwrap_or_default();
                StartError(Cause::File(StoreError::Damaged { path, world: world.name.clone(), why }))
            };
            resumed.push((World::from_records(world.records, &centralpay::KNOWN).map_err(damaged)?, world.ahead));
        }
        // A sandbox that does not start posts nothing.
        for (world, ahead) in resumed {
            inner.resume(world, ahead);
        }
        let inner = Arc::new(inner);
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

    /// Returns a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The address on which it listens. If that is unspecified, such as `0.0.0.0:4010`, URLs have the loopback address.
    pub fn address(&self) -> SocketAddr {
        self.inner.address
    }

    /// The base URL of CentralPay's API.
    pub fn centralpay_url(&self) -> String {
        self.inner.centralpay_url()
    }

    /// The base URL of the control API, by which programs in other languages control the sandbox (`spec/control`).
    pub fn control_url(&self) -> String {
        format!("http://{}{}", advertised(self.inner.address), control::PATH)
    }

    /// The URL of the inspector: pages that show what happens in all worlds, for a browser on this machine.
    pub fn inspector_url(&self) -> String {
        format!("http://{}{}", advertised(self.inner.address), inspector::PATH)
    }

    /// The base URL of CentralPay's Onboarding API, whose operations are not modelled yet.
    pub fn centralpay_onboarding_url(&self) -> String {
        format!("{}/onboarding", self.inner.centralpay_address())
    }

    /// Returns the world with a name, and creates it if there is none. Its login is `test-` and the name.
    ///
    /// # Panics
    ///
    /// The name is not 1 to 100 letters, digits, `-`, `_` or `.`, of which logins consist.
    #[track_caller]
    pub fn world(&self, name: &str) -> WorldHandle {
        assert!(centralpay::is_world_name(name), "{}", invalid_name(name));
        self.inner.world(name)
    }

    /// All worlds that there are, by name.
    pub fn worlds(&self) -> Vec<WorldHandle> {
        self.inner.all()
    }

    /// Waits until the [file](Builder::data) cannot be written any more, for example because the disk is full, and returns
    /// why. Without a file, it waits for ever.
    pub async fn failed(&self) -> FileError {
        match &self.inner.around.store {
            Some(store) => FileError(store.failed().await),
            None => std::future::pending().await,
        }
    }

    /// Waits until everything that has happened until now is written, if worlds are kept in a [file](Builder::data).
    ///
    /// # Errors
    ///
    /// The file cannot be written. From then on, requests are answered with 500.
    pub async fn saved(&self) -> Result<(), FileError> {
        self.inner.saved().await.map_err(FileError)
    }
}

impl Inner {
    pub(crate) fn centralpay_address(&self) -> String {
        format!("http://{}/centralpay", advertised(self.address))
    }

    pub(crate) fn centralpay_url(&self) -> String {
        centralpay::base_url(&self.centralpay_address())
    }

    /// All worlds, by name.
    pub(crate) fn all(&self) -> Vec<WorldHandle> {
        self.worlds().values().cloned().collect()
    }

    fn worlds(&self) -> MutexGuard<'_, BTreeMap<String, WorldHandle>> {
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The world with a name, which is valid.
    pub(crate) fn world(&self, name: &str) -> WorldHandle {
        let mut worlds = self.worlds();
        let make = || {
            let mut world = World::new(self.seed, name, real_now());
            if self.around.store.is_some() {
                world.note_changes();
            }
            self.start(world, Duration::ZERO)
        };
        worlds.entry(name.to_owned()).or_insert_with(make).clone()
    }

    /// Continues a world from a file.
    fn resume(&self, world: World, ahead: Duration) {
        let name = world.name().to_owned();
        let handle = self.start(world, ahead);
        self.worlds().insert(name, handle);
    }

    fn start(&self, mut world: World, ahead: Duration) -> WorldHandle {
        world.set_address(self.centralpay_address());
        Shared::start(world, ahead, &self.around)
    }

    /// Waits until everything that has happened is written, if worlds are kept in a file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(crate) async fn saved(&self) -> Result<(), StoreError> {
        match &self.around.store {
            Some(store) => store.saved().await,
            None => Ok(()),
        }
    }

    /// A world that exists.
    pub(crate) fn existing(&self, name: &str) -> Option<WorldHandle> {
        self.worlds().get(name).cloned()
    }

    /// Where requests are refused that belong to no world. No login leads to it.
    pub(crate) fn outside(&self) -> MutexGuard<'_, World> {
        self.outside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The address by which programs on this machine reach a listener. Nothing can be sent to an unspecified address.
fn advertised(listening: SocketAddr) -> SocketAddr {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listening.port())
}

/// The message about a name that no world can have.
pub(crate) fn invalid_name(name: &str) -> String {
    let name = printable::text(name, 80);
    format!("invalid world name `{name}`: use 1 to 100 letters, digits, `-`, `_` or `.`")
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.inner.address).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::advertised;

    #[test]
    fn an_unspecified_address_is_advertised_as_that_of_this_machine() {
        for (listening, expected) in [
            ("0.0.0.0:4010", "127.0.0.1:4010"),
            ("[::]:4010", "[::1]:4010"),
            ("127.0.0.1:1", "127.0.0.1:1"),
            ("192.0.2.7:80", "192.0.2.7:80"),
        ] {
            assert_eq!(advertised(listening.parse().expect("an address")).to_string(), expected);
        }
    }
}
