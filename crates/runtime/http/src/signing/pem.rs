//! RSA private keys in PEM files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::Secret;
use payspec_core::pem::{RsaEncoding, rsa_private_key};
use ring::signature::RsaKeyPair;
use zeroize::Zeroizing;

use crate::config_error::ConfigError;

/// Parses an RSA private key in PEM (RFC 7468): PKCS #8 (`PRIVATE KEY`) or PKCS #1 (`RSA PRIVATE KEY`).
pub(super) fn rsa_key(scheme: &str, key: &Secret) -> Result<Box<RsaKeyPair>, ConfigError> {
    let wrong = |why: &str| ConfigError::new(format!("the signing key of `{scheme}` {why}"));
    let (encoding, digits) = rsa_private_key(key.expose()).map_err(wrong)?;
    let der = STANDARD.decode(digits.as_bytes()).map(Zeroizing::new);
    let der = der.map_err(|_| wrong("is not Base64 inside of its PEM frame: check where it is read from"))?;
    let pair = match encoding {
        RsaEncoding::Pkcs8 => RsaKeyPair::from_pkcs8(&der),
        RsaEncoding::Pkcs1 => RsaKeyPair::from_der(&der),
    };
    // The library's message is a word or two and contains nothing of the key.
    pair.map(Box::new).map_err(|why| {
        wrong(&format!("is not a valid RSA private key of 2048 to 4096 bits ({why}): check where it is read from"))
    })
}
