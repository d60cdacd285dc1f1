//! Clients of several merchants in one process.

use std::sync::Arc;

use payspec_core::printable;

use super::api_client::Client;
use super::credentials::Credentials;
use super::handle::Shared;
use crate::config::Config;
use crate::config_error::ConfigError;

/// The longest part of a merchant's name that is printed, in characters.
const LONGEST: usize = 100;

impl<M> Client<M> {
    /// Returns a client with the credentials of another merchant, which shares all else with this one: connections, the
    /// retry budget, the limit of concurrent requests, the clock, the observer and all settings.
    ///
    /// It is cheap: nothing is connected, and no certificates are loaded. So a program may make one for each of its
    /// requests, or keep one for each merchant.
    ///
    /// - **Credentials** are those given here and no others. A scheme that this client has credentials for and the new one
    ///   has not is missing, so that nobody calls with a half of each.
    /// - **Headers** of this client are sent unless [`Credentials::header`] replaces them.
    /// - **Tokens** belong to credentials. Equal credentials share a token, and all others have their own. The tokens of the
    ///   1,000 credentials used last are kept as long as a client of the family; those of a client are kept as long as it.
    /// - **Idempotency keys**: `merchant` is a name of yours that stays the same, such as the number of an account. Keys that
    ///   are [derived](crate::Call::idempotency_key_from) depend on it, so order 17 of two merchants gives two keys, and the
    ///   key does not change when a password does. Whether an API tells equal keys of two merchants apart is not known of
    ///   all, so put the merchant into [keys of your own](crate::Call::idempotency_key).
    ///
    /// ```
    /// use payspec_http::{Client, ConfigError};
    ///
    /// fn for_merchant(platform: &Client, account: &str, key: &str) -> Result<Client, ConfigError> {
    ///     platform.with_credentials(account, |its| its.secret_header("api-key", key))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// A [`ConfigError`] that names the merchant, as [`build`](crate::ClientBuilder::build) would return for these
    /// credentials; also when there are none, or the name is blank.
    pub fn with_credentials(
        &self,
        merchant: impl Into<String>,
        give: impl FnOnce(Credentials) -> Credentials,
    ) -> Result<Self, ConfigError> {
        let merchant = merchant.into();
        if merchant.trim().is_empty() {
            return Err(ConfigError::new(
                "`with_credentials` has a blank name for the merchant: give one that stays the same, such as the number \
                 of its account, since derived idempotency keys depend on it",
            ));
        }
        let known = &self.handle.config;
        let config = with(known, &merchant, give)
            .map_err(|error| error.of(&format!("merchant `{}`", printable::text(&merchant, LONGEST))))?;
        Ok(Self::new(Shared { config: Arc::new(config), background: self.handle.background.clone() }))
    }

    /// Returns the name given to [`with_credentials`](Self::with_credentials); `None` for a client that was built.
    pub fn merchant(&self) -> Option<&str> {
        self.handle.config.merchant.as_deref()
    }
}

fn with(known: &Config, merchant: &str, give: impl FnOnce(Credentials) -> Credentials) -> Result<Config, ConfigError> {
    let given = give(Credentials::new(known.api));
    if given.is_empty() {
        return Err(ConfigError::new(
            "no credentials are given: `with_credentials` takes over none of the first client",
        ));
    }
    let servers = known.family.servers(&known.servers, &given)?;
    let mut given = given.check(&known.headers)?;
    known.family.share_tokens(&servers, &mut given.values);
    Ok(Config {
        servers,
        merchant: Some(merchant.into()),
        credentials: given.values,
        signers: given.signers,
        headers: given.headers,
        ..known.clone()
    })
}
