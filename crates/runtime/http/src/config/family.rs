//! What clients share that differ in their credentials only.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::auth::{Credential, TokenSource};
use crate::client::Credentials;
use crate::config_error::ConfigError;
use crate::servers::{BaseUrl, Servers, Transports};

/// The tokens of this many credentials are kept for clients that are made later.
const MOST_TOKENS: usize = 1_000;

/// Where the requests of a client go, as it was given.
#[derive(Clone)]
pub(crate) struct Addresses {
    pub(crate) main: String,
    /// By scheme: the address for a client with its credentials.
    pub(crate) by_scheme: BTreeMap<&'static str, String>,
    pub(crate) services: BTreeMap<String, String>,
}

impl Addresses {
    pub(crate) fn new(main: String) -> Self {
        Self { main, by_scheme: BTreeMap::new(), services: BTreeMap::new() }
    }

    /// The address of the main host: that of the credentials, where they have one.
    pub(crate) fn of(&self, given: &Credentials) -> Result<&str, ConfigError> {
        let mut own = self.by_scheme.iter().filter(|(scheme, _)| given.values.contains_key(*scheme));
        let Some((scheme, address)) = own.next() else { return Ok(&self.main) };
        match own.find(|(_, other)| *other != address) {
            Some((other, _)) => Err(ConfigError::new(format!(
                "the credentials for `{scheme}` and for `{other}` belong to different addresses: build a client for each"
            ))),
            None => Ok(address),
        }
    }
}

/// Connections, and the tokens of all credentials.
pub(crate) struct Family {
    addresses: Addresses,
    transports: Transports,
    tokens: Mutex<Vec<Kept>>,
}

/// Where tokens come from. Those used last are at the end.
struct Kept {
    scheme: &'static str,
    /// The main host, which is where some schemes get their tokens.
    main: BaseUrl,
    source: Arc<TokenSource>,
}

impl Family {
    pub(crate) fn new(addresses: Addresses, transports: Transports) -> Self {
        Self { addresses, transports, tokens: Mutex::default() }
    }

    /// The servers for these credentials: those of `known`, unless the credentials have an address of their own.
    pub(crate) fn servers(&self, known: &Arc<Servers>, given: &Credentials) -> Result<Arc<Servers>, ConfigError> {
        let base = BaseUrl::parse(self.addresses.of(given)?)?;
        if base == known.main.base {
            return Ok(Arc::clone(known));
        }
        let mut transports = self.transports.clone();
        Ok(Arc::new(Servers::new(given.api, base, &self.addresses.services, &mut transports)?))
    }

    /// Has equal credentials share their token: a program may make a client for each of its requests. What differs in a
    /// byte, in its scheme or in the server has a token of its own.
    pub(crate) fn share_tokens(&self, servers: &Servers, values: &mut BTreeMap<&'static str, Credential>) {
        for (scheme, value) in values {
            let Credential::Token(source) = value else { continue };
            let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
            let main = &servers.main.base;
            let is_same =
                |kept: &Kept| kept.scheme == *scheme && kept.main == *main && kept.source.has_credentials_of(source);
            let kept = match tokens.iter().rposition(is_same) {
                Some(at) => tokens.remove(at),
                None => Kept { scheme, main: main.clone(), source: Arc::clone(source) },
            };
            if tokens.len() >= MOST_TOKENS {
                tokens.remove(0);
            }
            *source = Arc::clone(&kept.source);
            tokens.push(kept);
        }
    }
}
