//! Lists of parts.

use payspec_core::vocabulary::{KeyEncoding, SignatureEncoding, TimeFormat};

use crate::ir;
use crate::raw::Sp;
use crate::raw::signing::{NamedPart, Part, PartWord, Signing};

pub(super) fn lower(raw: &Signing) -> ir::Signing {
    ir::Signing {
        algorithm: raw.algorithm.value,
        key_encoding: raw.key_encoding.as_ref().map_or(KeyEncoding::Text, |encoding| encoding.value),
        encoding: raw.encoding.as_ref().map_or(SignatureEncoding::Hex, |encoding| encoding.value),
        time_format: raw.timestamp.as_ref().map_or(TimeFormat::Seconds, |format| format.value),
        signed: parts(&raw.signed),
        unsigned_body: raw.unsigned_body.as_ref().is_some_and(|said| said.value),
        headers: raw.headers.iter().map(|(name, value)| (name.value.clone(), parts(value))).collect(),
    }
}

pub(super) fn parts(raw: &[Sp<Part>]) -> Vec<ir::Part> {
    raw.iter().filter_map(|part| self::part(&part.value)).collect()
}

fn part(raw: &Part) -> Option<ir::Part> {
    match raw {
        Part::Word(word) => Some(match word.value {
            PartWord::Body => ir::Part::Body,
            PartWord::Timestamp => ir::Part::Timestamp,
            PartWord::Method => ir::Part::Method,
            PartWord::LowercaseMethod => ir::Part::LowercaseMethod,
            PartWord::Path => ir::Part::Path,
            PartWord::PathAndQuery => ir::Part::PathAndQuery,
            PartWord::Query => ir::Part::Query,
            PartWord::Url => ir::Part::Url,
            PartWord::Host => ir::Part::Host,
            PartWord::Nonce => ir::Part::Nonce,
            PartWord::KeyId => ir::Part::KeyId,
            PartWord::Key => ir::Part::Key,
            PartWord::Signature => ir::Part::Signature,
        }),
        Part::Named(named) => self::named(named),
    }
}

fn named(raw: &NamedPart) -> Option<ir::Part> {
    let text = raw.text.as_ref().map(|text| ir::Part::Text(text.value.clone()));
    let field = raw.field.as_ref().map(|field| ir::Part::Field(field.value.clone()));
    let header = raw.header.as_ref().map(|header| ir::Part::Header(header.value.clone()));
    let encoding = raw.encoding.as_ref().map_or(SignatureEncoding::Hex, |encoding| encoding.value);
    let digest = raw.digest.as_ref().map(|hash| ir::Part::Digest(hash.value, encoding));
    text.or(field).or(header).or(digest)
}
