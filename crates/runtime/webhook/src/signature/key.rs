//! The secrets of an account: parsing, and comparison with them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use payspec_core::{Secret, hex};
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::content::Content;
use super::spec::{HashAlgorithm, HmacSpec, KeyEncoding};

/// Decodes a secret into a key, or returns `None` if it does not have the API's encoding.
pub(super) fn key(spec: &HmacSpec, secret: &Secret) -> Option<Zeroizing<Vec<u8>>> {
    let text = secret.expose();
    let text = match spec.key_encoding {
        KeyEncoding::Text => text,
        // White space is never part of digits.
        KeyEncoding::Hex | KeyEncoding::Base64 => text.trim(),
    };
    let text = text.strip_prefix(spec.key_prefix).unwrap_or(text);
    match spec.key_encoding {
        KeyEncoding::Text => Some(text.as_bytes().to_vec()),
        KeyEncoding::Hex => hex::decode(text.as_bytes()),
        KeyEncoding::Base64 => STANDARD.decode(text).ok(),
    }
    .filter(|key| !key.is_empty())
    .map(Zeroizing::new)
}

/// Returns `true` if one of the signatures is valid for the content.
pub(super) fn is_signed(hash: HashAlgorithm, key: &[u8], content: &Content<'_>, signatures: &[Vec<u8>]) -> bool {
    match hash {
        HashAlgorithm::Sha256 => is_mac::<Hmac<Sha256>>(key, content, signatures),
        HashAlgorithm::Sha512 => is_mac::<Hmac<Sha512>>(key, content, signatures),
    }
}

/// Computes the signature of the content.
#[cfg(feature = "testing")]
pub(super) fn signature(hash: HashAlgorithm, key: &[u8], content: &Content<'_>) -> Vec<u8> {
    match hash {
        HashAlgorithm::Sha256 => mac::<Hmac<Sha256>>(key, content),
        HashAlgorithm::Sha512 => mac::<Hmac<Sha512>>(key, content),
    }
}

#[cfg(feature = "testing")]
fn mac<M: Mac + KeyInit>(key: &[u8], content: &Content<'_>) -> Vec<u8> {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    content.parts().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

/// `verify_slice` compares in constant time.
fn is_mac<M: Mac + KeyInit + Clone>(key: &[u8], content: &Content<'_>, signatures: &[Vec<u8>]) -> bool {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return false };
    content.parts().for_each(|part| mac.update(part));
    signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
}

/// Returns `true` if one of the values is the secret.
pub(super) fn is_secret(secret: &Secret, values: &[Vec<u8>]) -> bool {
    values.iter().any(|value| constant_time_eq(secret.expose(), value))
}

/// Returns `true` if two texts or byte strings are equal, in a time that does not depend on where they differ. For
/// verifiers of [custom signatures](crate::DeliveryVerifier): with `==`, a sender could find out a signature byte by
/// byte.
///
/// ```
/// use payspec_webhook::constant_time_eq;
///
/// assert!(constant_time_eq("5d41402a", b"5d41402a"));
/// assert!(!constant_time_eq("5d41402a", "5d41"));
/// ```
pub fn constant_time_eq(left: impl AsRef<[u8]>, right: impl AsRef<[u8]>) -> bool {
    // Digests have one length, and `verify_slice` compares them in constant time.
    let digest = |text: &[u8]| {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(b"payspec").ok()?;
        mac.update(text);
        Some(mac)
    };
    let right = digest(right.as_ref()).map(|mac| mac.finalize().into_bytes());
    digest(left.as_ref()).zip(right).is_some_and(|(left, right)| left.verify_slice(&right).is_ok())
}
