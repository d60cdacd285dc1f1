//! How an API signs its deliveries, as data of the generated crate.

pub use payspec_core::vocabulary::SignatureEncoding;

/// How an API signs its deliveries: with HMAC-SHA-256 (RFC 2104) and a secret that both sides know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureSpec {
    /// The headers that carry signatures; names are compared whatever their case.
    pub headers: &'static [&'static str],
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// What is signed.
    pub signed: SignedContent,
    /// When it was signed; `None` where no delivery says it.
    pub timestamp: Option<TimestampSpec>,
}

/// What is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedContent {
    /// The bytes of the body, as they came.
    Body,
    /// The bytes of the decoded values of these fields of a form, in this order and with nothing between them; one that is not there
    /// counts as empty. Values can be moved from field to field without changing the signature: refetch what was said.
    FormFields(&'static [&'static str]),
    /// The same, where a body may be a form or a JSON object. Of an object, texts count as they read and everything else
    /// as it is written; `null` counts as empty.
    FormOrJsonFields(&'static [&'static str]),
}

/// When a delivery was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimestampSpec {
    /// The [path](payspec_core::Path) to the member of the JSON body with the time, in seconds since 1970 (UTC).
    pub member: &'static str,
    /// How long ago it may be by the receiver's clock, in seconds. Ahead of the clock it may be as much, and at most 300.
    pub tolerance_seconds: u32,
    /// Some deliveries have none, and are not judged by their time.
    pub optional: bool,
}
