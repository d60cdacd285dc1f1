//! How an API signs its deliveries, as data of the generated crate.

pub use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

/// How an API authenticates its deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureSpec {
    /// The headers with the proof; names are case-insensitive. Empty if a [`member`](Self::member) holds it.
    pub headers: &'static [&'static str],
    /// The [path](payspec_core::Path) to the signature, if each event has its own. It starts at the event, which is the
    /// body or, if a delivery contains several events, an item of the list.
    pub member: Option<&'static str>,
    /// The separator between several values of one header; `None` if a header is one value.
    pub separator: Option<char>,
    /// The prefix of a signature: `sha256=`, or `v1=` among several values. Empty if there is none.
    pub prefix: &'static str,
    /// The kind of proof.
    pub proof: Proof,
    /// The signing time; `None` if no delivery has one.
    pub timestamp: Option<TimestampSpec>,
}

/// The proof that a delivery comes from the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// The header contains the secret itself. It does not cover the body: anyone who sees one delivery can forge
    /// others.
    Secret,
    /// An HMAC (RFC 2104) with a shared secret.
    Hmac(HmacSpec),
    /// An RSA signature, which anyone can verify with the API's public key, and only the API can make.
    #[cfg(feature = "rsa")]
    Rsa(RsaSpec),
    /// A signature that a description cannot express: users provide a [`DeliveryVerifier`](crate::DeliveryVerifier).
    Custom,
}

impl Proof {
    /// Returns the signed parts, if the description contains them.
    pub(super) fn signed(self) -> &'static [SignedPart] {
        match self {
            Self::Hmac(hmac) => hmac.signed,
            #[cfg(feature = "rsa")]
            Self::Rsa(rsa) => rsa.signed,
            Self::Secret | Self::Custom => &[],
        }
    }

    /// Returns the format of a body that contains the signature or a signed field.
    pub(super) fn body(self) -> BodyForm {
        match self {
            Self::Hmac(hmac) => hmac.body,
            #[cfg(feature = "rsa")]
            Self::Rsa(rsa) => rsa.body,
            Self::Secret | Self::Custom => BodyForm::Json,
        }
    }

    /// Returns the encoding of signatures; `None` if there are none.
    pub(super) fn encoding(self) -> Option<SignatureEncoding> {
        match self {
            Self::Hmac(hmac) => Some(hmac.encoding),
            #[cfg(feature = "rsa")]
            Self::Rsa(rsa) => Some(rsa.encoding),
            Self::Secret | Self::Custom => None,
        }
    }

    /// Returns the header that names the key of a signature.
    pub(super) fn key_id(self) -> Option<&'static str> {
        match self {
            #[cfg(feature = "rsa")]
            Self::Rsa(rsa) => rsa.key_id,
            _ => None,
        }
    }
}

/// An HMAC over parts of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HmacSpec {
    /// The hash function.
    pub hash: HashAlgorithm,
    /// The encoding of signatures.
    pub encoding: SignatureEncoding,
    /// The encoding of the secret.
    pub key_encoding: KeyEncoding,
    /// An optional prefix that is not part of the secret, such as `whsec_`; empty if there is none.
    pub key_prefix: &'static str,
    /// The signed content: the bytes of these parts, concatenated without separators.
    pub signed: &'static [SignedPart],
    /// The format of the body, if single fields are signed.
    pub body: BodyForm,
}

/// An RSA signature over parts of a delivery, with SHA-256.
#[cfg(feature = "rsa")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RsaSpec {
    /// The padding.
    pub padding: RsaPadding,
    /// The encoding of signatures.
    pub encoding: SignatureEncoding,
    /// The header that contains the ID of the key; `None` if the API has one key at a time.
    pub key_id: Option<&'static str>,
    /// The signed content: the bytes of these parts, concatenated without separators.
    pub signed: &'static [SignedPart],
    /// The format of the body, if single fields are signed.
    pub body: BodyForm,
}

/// The padding of RSA signatures.
#[cfg(feature = "rsa")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaPadding {
    /// PKCS #1 v1.5 (RFC 8017, section 8.2).
    Pkcs1,
    /// PSS, with a salt as long as the hash (RFC 8017, section 8.1).
    Pss,
}

/// A part of the signed content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedPart {
    /// The bytes of the body, as received.
    Body,
    /// A digest of the body.
    Digest(HashAlgorithm, SignatureEncoding),
    /// The value of a field: in a form, its bytes; in JSON, the member at a [path](payspec_core::Path), of which a
    /// string counts by its content and anything else as written. A missing or `null` field counts as empty; of
    /// repeated ones, the last counts. If several fields follow each other, content can be moved between them without
    /// changing the signature: refetch the object.
    Field(&'static str),
    /// The signing time, as written.
    Timestamp,
    /// The value of a header.
    Header(&'static str),
    /// The method of the request, in upper case.
    Method,
    /// The method of the request, in lower case.
    LowercaseMethod,
    /// The path of the request's address, without the query.
    Path,
    /// The query of the request's address, without the question mark; empty if there is none.
    Query,
    /// The path of the request's address, with a question mark and the query if there is one.
    PathAndQuery,
    /// The whole address, as configured at the sender.
    Url,
    /// A constant text.
    Text(&'static str),
}

impl SignedPart {
    /// Returns `true` if this part depends on the target of the request.
    pub(crate) fn is_of_target(self) -> bool {
        matches!(self, Self::Method | Self::LowercaseMethod | Self::Path | Self::Query | Self::PathAndQuery | Self::Url)
    }
}

/// The format of a body whose fields are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// JSON.
    Json,
    /// A form.
    Form,
    /// Either: JSON starts with a brace.
    FormOrJson,
}

/// The signing time of deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampSpec {
    /// Its location.
    pub at: TimePlace,
    /// Its format.
    pub format: TimeFormat,
    /// The maximum age by the receiver's clock, in seconds. The same applies to times ahead of the clock, but at most
    /// 300.
    pub tolerance_seconds: u32,
    /// Some deliveries have no time, and their age is then not checked.
    pub optional: bool,
}

/// The location of the signing time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimePlace {
    /// In the body, which is JSON: the [path](payspec_core::Path) to the member.
    Member(&'static str),
    /// In a separate header.
    Header(&'static str),
    /// In the signature header: the value that starts with this prefix, such as `t=`.
    Value(&'static str),
}
