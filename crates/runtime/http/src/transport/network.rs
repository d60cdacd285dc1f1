//! Certificates and the proxy of a client, before and after validation.

use std::fmt;

use http::Uri;
use payspec_core::Secret;
use payspec_core::pem::{block, with_line_breaks};
use rustls::pki_types::pem::{self, PemObject as _};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use url::Url;

use super::tls;
use crate::config_error::ConfigError;

/// Network settings, not validated yet.
///
/// `Debug` shows which settings are present, but no certificate, key, address or password.
#[derive(Clone)]
pub(crate) struct Network {
    /// PEM texts, each with one or more certificates.
    pub(crate) roots: Vec<String>,
    pub(crate) system_roots: bool,
    /// The client certificate chain and its private key.
    pub(crate) identity: Option<(String, Secret)>,
    pub(crate) proxy: ProxyChoice,
    pub(crate) proxy_credentials: Option<(Secret, Secret)>,
}

/// How the client connects to servers.
#[derive(Clone)]
pub(crate) enum ProxyChoice {
    /// The proxy settings of the environment.
    Environment,
    Direct,
    Given(Secret),
}

impl Default for Network {
    fn default() -> Self {
        let (roots, identity) = (Vec::new(), None);
        Self { roots, system_roots: true, identity, proxy: ProxyChoice::Environment, proxy_credentials: None }
    }
}

/// Validated settings.
#[derive(Clone)]
pub(crate) struct CheckedNetwork {
    pub(super) trust: tls::Trust,
    pub(super) identity: Option<tls::Identity>,
    pub(super) proxy: CheckedProxy,
}

#[derive(Clone)]
pub(super) enum CheckedProxy {
    Environment,
    Direct,
    Given(Box<reqwest::Proxy>),
}

impl Default for CheckedNetwork {
    fn default() -> Self {
        let trust = tls::Trust { system: true, roots: Vec::new() };
        Self { trust, identity: None, proxy: CheckedProxy::Environment }
    }
}

impl CheckedNetwork {
    /// Applies the proxy settings to an HTTP client.
    pub(super) fn route(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match &self.proxy {
            CheckedProxy::Environment => builder,
            CheckedProxy::Direct => builder.no_proxy(),
            CheckedProxy::Given(proxy) => builder.proxy((**proxy).clone()),
        }
    }
}

impl Network {
    /// Rejects settings that a custom transport would ignore.
    pub(crate) fn check_use(&self, own_transport: bool) -> Result<(), ConfigError> {
        let set = [
            ("root_certificate_pem", !self.roots.is_empty()),
            ("without_system_roots", !self.system_roots),
            ("client_certificate_pem", self.identity.is_some()),
            ("proxy_credentials", self.proxy_credentials.is_some()),
            ("proxy", matches!(self.proxy, ProxyChoice::Given(_))),
            ("no_proxy", matches!(self.proxy, ProxyChoice::Direct)),
        ];
        match set.into_iter().find(|(_, is_set)| own_transport && *is_set) {
            Some((name, _)) => Err(ConfigError::new(format!(
                "`{name}` does not apply to a transport of your own: set it up there, or leave out `transport`"
            ))),
            None => Ok(()),
        }
    }

    /// Validates the certificates and the proxy address. Error messages contain no part of them.
    pub(crate) fn checked(&self) -> Result<CheckedNetwork, ConfigError> {
        let mut roots = Vec::new();
        for text in &self.roots {
            roots.extend(certificates("root_certificate_pem", text)?);
        }
        if roots.is_empty() && !self.system_roots {
            return Err(ConfigError::new(
                "`without_system_roots` leaves nobody to trust: give an authority with `root_certificate_pem`",
            ));
        }
        let trust = tls::Trust { system: self.system_roots, roots };
        trust.check()?;
        let identity = self.identity.as_ref().map(identity).transpose()?;
        Ok(CheckedNetwork { trust, identity, proxy: self.checked_proxy()? })
    }

    fn checked_proxy(&self) -> Result<CheckedProxy, ConfigError> {
        match (&self.proxy, &self.proxy_credentials) {
            (ProxyChoice::Given(url), credentials) => {
                Ok(CheckedProxy::Given(Box::new(proxy(url, credentials.as_ref())?)))
            }
            (_, Some(_)) => Err(ConfigError::new(
                "`proxy_credentials` are given without a proxy: name it with `proxy`, or put them into the URL in the \
                 environment variable",
            )),
            (ProxyChoice::Environment, None) => Ok(CheckedProxy::Environment),
            (ProxyChoice::Direct, None) => Ok(CheckedProxy::Direct),
        }
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proxy = match self.proxy {
            ProxyChoice::Environment => "environment",
            ProxyChoice::Direct => "none",
            ProxyChoice::Given(_) => "given",
        };
        f.debug_struct("Network")
            .field("root_certificates", &self.roots.len())
            .field("system_roots", &self.system_roots)
            .field("client_certificate", &self.identity.is_some())
            .field("proxy", &proxy)
            .field("proxy_credentials", &self.proxy_credentials.is_some())
            .finish()
    }
}

/// Parses the certificates in a PEM: one or more.
fn certificates(setting: &str, text: &str) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let text = with_line_breaks(text);
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    match read {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(ConfigError::new(format!(
            "`{setting}` has no certificate: give the content of a PEM file (`-----BEGIN CERTIFICATE-----`), not its path"
        ))),
        Err(error) => Err(broken(setting, &error)),
    }
}

fn identity((certificates_pem, key): &(String, Secret)) -> Result<tls::Identity, ConfigError> {
    const SETTING: &str = "client_certificate_pem";
    let chain = certificates(SETTING, certificates_pem)?;
    let key = match PrivateKeyDer::from_pem_slice(with_line_breaks(key.expose()).as_bytes()) {
        Ok(key) => key,
        // In the form of older versions of OpenSSL it is a block that cannot be decoded.
        Err(_) if is_encrypted(key.expose()) => {
            return Err(ConfigError::new(format!("the private key of `{SETTING}` is encrypted: decrypt it first")));
        }
        Err(pem::Error::NoItemsFound) => {
            return Err(ConfigError::new(format!(
                "`{SETTING}` has no private key: give the content of a PEM file (`-----BEGIN PRIVATE KEY-----`) as the \
                 second argument, not its path"
            )));
        }
        Err(error) => return Err(broken(SETTING, &error)),
    };
    tls::Identity::new(SETTING, chain, key)
}

/// Whether a block is encrypted: certificates or parameters may precede the key.
fn is_encrypted(text: &str) -> bool {
    std::iter::successors(block(text), |last| block(last.rest)).any(|block| block.is_encrypted)
}

/// The library's messages quote the PEM, so they are not included.
fn broken(setting: &str, error: &pem::Error) -> ConfigError {
    let why = match error {
        pem::Error::MissingSectionEnd { .. } => "a section has no end: is the file complete?",
        pem::Error::IllegalSectionStart { .. } => "a section does not begin with `-----BEGIN ...-----`",
        pem::Error::Base64Decode(_) => "a section is not written in Base64",
        _ => "it cannot be read",
    };
    ConfigError::new(format!("the PEM of `{setting}` is broken: {why}"))
}

/// Creates a proxy for `https://` addresses.
fn proxy(given: &Secret, credentials: Option<&(Secret, Secret)>) -> Result<reqwest::Proxy, ConfigError> {
    let wrong = |why: &str| ConfigError::new(format!("`proxy` {why}: give a URL such as `http://proxy.example:3128`"));
    let text = given.expose().trim();
    // Without this check, a host name would be parsed as a scheme.
    if !text.contains("://") {
        return Err(wrong("has no scheme"));
    }
    let url = Url::parse(text).map_err(|error| wrong("is not a URL").with_source(error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("begins neither with `http://` nor with `https://`, and no other proxies are supported"));
    }
    // The HTTP stack ignores a proxy that it cannot parse, and would send requests directly.
    if !url.has_host() || url.as_str().parse::<Uri>().is_err() {
        return Err(wrong("has no valid host"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("has more than a host and a port"));
    }
    let is_in_url = !url.username().is_empty() || url.password().is_some();
    let set_up = |url: Url| reqwest::Proxy::https(url).map_err(|_| wrong("cannot be used by the HTTP stack"));
    let Some((user, password)) = credentials else { return set_up(url) };
    if is_in_url {
        return Err(ConfigError::new(
            "`proxy` has a user in its URL, and `proxy_credentials` are given too: give them once",
        ));
    }
    if user.expose().is_empty() || user.expose().contains(':') {
        return Err(ConfigError::new(
            "the user of `proxy_credentials` is empty or has a `:`, which HTTP Basic cannot carry",
        ));
    }
    Ok(set_up(url)?.basic_auth(user.expose(), password.expose()))
}
