//! TLS settings: an explicit crypto provider and the operating system's trust store.
//!
//! The process-wide crypto provider is neither used nor set here, so other libraries in the program and this one cannot
//! interfere.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt as _;

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

/// Returns a configuration for TLS 1.2 or newer with the operating system's trust store.
pub(super) fn system_trust() -> Result<ClientConfig, ConfigError> {
    let mut config = versions()?
        .with_platform_verifier()
        .map_err(|error| {
            ConfigError::new(
                "could not load the root certificates of this system: install its \
                 package of root certificates (often `ca-certificates`)",
            )
            .with_source(error)
        })?
        .with_no_client_auth();
    // The HTTP stack sets ALPN protocols only on a configuration that it creates itself.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Returns a configuration that trusts no certificate, for a client of loopback addresses. The HTTP stack requires one
/// even if unused, and a container with a test server may have no certificates.
pub(super) fn nothing_trusted() -> Result<ClientConfig, ConfigError> {
    Ok(versions()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ConfigError> {
    let provider = provider().ok_or_else(|| {
        ConfigError::new(
            "this build has no TLS: enable the feature `ring` or `aws-lc-rs` of payspec-http, \
             or set a custom transport",
        )
    })?;
    ClientConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions().map_err(|error| {
        ConfigError::new("the TLS provider of this build supports neither TLS 1.2 nor 1.3").with_source(error)
    })
}
