//! TLS settings made in the open: an explicit provider and the trust of the operating system.
//!
//! Nothing here depends on, or sets, the provider that a process may have installed globally, so
//! other libraries in the same program can neither break this one nor be broken by it.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::ConfigError;

/// The cryptography chosen at build time. `aws-lc-rs` wins when both are on, because it is never on
/// by default: somebody asked for it.
fn provider() -> Option<CryptoProvider> {
    #[cfg(feature = "aws-lc-rs")]
    return Some(rustls::crypto::aws_lc_rs::default_provider());
    #[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
    return Some(rustls::crypto::ring::default_provider());
    #[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
    return None;
}

/// TLS 1.2 or newer, checked against the certificates the operating system trusts.
pub(super) fn config() -> Result<ClientConfig, ConfigError> {
    let provider = provider().ok_or_else(|| {
        ConfigError::new(
            "this build has no TLS: turn on the feature `ring` or `aws-lc-rs` of payspec-http, \
             or give the client a transport of your own",
        )
    })?;
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_platform_verifier())
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
