//! State shared by clients that differ only in their credentials.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::auth::{Credential, TokenSource};
use crate::client::Credentials;
use crate::config_error::ConfigError;
use crate::servers::{BaseUrl, Servers, Transports};

/// The number of credentials whose tokens are kept for clients created later.
const MOST_TOKENS: usize = 1_000;

/// The addresses set on the builder, not validated yet.
#[derive(Clone)]
pub(crate) struct Addresses {
    pub(crate) main: String,
    /// The address for a client with credentials of a scheme, by scheme.
    pub(crate) by_scheme: BTreeMap<&'static str, String>,
    pub(crate) services: BTreeMap<String, String>,
}

impl Addresses {
    pub(crate) fn new(main: String) -> Self {
        Self { main, by_scheme: BTreeMap::new(), services: BTreeMap::new() }
    }

    /// Returns the main address: that of the credentials' scheme, if it has one.
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

/// The connections, and the tokens of all credentials.
pub(crate) struct Family {
    addresses: Addresses,
    transports: Transports,
    tokens: Mutex<Vec<Kept>>,
}

/// Token sources; the most recently used are at the end.
struct Kept {
    scheme: &'static str,
    /// The main host, where some schemes obtain their tokens.
    main: BaseUrl,
    source: Arc<TokenSource>,
}

impl Family {
    pub(crate) fn new(addresses: Addresses, transports: Transports) -> Self {
        Self { addresses, transports, tokens: Mutex::default() }
    }

    /// Returns the servers for these credentials: `known`, unless their scheme has a separate address.
    pub(crate) fn servers(&self, known: &Arc<Servers>, given: &Credentials) -> Result<Arc<Servers>, ConfigError> {
        let base = BaseUrl::parse(self.addresses.of(given)?)?;
        if base == known.main.base {
            return Ok(Arc::clone(known));
        }
        let mut transports = self.transports.clone();
        Ok(Arc::new(Servers::new(given.api, base, &self.addresses.services, &mut transports)?))
    }

    /// Lets equal credentials share their token, because a program may create a client for each incoming request.
    /// Credentials that differ in any byte, in their scheme or in their server have separate tokens.
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
