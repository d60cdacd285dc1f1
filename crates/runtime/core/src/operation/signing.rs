//! How requests are signed.

use crate::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

/// How requests with a scheme are signed: a signature over parts of the request, and headers that carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningSpec {
    /// How the signature is computed.
    pub algorithm: SigningAlgorithm,
    /// How the key is written; a private key of RSA is a PEM whatever this says.
    pub key_encoding: KeyEncoding,
    /// How the signature is written.
    pub encoding: SignatureEncoding,
    /// How the time is written.
    pub time_format: TimeFormat,
    /// What is signed: the bytes of these parts, with nothing between them.
    pub signed: &'static [SigningPart],
    /// The headers that are added, each with the parts of its value.
    pub headers: &'static [(&'static str, &'static [SigningPart])],
    /// The method of the API's own client builder that takes the key, for messages: `seal(key_id, key)`.
    pub setter: &'static str,
}

impl SigningSpec {
    /// A signature that no description can say: a client is given what makes it.
    pub const CUSTOM: Self = Self {
        algorithm: SigningAlgorithm::Custom,
        key_encoding: KeyEncoding::Text,
        encoding: SignatureEncoding::Hex,
        time_format: TimeFormat::Seconds,
        signed: &[],
        headers: &[],
        setter: "",
    };

    /// Returns whether a key has a name that is sent along.
    pub fn needs_key_id(&self) -> bool {
        let mut lists = self.headers.iter().map(|(_, parts)| *parts).chain([self.signed]);
        lists.any(|parts| parts.contains(&SigningPart::KeyId))
    }
}

/// How a signature is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "spec", derive(serde::Deserialize, schemars::JsonSchema), serde(rename_all = "kebab-case"))]
pub enum SigningAlgorithm {
    /// HMAC with SHA-256 (RFC 2104).
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// RSA with PKCS #1 v1.5 padding and SHA-256 (RFC 8017, section 8.2).
    RsaSha256,
    /// RSA with PSS padding and SHA-256, with a salt as long as the hash (RFC 8017, section 8.1).
    RsaPssSha256,
    /// In a way that no description can say: a client is given what makes the signature.
    Custom,
}

/// A part of what is signed, or of a header that goes with the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningPart {
    /// The bytes of the body; none where there is no body.
    Body,
    /// A digest of those.
    Digest(HashAlgorithm, SignatureEncoding),
    /// The method, in capitals.
    Method,
    /// The method, in small letters.
    LowercaseMethod,
    /// The path of the address as it is sent, without the query.
    Path,
    /// The query of the address as it is sent, without the question mark; empty where there is none.
    Query,
    /// The path of the address as it is sent and, where there is a query, a question mark and the query.
    PathAndQuery,
    /// The host of the address, with its port where the address has one.
    Host,
    /// The whole address.
    Url,
    /// When the attempt is signed.
    Timestamp,
    /// 32 random hexadecimal digits, other ones for each attempt.
    Nonce,
    /// The name of the key.
    KeyId,
    /// The key itself as it is given, where it is signed as well; it is in no header.
    Key,
    /// The value of a header of the request; empty where the request has none.
    Header(&'static str),
    /// Always this.
    Text(&'static str),
    /// The signature, in headers.
    Signature,
}
