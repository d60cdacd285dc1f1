//! Signatures as a sender makes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256, Sha512};

/// A private key of RSA that protects nothing, as PKCS #8.
pub const PRIVATE_KEY: &str = include_str!("../keys/rsa.pem");
/// The same key as PKCS #1.
pub const PRIVATE_KEY_PKCS1: &str = include_str!("../keys/rsa.pkcs1.pem");
/// Its public half, as PKCS #1 in DER.
pub const PUBLIC_KEY: &[u8] = include_bytes!("../keys/rsa.public.der");

/// Its public half, as SubjectPublicKeyInfo in PEM.
pub const PUBLIC_KEY_PEM: &str = include_str!("../keys/rsa.public.pem");

/// HMAC-SHA-512 in Base64.
pub fn base64_of_sha512(secret: &[u8], content: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret).expect("a key of any length");
    mac.update(content);
    STANDARD.encode(mac.finalize().into_bytes())
}

/// HMAC-SHA-512 in hexadecimal digits.
pub fn hex_of_sha512(secret: &str, content: &[u8]) -> String {
    let mut mac = Hmac::<Sha512>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(content);
    hex(&mac.finalize().into_bytes())
}

/// Bytes as hexadecimal digits in small letters.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a text in Base64 stands for.
pub fn from_base64(text: &str) -> Vec<u8> {
    STANDARD.decode(text).expect("the text is Base64")
}

/// A digest with SHA-256 in hexadecimal digits.
pub fn sha256_hex(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

/// A digest with SHA-256 in Base64.
pub fn sha256_base64(content: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(content))
}

/// A digest with SHA-512 in hexadecimal digits.
pub fn sha512_hex(content: &[u8]) -> String {
    hex(&Sha512::digest(content))
}

/// A digest with SHA-512 in Base64.
pub fn sha512_base64(content: &[u8]) -> String {
    STANDARD.encode(Sha512::digest(content))
}

/// HMAC-SHA-256 in Base64.
pub fn base64_of(secret: &str, content: &[u8]) -> String {
    base64_with(secret.as_bytes(), content)
}

/// HMAC-SHA-256 in Base64, with a key that is no text.
pub fn base64_with(key: &[u8], content: &[u8]) -> String {
    STANDARD.encode(mac(key, content))
}

/// HMAC-SHA-256 in hexadecimal digits, and those in Base64.
pub fn base64_of_hex(secret: &str, content: &[u8]) -> String {
    STANDARD.encode(hex_of(secret, content))
}

/// HMAC-SHA-256 in hexadecimal digits.
pub fn hex_of(secret: &str, content: &[u8]) -> String {
    hex(&mac(secret.as_bytes(), content))
}

fn mac(key: &[u8], content: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(content);
    mac.finalize().into_bytes().to_vec()
}
