//! RSA private keys in PEM files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::Secret;
use ring::signature::RsaKeyPair;
use zeroize::Zeroizing;

use crate::config_error::ConfigError;

/// Parses an RSA private key in PEM (RFC 7468): PKCS #8 (`PRIVATE KEY`) or PKCS #1 (`RSA PRIVATE KEY`).
pub(super) fn rsa_key(scheme: &str, key: &Secret) -> Result<Box<RsaKeyPair>, ConfigError> {
    let wrong =
        |why: &str| ConfigError::new(format!("the signing key of `{scheme}` {why}: check where it is read from"));
    let (label, text) = block(key.expose())
        .ok_or_else(|| wrong("is not PEM (`-----BEGIN PRIVATE KEY-----`, Base64, `-----END PRIVATE KEY-----`)"))?;
    let mut digits = Zeroizing::new(String::with_capacity(text.len()));
    digits.extend(text.chars().filter(|char| !char.is_whitespace()));
    let der = STANDARD.decode(digits.as_bytes()).map(Zeroizing::new).map_err(|_| wrong("is not Base64"))?;
    let pair = match label {
        "PRIVATE KEY" => RsaKeyPair::from_pkcs8(&der),
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&der),
        "ENCRYPTED PRIVATE KEY" => return Err(wrong("is encrypted and must be decrypted first")),
        _ => return Err(wrong("is not an RSA private key")),
    };
    // The library's message is a word or two and contains nothing of the key.
    pair.map(Box::new).map_err(|why| wrong(&format!("is not a valid RSA private key of 2048 to 4096 bits ({why})")))
}

/// Returns the label and the content of the first PEM block.
fn block(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (inside, end) = rest.split_once("-----END ")?;
    end.strip_prefix(label)?.starts_with("-----").then_some((label, inside))
}
