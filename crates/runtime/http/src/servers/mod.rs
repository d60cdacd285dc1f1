//! The servers of a client: the API's own, and one for each of its services.

mod base_url;
mod limit;
mod only_here;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use payspec_core::{ApiSpec, EvidenceLevel, OperationSpec, ServiceSpec, TokenSpec};
use tokio::sync::Semaphore;

pub(crate) use self::base_url::BaseUrl;
use self::limit::Limited;
use crate::config_error::ConfigError;
use crate::error::Failure;
use crate::retry::{HostBudget, RetryBudget};
use crate::transport::{CheckedNetwork, Connections, ReqwestTransport, Transport};

/// A server and its transport.
pub(crate) struct Server {
    pub(crate) base: BaseUrl,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) budget: HostBudget,
    /// The service, if its address in the description is inferred.
    pub(crate) guessed: Option<&'static ServiceSpec>,
}

pub(crate) struct Servers {
    pub(crate) main: Server,
    services: BTreeMap<&'static str, Server>,
}

impl Servers {
    /// Validates the addresses and creates the transports.
    pub(crate) fn new(
        api: &'static ApiSpec,
        main: BaseUrl,
        services: &BTreeMap<String, String>,
        transports: &mut Transports,
    ) -> Result<Self, ConfigError> {
        let main = transports.server(main, None)?;
        let mut known = BTreeMap::new();
        for (name, address) in services {
            let service = described(api, name)?;
            let base = BaseUrl::parse(address).map_err(|error| error.of(&format!("the service `{name}`")))?;
            let guessed = guessed(service, &base);
            known.insert(service.name, transports.server(base, guessed)?);
        }
        Ok(Self { main, services: known })
    }

    /// Returns the server of an operation. An operation of a service is never sent to another server, because its
    /// parameters and credentials would reach the wrong recipient.
    pub(crate) fn of(&self, operation: &OperationSpec) -> Result<&Server, Box<Failure>> {
        let Some(service) = operation.service else { return Ok(&self.main) };
        self.services.get(service.name).ok_or_else(|| {
            Failure::configuration(format!(
                "this operation belongs to the service `{}`, whose address is not known in this environment: set it \
                 with `{}` when building the client",
                service.name, service.setter
            ))
        })
    }

    /// Returns the server with the token endpoint. Credentials are sent nowhere else.
    pub(crate) fn of_token(&self, token: &TokenSpec) -> Result<&Server, Box<Failure>> {
        let Some(service) = token.service else { return Ok(&self.main) };
        self.services.get(service.name).ok_or_else(|| {
            Failure::configuration(format!(
                "this operation needs a token of the service `{}`, whose address is not known in this environment: set \
                 it with `{}` when building the client",
                service.name, service.setter
            ))
        })
    }

    pub(crate) fn service(&self, name: &str) -> Option<&Server> {
        self.services.get(name)
    }
}

/// Shows the addresses of services.
impl fmt::Debug for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.services.iter().map(|(name, server)| (name, &server.base))).finish()
    }
}

fn described(api: &'static ApiSpec, name: &str) -> Result<&'static ServiceSpec, ConfigError> {
    api.services.iter().find(|service| service.name == name).ok_or_else(|| {
        let names: Vec<&str> = api.services.iter().map(|service| service.name).collect();
        let known =
            if names.is_empty() { "it has none".to_owned() } else { format!("its services are: {}", names.join(", ")) };
        ConfigError::new(format!("the API has no service `{name}` ({known})"))
    })
}

fn guessed(service: &'static ServiceSpec, base: &BaseUrl) -> Option<&'static ServiceSpec> {
    let is_guess =
        service.hosts.iter().any(|host| host.evidence.level == EvidenceLevel::Inferred && base.fits(host.base_url));
    is_guess.then_some(service)
}

/// The transports: the caller's, or a default one for each kind of address that is needed. Clones share those already
/// created.
#[derive(Clone)]
pub(crate) struct Transports {
    own: Option<Arc<dyn Transport>>,
    https: Option<Arc<dyn Transport>>,
    loopback: Option<Arc<dyn Transport>>,
    connections: Connections,
    network: CheckedNetwork,
    /// The slots for concurrent requests, if they are limited.
    limit: Option<Arc<Semaphore>>,
    budget: RetryBudget,
}

impl Transports {
    pub(crate) fn new(
        own: Option<Arc<dyn Transport>>,
        connections: Connections,
        network: CheckedNetwork,
        limit: Option<Arc<Semaphore>>,
        budget: RetryBudget,
    ) -> Self {
        let mut transports = Self { own: None, https: None, loopback: None, connections, network, limit, budget };
        transports.own = own.map(|own| transports.limited(own));
        transports
    }

    fn limited(&self, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        let Some(places) = &self.limit else { return transport };
        Arc::new(Limited { transport, places: Arc::clone(places) })
    }

    fn server(&mut self, base: BaseUrl, guessed: Option<&'static ServiceSpec>) -> Result<Server, ConfigError> {
        only_here::check(&base)?;
        let budget = self.budget.at(format!("{}://{}:{}", base.scheme(), base.host(), base.port()));
        Ok(Server { transport: self.towards(&base)?, budget, base, guessed })
    }

    fn towards(&mut self, base: &BaseUrl) -> Result<Arc<dyn Transport>, ConfigError> {
        if let Some(own) = &self.own {
            return Ok(Arc::clone(own));
        }
        let plain = base.is_loopback_without_tls();
        let known = if plain { &self.loopback } else { &self.https };
        if let Some(transport) = known {
            return Ok(Arc::clone(transport));
        }
        let made = if plain {
            ReqwestTransport::plain_loopback(self.connections)?
        } else {
            ReqwestTransport::https_on(self.connections, &self.network)?
        };
        let transport = self.limited(Arc::new(made));
        let known = if plain { &mut self.loopback } else { &mut self.https };
        Ok(Arc::clone(known.insert(transport)))
    }
}
