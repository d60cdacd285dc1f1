//! Signatures as a sender makes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// HMAC-SHA-256 in Base64.
pub fn base64_of(secret: &str, content: &[u8]) -> String {
    STANDARD.encode(mac(secret, content))
}

/// HMAC-SHA-256 in hexadecimal digits.
pub fn hex_of(secret: &str, content: &[u8]) -> String {
    mac(secret, content).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mac(secret: &str, content: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(content);
    mac.finalize().into_bytes().to_vec()
}
