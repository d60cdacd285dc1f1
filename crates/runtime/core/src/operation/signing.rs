//! Request signing.

use crate::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

/// How requests with a scheme are signed: a signature over parts of the request, and the headers that carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningSpec {
    /// The signature algorithm.
    pub algorithm: SigningAlgorithm,
    /// The encoding of the key; an RSA private key is always PEM.
    pub key_encoding: KeyEncoding,
    /// The encoding of the signature.
    pub encoding: SignatureEncoding,
    /// The format of the time.
    pub time_format: TimeFormat,
    /// The signed content: the bytes of these parts, concatenated without separators.
    pub signed: &'static [SigningPart],
    /// The headers that are added, each with the parts of its value.
    pub headers: &'static [(&'static str, &'static [SigningPart])],
    /// The method of the API's own client builder that sets the key, for messages: `seal(key_id, key)`.
    pub setter: &'static str,
}

impl SigningSpec {
    /// A signature that a description cannot express: the client needs a custom signer.
    pub const CUSTOM: Self = Self {
        algorithm: SigningAlgorithm::Custom,
        key_encoding: KeyEncoding::Text,
        encoding: SignatureEncoding::Hex,
        time_format: TimeFormat::Seconds,
        signed: &[],
        headers: &[],
        setter: "",
    };

    /// Returns `true` if the ID of the key is sent with the request.
    pub fn needs_key_id(&self) -> bool {
        let mut lists = self.headers.iter().map(|(_, parts)| *parts).chain([self.signed]);
        lists.any(|parts| parts.contains(&SigningPart::KeyId))
    }
}

/// A signature algorithm.
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
    /// An algorithm that a description cannot express: the client needs a custom signer.
    Custom,
}

/// A part of the signed content, or of a header of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningPart {
    /// The bytes of the body; empty if there is none.
    Body,
    /// A digest of the body.
    Digest(HashAlgorithm, SignatureEncoding),
    /// The method, in upper case.
    Method,
    /// The method, in lower case.
    LowercaseMethod,
    /// The path of the address as sent, without the query.
    Path,
    /// The query of the address as sent, without the question mark; empty if there is none.
    Query,
    /// The path of the address as sent, with a question mark and the query if there is one.
    PathAndQuery,
    /// The host of the address, with its port if it has one.
    Host,
    /// The whole address.
    Url,
    /// The signing time of the attempt.
    Timestamp,
    /// 32 random hexadecimal digits, different for each attempt.
    Nonce,
    /// The ID of the key.
    KeyId,
    /// The key itself as text, if it is part of the signed content; it is never put in a header.
    Key,
    /// The value of a request header; empty if the request lacks it.
    Header(&'static str),
    /// A constant text.
    Text(&'static str),
    /// The signature, in headers.
    Signature,
}
