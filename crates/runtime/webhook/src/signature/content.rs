//! The bytes that are signed.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::{Path, decode_pairs};
use sha2::{Digest as _, Sha256, Sha512};

use super::given::{Given, Signatures};
use super::spec::{BodyForm, HashAlgorithm, HmacSpec, SignatureEncoding, SignatureSpec, SignedPart};
use super::target::DeliveryTarget;
use super::{VerifyError, time};
use crate::body;
use crate::delivery::{Object, take_apart};
use crate::members::{is_string, text_of};

/// What is signed, part by part.
pub(super) struct Content<'a>(Vec<Cow<'a, [u8]>>);

impl Content<'_> {
    pub(super) fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|part| &**part)
    }
}

/// What a delivery consists of.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) spec: &'a SignatureSpec,
    pub(super) given: &'a Given,
    pub(super) target: Option<DeliveryTarget<'a>>,
    pub(super) body: &'a [u8],
}

/// The fields of a body, read once.
enum Fields<'a> {
    Form(Vec<(Vec<u8>, Vec<u8>)>),
    Json(Object<'a>),
    /// None is signed.
    None,
}

impl<'a> Parts<'a> {
    /// What the signatures of one header are of.
    pub(super) fn content(self, hmac: &HmacSpec, signatures: &'a Signatures) -> Result<Content<'a>, VerifyError> {
        let fields = self.fields(hmac)?;
        let part = |part: &SignedPart| self.part(*part, &fields, signatures);
        hmac.signed.iter().map(part).collect::<Result<_, _>>().map(Content)
    }

    fn fields(self, hmac: &HmacSpec) -> Result<Fields<'a>, VerifyError> {
        if !hmac.signed.iter().any(|part| matches!(part, SignedPart::Field(_))) {
            return Ok(Fields::None);
        }
        let is_json = hmac.body == BodyForm::Json || hmac.body == BodyForm::FormOrJson && body::is_object(self.body);
        if !is_json {
            return Ok(Fields::Form(decode_pairs(self.body).map_err(VerifyError::NotAForm)?));
        }
        let object = take_apart(self.body).map_err(|_| VerifyError::NotJson)?;
        if object.read.is_err() {
            return Err(VerifyError::NotJson);
        }
        Ok(Fields::Json(object))
    }

    fn part(
        self,
        part: SignedPart,
        fields: &Fields<'a>,
        signatures: &'a Signatures,
    ) -> Result<Cow<'a, [u8]>, VerifyError> {
        let target = || self.target.ok_or(VerifyError::NoTarget);
        Ok(match part {
            SignedPart::Body => Cow::Borrowed(self.body),
            SignedPart::Digest(hash, encoding) => Cow::Owned(digest(hash, encoding, self.body)),
            SignedPart::Field(path) => field(fields, path)?,
            SignedPart::Timestamp => time::text(self, signatures)?,
            SignedPart::Header(header) => Cow::Borrowed(self.given.header(header)?),
            SignedPart::Method => Cow::Borrowed(target()?.method().as_bytes()),
            SignedPart::Path => Cow::Borrowed(target()?.path().as_bytes()),
            SignedPart::Query => Cow::Borrowed(target()?.query().as_bytes()),
            SignedPart::Url => Cow::Borrowed(target()?.url().ok_or(VerifyError::NoTarget)?.as_bytes()),
            SignedPart::Text(text) => Cow::Borrowed(text.as_bytes()),
        })
    }
}

fn digest(hash: HashAlgorithm, encoding: SignatureEncoding, body: &[u8]) -> Vec<u8> {
    let bytes = match hash {
        HashAlgorithm::Sha256 => Sha256::digest(body).to_vec(),
        HashAlgorithm::Sha512 => Sha512::digest(body).to_vec(),
    };
    match encoding {
        SignatureEncoding::Base64 => STANDARD.encode(bytes).into_bytes(),
        SignatureEncoding::Hex => {
            let digit = |value: u8| char::from_digit(value.into(), 16).map_or(b'0', |digit| digit as u8);
            bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
        }
    }
}

/// Of a field that a body has twice, the last counts, as in PHP.
fn field<'a>(fields: &Fields<'a>, name: &str) -> Result<Cow<'a, [u8]>, VerifyError> {
    let empty = Cow::Borrowed(&b""[..]);
    match fields {
        Fields::None => Ok(empty),
        Fields::Form(pairs) => {
            let found = pairs.iter().rev().find(|(known, _)| *known == name.as_bytes());
            Ok(found.map_or(empty, |(_, value)| Cow::Owned(value.clone())))
        }
        Fields::Json(object) => match object.members.all_at(Path::new(name)).last() {
            Some(value) if is_string(value) => Ok(Cow::Owned(text_of(value).ok_or(VerifyError::NotJson)?.into_bytes())),
            Some(value) if value.get() != "null" => Ok(Cow::Borrowed(value.get().as_bytes())),
            _ => Ok(empty),
        },
    }
}
