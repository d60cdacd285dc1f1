//! How an API signs its deliveries, as data of the generated crate.

pub use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

/// How an API proves that a delivery is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureSpec {
    /// The headers that carry the proof; names are compared whatever their case. Empty where a [`member`](Self::member) does.
    pub headers: &'static [&'static str],
    /// The [path](payspec_core::Path) to the signature, where each event has its own: it starts at the top of the event, which is
    /// the body, or an item of the list where a delivery brings several.
    pub member: Option<&'static str>,
    /// What stands between several values of one header; `None` where a header is one value.
    pub separator: Option<char>,
    /// What stands before a signature: `sha256=`, or `v1=` among several values. Empty where nothing does.
    pub prefix: &'static str,
    /// What proves it.
    pub proof: Proof,
    /// When it was signed; `None` where no delivery says it.
    pub timestamp: Option<TimestampSpec>,
}

/// What proves that a delivery is the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The header holds the secret itself. It says nothing of the body: whoever sees one delivery can make others.
    Secret,
    /// An HMAC (RFC 2104) with a secret that both sides know.
    Hmac(HmacSpec),
}

/// An HMAC over parts of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HmacSpec {
    /// The hash function.
    pub hash: HashAlgorithm,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// How the secret is written.
    pub key_encoding: KeyEncoding,
    /// What may stand before the secret and does not belong to it, such as `whsec_`; empty where nothing does.
    pub key_prefix: &'static str,
    /// What is signed: the bytes of these parts, with nothing between them.
    pub signed: &'static [SignedPart],
    /// How the body is written whose fields are signed.
    pub body: BodyForm,
}

/// A part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedPart {
    /// The bytes of the body, as they came.
    Body,
    /// A digest of those.
    Digest(HashAlgorithm, SignatureEncoding),
    /// The value of a field: its bytes in a form, and of JSON the member at the end of a [path](payspec_core::Path), of which
    /// texts count as they read and everything else as it is written. One that is not there, or `null`, counts as empty; of
    /// one that is there twice, the last counts. Where several follow each other, values can be moved from one to the other
    /// without changing the signature: refetch what was said.
    Field(&'static str),
    /// The time of signing, as it is written.
    Timestamp,
    /// The value of a header.
    Header(&'static str),
    /// The method of the request, in capitals.
    Method,
    /// The method of the request, in small letters.
    LowercaseMethod,
    /// The path of its address, without the query.
    Path,
    /// The query of its address, without the question mark; empty where there is none.
    Query,
    /// The path of its address and, where there is a query, a question mark and the query.
    PathAndQuery,
    /// Its whole address, as the sender knows it.
    Url,
    /// Always this.
    Text(&'static str),
}

impl SignedPart {
    /// Returns whether it belongs to how the request was addressed.
    pub(crate) fn is_of_target(self) -> bool {
        matches!(self, Self::Method | Self::LowercaseMethod | Self::Path | Self::Query | Self::PathAndQuery | Self::Url)
    }
}

/// How a body is written whose fields are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyForm {
    /// As JSON.
    Json,
    /// As a form.
    Form,
    /// As either: JSON begins with a brace.
    FormOrJson,
}

/// When a delivery was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampSpec {
    /// Where it stands.
    pub at: TimePlace,
    /// How it is written.
    pub format: TimeFormat,
    /// How long ago it may be by the receiver's clock, in seconds. Ahead of the clock it may be as much, and at most 300.
    pub tolerance_seconds: u32,
    /// Some deliveries have none, and are not judged by their time.
    pub optional: bool,
}

/// Where the time of signing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimePlace {
    /// In the body, which is JSON: the [path](payspec_core::Path) to the member.
    Member(&'static str),
    /// In a header of its own.
    Header(&'static str),
    /// In the header of the signature: the value that begins with this prefix, such as `t=`.
    Value(&'static str),
}
