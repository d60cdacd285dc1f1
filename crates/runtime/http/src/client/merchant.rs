//! Clients for several merchants in one process.

use std::sync::Arc;

use payspec_core::printable;

use super::api_client::Client;
use super::credentials::Credentials;
use super::handle::Shared;
use crate::config::Config;
use crate::config_error::ConfigError;

/// The maximum length of a printed merchant name, in characters.
const LONGEST: usize = 100;

impl<M> Client<M> {
    /// Returns a client with the credentials of another merchant that shares everything else with this one:
    /// connections, the retry budget, the limit on concurrent requests, the clock, the observer and all settings.
    ///
    /// This is cheap: it opens no connection and loads no certificates. You can create a client for each incoming
    /// request, or keep one for each merchant.
    ///
    /// - **Credentials** are only those set here. None are inherited, so a call never combines credentials of two
    ///   merchants; a scheme that is not set here has no credentials.
    /// - **Headers** of this client are sent unless [`Credentials::header`] replaces them.
    /// - **Tokens** are cached per credentials: equal credentials share a token. The tokens of the 1,000 most recently
    ///   used credentials are kept as long as any client derived from the same builder exists; the token of a client is
    ///   kept at least as long as the client.
    /// - **Idempotency keys**: `merchant` is a stable name of your choice, such as an account number. [Derived
    ///   keys](crate::Call::idempotency_key_from) depend on it, so order 17 of two merchants has two keys, and changing
    ///   a password does not change a key. Not every API is known to distinguish equal keys of two merchants, so
    ///   include the merchant in [keys you set yourself](crate::Call::idempotency_key).
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
    /// Returns a [`ConfigError`] that names the merchant if [`build`](crate::ClientBuilder::build) would reject these
    /// credentials, if there are none, or if the name is blank.
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

    /// Returns the name passed to [`with_credentials`](Self::with_credentials), or `None` for a client created by the
    /// builder.
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
