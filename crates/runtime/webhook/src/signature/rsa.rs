//! RSA signatures of deliveries, with the cryptography of ring.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::{Secret, pem};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use zeroize::Zeroizing;

use super::VerifyError;
use super::content::Content;
use super::spec::RsaPadding;

/// A public key of an API.
#[derive(Clone)]
pub(super) struct PublicKey {
    /// The ID by which deliveries name it.
    id: Option<Arc<str>>,
    /// The key as PKCS #1, or the reason why it is not usable.
    der: Result<Arc<[u8]>, &'static str>,
}

impl PublicKey {
    /// Parses a key in PEM (RFC 7468), or in the Base64 inside of PEM alone.
    pub(super) fn new(id: Option<Arc<str>>, text: &str) -> Self {
        Self { id, der: parse(text).map(Arc::from) }
    }

    /// Returns what makes the key unusable. `header` is the one in which deliveries name keys, if they do.
    pub(super) fn problem(&self, header: Option<&'static str>) -> Option<VerifyError> {
        if let Err(reason) = self.der {
            return Some(VerifyError::MalformedKey { reason });
        }
        let header = header?;
        match self.id.as_deref().filter(|id| !id.trim().is_empty()) {
            None => Some(VerifyError::NoKeyId { header }),
            // An ID is not a secret, but is read from the same places.
            Some(id) => Secret::from(id).stray_end().map(|reason| VerifyError::UntrimmedKeyId { reason }),
        }
    }

    /// Returns `true` if a delivery names this key, or names none.
    pub(super) fn is_named(&self, id: Option<&[u8]>) -> bool {
        id.is_none_or(|id| self.id.as_deref().is_some_and(|own| own.as_bytes() == id))
    }

    /// Returns `true` if one of the signatures is valid for the content.
    pub(super) fn is_signed(&self, padding: RsaPadding, content: &Content<'_>, signatures: &[Vec<u8>]) -> bool {
        let Ok(der) = &self.der else { return false };
        let algorithm = match padding {
            RsaPadding::Pkcs1 => &RSA_PKCS1_2048_8192_SHA256,
            RsaPadding::Pss => &RSA_PSS_2048_8192_SHA256,
        };
        let (key, content) = (UnparsedPublicKey::new(algorithm, der), content.joined());
        signatures.iter().any(|signature| key.verify(&content, signature).is_ok())
    }
}

const NOT_PEM: &str = "is not a public key in PEM (`-----BEGIN PUBLIC KEY-----`, Base64, `-----END PUBLIC KEY-----`): \
                       check where it is read from";
const NOT_RSA: &str = "is not an RSA public key: check where it is read from";

/// Parses a public key, as SubjectPublicKeyInfo (`PUBLIC KEY`) or PKCS #1 (`RSA PUBLIC KEY`), into PKCS #1.
fn parse(text: &str) -> Result<Vec<u8>, &'static str> {
    let (label, digits) = if text.contains("-----BEGIN ") {
        let block = pem::block(text).ok_or(NOT_PEM)?;
        if block.rest.contains("-----BEGIN ") {
            return Err("is several keys: add each of them separately");
        }
        (block.label, block.base64)
    } else {
        ("PUBLIC KEY", pem::base64(text))
    };
    if label == "CERTIFICATE" {
        return Err("is a certificate: pass its public key (`openssl x509 -pubkey -noout`)");
    }
    if label.ends_with("PRIVATE KEY") {
        return Err("is a private key: pass the public key that the API publishes");
    }
    // Without a frame, it may be a private key.
    let der = decode(&digits).filter(|der| !der.is_empty()).ok_or(NOT_PEM)?;
    let der = match label {
        "PUBLIC KEY" => of_any_algorithm(&der).ok_or(NOT_RSA)?.to_vec(),
        "RSA PUBLIC KEY" => der.to_vec(),
        _ => return Err(NOT_RSA),
    };
    match modulus_bits(&der).ok_or(NOT_RSA)? {
        2048..=8192 => Ok(der),
        _ => Err("has an unsupported length: RSA keys have 2048 to 8192 bits"),
    }
}

fn decode(digits: &str) -> Option<Zeroizing<Vec<u8>>> {
    STANDARD.decode(digits).ok().map(Zeroizing::new)
}

/// `rsaEncryption` without parameters (RFC 8017, appendix C), in DER.
const RSA_ENCRYPTION: [u8; 15] = [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1, 5, 0];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// Returns the RSA key in a SubjectPublicKeyInfo (RFC 5280, section 4.1).
fn of_any_algorithm(der: &[u8]) -> Option<&[u8]> {
    let key = only(SEQUENCE, der)?.strip_prefix(&RSA_ENCRYPTION)?;
    // No bit of the last byte is unused.
    only(BIT_STRING, key)?.strip_prefix(&[0])
}

/// Returns the number of bits in the modulus of an RSA key in PKCS #1.
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let (modulus, exponent) = element(INTEGER, only(SEQUENCE, der)?)?;
    only(INTEGER, exponent)?;
    let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
    let first = modulus.first()?;
    Some(modulus.len() * 8 - usize::try_from(first.leading_zeros()).ok()?)
}

/// Returns the content of an element in DER that has nothing after it.
fn only(tag: u8, der: &[u8]) -> Option<&[u8]> {
    element(tag, der).filter(|(_, rest)| rest.is_empty()).map(|(content, _)| content)
}

/// Returns the content of the first element in DER, and what follows it. Keys need no lengths above 65,535.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&length, rest) = der.strip_prefix(&[tag])?.split_first()?;
    let (length, rest) = match length {
        0..=0x7F => (usize::from(length), rest),
        0x81 => rest.split_first().map(|(length, rest)| (usize::from(*length), rest))?,
        0x82 => rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?,
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// Signs the content with a private key in PEM, as PKCS #8 or PKCS #1.
#[cfg(feature = "testing")]
pub(super) fn signature(padding: RsaPadding, key: &Secret, content: &Content<'_>) -> Result<Vec<u8>, VerifyError> {
    use payspec_core::pem::RsaEncoding;
    use ring::rand::SystemRandom;
    use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};

    let malformed = |reason| VerifyError::MalformedKey { reason };
    let invalid = || malformed("is not a valid RSA private key of 2048 to 4096 bits: check where it is read from");
    let (encoding, digits) = pem::rsa_private_key(key.expose()).map_err(malformed)?;
    let der = decode(&digits)
        .ok_or_else(|| malformed("is not Base64 inside of its PEM frame: check where it is read from"))?;
    let pair = match encoding {
        RsaEncoding::Pkcs8 => RsaKeyPair::from_pkcs8(&der),
        RsaEncoding::Pkcs1 => RsaKeyPair::from_der(&der),
    };
    let pair = pair.map_err(|_| invalid())?;
    let encoding: &dyn ring::signature::RsaEncoding = match padding {
        RsaPadding::Pkcs1 => &RSA_PKCS1_SHA256,
        RsaPadding::Pss => &RSA_PSS_SHA256,
    };
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), &content.joined(), &mut signature).map_err(|_| invalid())?;
    Ok(signature)
}
