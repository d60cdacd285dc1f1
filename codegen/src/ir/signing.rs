//! What is signed, and how requests are.

use payspec_core::SigningAlgorithm;
use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

/// A part of what is signed, or of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The bytes of the body.
    Body,
    /// A digest of those.
    Digest(HashAlgorithm, SignatureEncoding),
    /// The value of a field.
    Field(String),
    /// When it was signed.
    Timestamp,
    /// The value of a header.
    Header(String),
    /// The method.
    Method,
    /// The method, in small letters.
    LowercaseMethod,
    /// The path of the address.
    Path,
    /// The path and the query of the address.
    PathAndQuery,
    /// The query of the address.
    Query,
    /// The whole address.
    Url,
    /// The host of the address; of requests.
    Host,
    /// Random digits; of requests.
    Nonce,
    /// The name of the key; of requests.
    KeyId,
    /// The key itself; of requests.
    Key,
    /// The signature; in headers of requests.
    Signature,
    /// Always this.
    Text(String),
}

impl Part {
    /// Whether it says how a request is addressed.
    pub fn is_of_address(&self) -> bool {
        use Part::{LowercaseMethod, Method, Path, PathAndQuery, Query, Url};
        matches!(self, Method | LowercaseMethod | Path | PathAndQuery | Query | Url)
    }
}

/// How requests are signed.
#[derive(Debug)]
pub struct Signing {
    /// How the signature is computed.
    pub algorithm: SigningAlgorithm,
    /// How the key is written.
    pub key_encoding: KeyEncoding,
    /// How the signature is written.
    pub encoding: SignatureEncoding,
    /// How the time is written.
    pub time_format: TimeFormat,
    /// What is signed.
    pub signed: Vec<Part>,
    /// The body of requests is none of them, as the API has it.
    pub unsigned_body: bool,
    /// The headers that go with the signature.
    pub headers: Vec<(String, Vec<Part>)>,
}

impl Signing {
    /// Whether the key has a name that is sent along.
    pub fn needs_key_id(&self) -> bool {
        let mut lists = self.headers.iter().map(|(_, parts)| parts).chain([&self.signed]);
        lists.any(|parts| parts.contains(&Part::KeyId))
    }

    /// Whether users give what signs, and no key.
    pub fn is_custom(&self) -> bool {
        self.algorithm == SigningAlgorithm::Custom
    }

    /// Whether the key is a private key of RSA.
    pub fn is_rsa(&self) -> bool {
        matches!(self.algorithm, SigningAlgorithm::RsaSha256 | SigningAlgorithm::RsaPssSha256)
    }
}
