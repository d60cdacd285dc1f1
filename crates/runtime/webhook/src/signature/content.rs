//! The signed content.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::hex;
use sha2::{Digest as _, Sha256, Sha512};

use super::fields::Fields;
use super::given::{Given, Signatures};
use super::spec::{HashAlgorithm, SignatureEncoding, SignatureSpec, SignedPart};
use super::target::DeliveryTarget;
use super::{VerifyError, time};

/// The signed content, part by part.
pub(super) struct Content<'a>(Vec<Cow<'a, [u8]>>);

impl Content<'_> {
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|part| &**part)
    }

    /// Returns the content in one piece.
    #[cfg(feature = "rsa")]
    pub(super) fn joined(&self) -> Cow<'_, [u8]> {
        match &self.0[..] {
            [only] => Cow::Borrowed(only),
            parts => Cow::Owned(parts.concat()),
        }
    }
}

/// The parts of a delivery.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) spec: &'a SignatureSpec,
    pub(super) given: &'a Given,
    pub(super) target: Option<DeliveryTarget<'a>>,
    /// The scheme and host of the receiver, for targets without them.
    pub(super) origin: Option<&'a str>,
    pub(super) body: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Returns the content covered by the signatures of a header.
    pub(super) fn content(self, signatures: &'a Signatures) -> Result<Content<'a>, VerifyError> {
        let (signed, form) = (self.spec.proof.signed(), self.spec.proof.body());
        let is_field = |part: &SignedPart| matches!(part, SignedPart::Field(_));
        let fields = signed.iter().any(is_field).then(|| Fields::read(form, self.body)).transpose()?;
        let part = |part: &SignedPart| self.part(*part, fields.as_ref(), signatures);
        signed.iter().map(part).collect::<Result<_, _>>().map(Content)
    }

    fn part(
        self,
        part: SignedPart,
        fields: Option<&Fields<'a>>,
        signatures: &'a Signatures,
    ) -> Result<Cow<'a, [u8]>, VerifyError> {
        let target = || self.target.ok_or(VerifyError::NoTarget);
        Ok(match part {
            SignedPart::Body => Cow::Borrowed(self.body),
            SignedPart::Digest(hash, encoding) => Cow::Owned(digest(hash, encoding, self.body)),
            SignedPart::Field(path) => fields.map_or(Ok(Cow::default()), |fields| fields.value(path))?,
            SignedPart::Timestamp => time::text(self, signatures)?,
            SignedPart::Header(header) => Cow::Borrowed(self.given.header(header)?),
            SignedPart::Method => Cow::Borrowed(target()?.method().as_bytes()),
            SignedPart::LowercaseMethod => Cow::Owned(target()?.method().to_ascii_lowercase().into_bytes()),
            SignedPart::PathAndQuery => Cow::Owned(path_and_query(target()?).into_bytes()),
            SignedPart::Path => Cow::Borrowed(target()?.path().as_bytes()),
            SignedPart::Query => Cow::Borrowed(target()?.query().as_bytes()),
            SignedPart::Url => match target()?.whole_url(self.origin).ok_or(VerifyError::NoTarget)? {
                Cow::Borrowed(url) => Cow::Borrowed(url.as_bytes()),
                Cow::Owned(url) => Cow::Owned(url.into_bytes()),
            },
            SignedPart::Text(text) => Cow::Borrowed(text.as_bytes()),
        })
    }
}

fn digest(hash: HashAlgorithm, encoding: SignatureEncoding, body: &[u8]) -> Vec<u8> {
    let bytes = match hash {
        HashAlgorithm::Sha256 => Sha256::digest(body).to_vec(),
        HashAlgorithm::Sha512 => Sha512::digest(body).to_vec(),
    };
    encoded(encoding, &bytes).into_bytes()
}

/// Encodes bytes as in signatures and digests.
pub(super) fn encoded(encoding: SignatureEncoding, bytes: &[u8]) -> String {
    match encoding {
        SignatureEncoding::Base64 => STANDARD.encode(bytes),
        SignatureEncoding::Hex => hex::encode(bytes),
        SignatureEncoding::Base64OfHex => STANDARD.encode(hex::encode(bytes)),
    }
}

fn path_and_query(target: DeliveryTarget<'_>) -> String {
    match target.query() {
        "" => target.path().to_owned(),
        query => format!("{}?{query}", target.path()),
    }
}
