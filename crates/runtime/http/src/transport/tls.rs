//! TLS settings made in the open: an explicit provider and the trust of the operating system.
//!
//! Nothing here depends on, or sets, the provider that a process may have installed globally, so
//! other libraries in the same program can neither break this one nor be broken by it.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::config_error::ConfigError;

/// The cryptography chosen at build time. `aws-lc-rs` wins when both are on, because it is never on
/// by default: somebody asked for it.
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

/// TLS 1.2 or newer, checked against the certificates the operating system trusts.
pub(super) fn system_trust() -> Result<ClientConfig, ConfigError> {
    let mut config = versions()?
        .with_platform_verifier()
        .map_err(|error| {
            ConfigError::new(
                "TLS could not be set up with the certificates of this system: install its \
                 package of root certificates (often `ca-certificates`)",
            )
            .with_source(error)
        })?
        .with_no_client_auth();
    // The HTTP stack offers protocols only for a configuration it makes itself.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// TLS that trusts nobody, for a client that speaks plain text to this machine only. The HTTP stack
/// asks for a configuration even when it will not use it, and a container with a test server in it
/// need not have any certificates.
pub(super) fn nothing_trusted() -> Result<ClientConfig, ConfigError> {
    Ok(versions()?.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
}

fn versions() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, ConfigError> {
    let provider = provider().ok_or_else(|| {
        ConfigError::new(
            "this build has no TLS: turn on the feature `ring` or `aws-lc-rs` of payspec-http, \
             or give the client a transport of your own",
        )
    })?;
    ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ConfigError::new("the TLS provider of this build cannot do TLS 1.2 or 1.3").with_source(error))
}
