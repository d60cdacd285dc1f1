//! Explicit TLS settings: the crypto provider, the trusted authorities, and the client certificate.
//!
//! The process-wide crypto provider is neither used nor set here, so other libraries in the program and this one cannot
//! interfere.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ConfigBuilder, InconsistentKeys, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use crate::config_error::ConfigError;

/// The crypto provider selected at build time. `aws-lc-rs` wins if both are enabled, because it is never on by default.
#[cfg_attr(
    any(feature = "ring", feature = "aws-lc-rs"),
    expect(clippy::unnecessary_wraps, reason = "a build can be without either")
)]
fn provider() -> Option<CryptoProvider> {
    #[cfg(feature = "aws-lc-rs")]
    return Some(rustls::crypto::aws_lc_rs::default_provider());
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    return Some(rustls::crypto::ring::default_provider());
    #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
    return None;
}

/// The trusted certificate authorities.
#[derive(Clone)]
pub(super) struct Trust {
    /// Whether to trust the authorities of the operating system.
    pub(super) system: bool,
    /// Additional authorities.
    pub(super) roots: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// Rejects invalid certificates. The library would do so as well, but its error does not name the setting.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.store().map(drop)
    }

    fn store(&self) -> Result<RootCertStore, ConfigError> {
        let mut store = RootCertStore::empty();
        for root in &self.roots {
            store.add(root.clone()).map_err(|error| {
                ConfigError::new("`root_certificate_pem` has a section that is no X.509 certificate").with_source(error)
            })?;
        }
        Ok(store)
    }

    fn verifier(&self) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, ConfigError> {
        let versions = versions()?;
        if !self.system {
            return Ok(versions.with_root_certificates(self.store()?));
        }
        let verifier = self.platform(Arc::clone(versions.crypto_provider())).map_err(|error| {
            ConfigError::new(
                "could not load the root certificates of this system: install its \
                 package of root certificates (often `ca-certificates`)",
            )
            .with_source(error)
        })?;
        // The library calls all verifiers but its own dangerous; this one is the operating system's.
        Ok(versions.dangerous().with_custom_certificate_verifier(Arc::new(verifier)))
    }

    #[cfg(not(target_os = "android"))]
    fn platform(&self, provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
        if self.roots.is_empty() {
            return Verifier::new(provider);
        }
        Verifier::new_with_extra_roots(self.roots.iter().cloned(), provider)
    }

    #[cfg(target_os = "android")]
    fn platform(&self, provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
        if self.roots.is_empty() {
            return Verifier::new(provider);
        }
        Err(rustls::Error::General(
            "on Android `root_certificate_pem` cannot add to the system's authorities: use `without_system_roots`, or the \
             app's network security configuration"
                .to_owned(),
        ))
    }
}

/// The client certificate and its key.
#[derive(Clone)]
pub(super) struct Identity(Arc<CertifiedKey>);

impl Identity {
    /// Validates a certificate chain and checks that the key matches.
    pub(super) fn new(
        setting: &str,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, ConfigError> {
        let provider = provider().ok_or_else(no_provider)?;
        // The library's errors describe the problem in a word or two and contain nothing of the key.
        let certified = CertifiedKey::from_der(chain, key, &provider).map_err(|error| {
            let why = match error {
                rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                    "the private key does not belong to the certificate, which has to be the first of the PEM"
                }
                rustls::Error::InvalidCertificate(_) => "the first section is no X.509 certificate",
                _ => "the private key cannot be used for TLS: it has to be RSA, ECDSA or Ed25519",
            };
            ConfigError::new(format!("`{setting}`: {why}")).with_source(error)
        })?;
        Ok(Self(Arc::new(certified)))
    }
}

/// Creates the TLS configuration, for TLS 1.2 or newer.
pub(super) fn config(trust: &Trust, identity: Option<&Identity>) -> Result<ClientConfig, ConfigError> {
    let verified = trust.verifier()?;
    let mut config = match identity {
        None => verified.with_no_client_auth(),
        Some(Identity(certified)) => {
            verified.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(Arc::clone(certified))))
        }
    };
    // The HTTP stack sets the ALPN protocols only on configurations that it creates itself.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Returns a configuration that trusts no certificate, for a client of loopback addresses. The HTTP stack requires one
/// even if unused, and a container with a test server may have no certificates.
pub(super) fn nothing_trusted() -> Result<ClientConfig, ConfigError> {
    Ok(versions()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ConfigError> {
    let provider = provider().ok_or_else(no_provider)?;
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConfigError::new("the TLS provider of this build cannot do TLS 1.2 or 1.3").with_source(error))
}

fn no_provider() -> ConfigError {
    ConfigError::new(
        "this build has no TLS: turn on the feature `ring` or `aws-lc-rs` of payspec-http, \
         or give the client a transport of your own",
    )
}
