//! Lists of parts.

use payspec_core::vocabulary::SignatureEncoding;

use crate::ir;
use crate::raw::Sp;
use crate::raw::signing::{NamedPart, Part, PartWord};

pub(super) fn parts(raw: &[Sp<Part>]) -> Vec<ir::Part> {
    raw.iter().filter_map(|part| self::part(&part.value)).collect()
}

fn part(raw: &Part) -> Option<ir::Part> {
    match raw {
        Part::Word(word) => Some(match word.value {
            PartWord::Body => ir::Part::Body,
            PartWord::Timestamp => ir::Part::Timestamp,
            PartWord::Method => ir::Part::Method,
            PartWord::Path => ir::Part::Path,
            PartWord::Query => ir::Part::Query,
            PartWord::Url => ir::Part::Url,
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
