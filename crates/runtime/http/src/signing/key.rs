//! Keys, and signing with them.

use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};
use payspec_core::{DateTime, Secret, SigningAlgorithm, SigningPart, SigningSpec, hex};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use ring::{digest, hmac};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{SigningError, SigningRequest, pem};
use crate::config_error::ConfigError;
use crate::wiping::Buffer;

/// Signs requests with one key.
pub(super) struct Signer {
    spec: &'static SigningSpec,
    key_id: Option<Secret>,
    key: Key,
    /// The key as text, if it is part of the signed content.
    text: Option<Secret>,
}

/// A key, ready to sign. An RSA key is held by the library, which does not wipe it; all inputs it was parsed from are
/// wiped.
enum Key {
    Hmac(hmac::Algorithm, Zeroizing<Vec<u8>>),
    Rsa(&'static dyn ring::signature::RsaEncoding, Box<RsaKeyPair>),
}

impl Signer {
    pub(super) fn new(
        scheme: &str,
        spec: &'static SigningSpec,
        key_id: Option<Secret>,
        key: &Secret,
    ) -> Result<Self, ConfigError> {
        if key_id.is_none() && spec.needs_key_id() {
            return Err(ConfigError::new(format!("the signing key of `{scheme}` needs a key ID, which is not set")));
        }
        if let Some(key_id) = &key_id {
            let is_visible = !key_id.expose().is_empty() && key_id.expose().bytes().all(|byte| byte.is_ascii_graphic());
            if !is_visible {
                return Err(ConfigError::new(format!(
                    "the key ID of the signing key of `{scheme}` is empty or contains a character that is not allowed \
                     in a header: check where it is read from"
                )));
            }
        }
        let text = spec.signed.contains(&SigningPart::Key).then(|| key.clone());
        let key = match spec.algorithm {
            SigningAlgorithm::HmacSha256 => Key::Hmac(hmac::HMAC_SHA256, hmac_key(scheme, spec.key_encoding, key)?),
            SigningAlgorithm::HmacSha512 => Key::Hmac(hmac::HMAC_SHA512, hmac_key(scheme, spec.key_encoding, key)?),
            SigningAlgorithm::RsaSha256 => Key::Rsa(&RSA_PKCS1_SHA256, pem::rsa_key(scheme, key)?),
            SigningAlgorithm::RsaPssSha256 => Key::Rsa(&RSA_PSS_SHA256, pem::rsa_key(scheme, key)?),
            SigningAlgorithm::Custom => {
                return Err(ConfigError::new(format!(
                    "requests with `{scheme}` have a custom signature: set a signer, not a key"
                )));
            }
        };
        Ok(Self { spec, key_id, key, text })
    }

    /// Returns the headers that sign a request. Those without the signature come first, because it may cover them.
    pub(super) fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        let mut text = Texts {
            signer: self,
            request,
            added: HeaderMap::new(),
            time: time(self.spec.time_format, request.now())?,
            nonce: Uuid::new_v4().simple().to_string(),
            signature: String::new(),
        };
        let holds_signature = |parts: &[SigningPart]| parts.contains(&SigningPart::Signature);
        let (last, first): (Vec<_>, Vec<_>) = self.spec.headers.iter().partition(|(_, parts)| holds_signature(parts));
        first.into_iter().try_for_each(|(name, parts)| text.add(name, parts))?;
        let signature = Zeroizing::new(self.signature(text.put_together(self.spec.signed).into_bytes().as_ref())?);
        text.signature = encode(self.spec.encoding, &signature);
        last.into_iter().try_for_each(|(name, parts)| text.add(name, parts))?;
        Ok(text.added)
    }

    fn signature(&self, content: &[u8]) -> Result<Vec<u8>, SigningError> {
        match &self.key {
            Key::Hmac(algorithm, key) => Ok(hmac::sign(&hmac::Key::new(*algorithm, key), content).as_ref().to_vec()),
            Key::Rsa(padding, key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(*padding, &SystemRandom::new(), content, &mut signature).map_err(|_| {
                    SigningError::new("signing with the private key failed: check that it is an RSA key")
                })?;
                Ok(signature)
            }
        }
    }
}

/// The values of the signed parts, for one attempt.
struct Texts<'a> {
    signer: &'a Signer,
    request: &'a SigningRequest<'a>,
    /// The headers created so far.
    added: HeaderMap,
    time: String,
    nonce: String,
    signature: String,
}

impl Texts<'_> {
    fn add(&mut self, name: &'static str, parts: &[SigningPart]) -> Result<(), SigningError> {
        let value = HeaderValue::from_maybe_shared(self.put_together(parts).into_bytes());
        let name = HeaderName::from_bytes(name.as_bytes()).ok();
        let (Some(name), Ok(mut value)) = (name, value) else {
            return Err(SigningError::new("a signature header contains a character that is not allowed in a header"));
        };
        value.set_sensitive(true);
        self.added.insert(name, value);
        Ok(())
    }

    /// Concatenates parts. They may contain a body, so they are wiped.
    fn put_together(&self, parts: &[SigningPart]) -> Buffer {
        let mut all = Buffer::new();
        for part in parts {
            all.push(&self.part(*part));
        }
        all
    }

    fn part(&self, part: SigningPart) -> Cow<'_, [u8]> {
        let uri = self.request.uri();
        let text = match part {
            SigningPart::Body => return Cow::Borrowed(self.request.body()),
            SigningPart::Header(name) => {
                let value = self.added.get(name).or_else(|| self.request.headers().get(name));
                return Cow::Borrowed(value.map_or(&b""[..], HeaderValue::as_bytes));
            }
            SigningPart::Digest(hash, encoding) => Cow::Owned(body_digest(hash, encoding, self.request.body())),
            SigningPart::Method => Cow::Borrowed(self.request.method().as_str()),
            SigningPart::LowercaseMethod => Cow::Owned(self.request.method().as_str().to_ascii_lowercase()),
            SigningPart::Path => Cow::Borrowed(uri.path()),
            SigningPart::PathAndQuery => Cow::Borrowed(uri.path_and_query().map_or("", PathAndQuery::as_str)),
            SigningPart::Query => Cow::Borrowed(uri.query().unwrap_or_default()),
            SigningPart::Host => Cow::Borrowed(host(uri)),
            SigningPart::Url => Cow::Owned(uri.to_string()),
            SigningPart::Timestamp => Cow::Borrowed(self.time.as_str()),
            SigningPart::Nonce => Cow::Borrowed(self.nonce.as_str()),
            SigningPart::KeyId => Cow::Borrowed(self.signer.key_id.as_ref().map_or("", Secret::expose)),
            SigningPart::Key => Cow::Borrowed(self.signer.text.as_ref().map_or("", Secret::expose)),
            SigningPart::Text(text) => Cow::Borrowed(text),
            SigningPart::Signature => Cow::Borrowed(self.signature.as_str()),
        };
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        }
    }
}

/// Returns the host with its port, if the address has one.
fn host(uri: &Uri) -> &str {
    uri.authority().map_or("", |authority| authority.as_str().rsplit('@').next().unwrap_or_default())
}

fn body_digest(hash: HashAlgorithm, encoding: SignatureEncoding, body: &[u8]) -> String {
    let algorithm = match hash {
        HashAlgorithm::Sha256 => &digest::SHA256,
        HashAlgorithm::Sha512 => &digest::SHA512,
    };
    encode(encoding, digest::digest(algorithm, body).as_ref())
}

fn encode(encoding: SignatureEncoding, bytes: &[u8]) -> String {
    match encoding {
        SignatureEncoding::Base64 => STANDARD.encode(bytes),
        SignatureEncoding::Hex => hex::encode(bytes),
        SignatureEncoding::Base64OfHex => STANDARD.encode(hex::encode(bytes)),
    }
}

fn time(format: TimeFormat, now: SystemTime) -> Result<String, SigningError> {
    let no_time = || SigningError::new("the clock is before 1970 or too far in the future");
    let since = now.duration_since(UNIX_EPOCH).map_err(|_| no_time())?;
    match format {
        TimeFormat::Seconds => Ok(since.as_secs().to_string()),
        TimeFormat::Milliseconds => Ok(since.as_millis().to_string()),
        TimeFormat::HttpDate => Ok(httpdate::fmt_http_date(now)),
        TimeFormat::Rfc3339 => {
            let seconds = i64::try_from(since.as_secs()).ok();
            let written = seconds.and_then(DateTime::from_unix_seconds);
            written.map(|time| time.as_str().to_owned()).ok_or_else(no_time)
        }
    }
}

fn hmac_key(scheme: &str, encoding: KeyEncoding, key: &Secret) -> Result<Zeroizing<Vec<u8>>, ConfigError> {
    let text = key.expose();
    let (bytes, form) = match encoding {
        KeyEncoding::Text => {
            if let Some(stray) = key.stray_end() {
                return Err(ConfigError::new(format!(
                    "the signing key of `{scheme}` {stray}: check where it is read from and trim it"
                )));
            }
            (Some(text.as_bytes().to_vec()), "empty")
        }
        KeyEncoding::Hex => (hex::decode(text.trim().as_bytes()), "not hexadecimal"),
        KeyEncoding::Base64 => (STANDARD.decode(text.trim()).ok(), "not Base64"),
    };
    bytes.map(Zeroizing::new).filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
        ConfigError::new(format!("the signing key of `{scheme}` is {form}: check where it is read from"))
    })
}
