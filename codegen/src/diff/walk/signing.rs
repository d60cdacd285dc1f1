//! Signatures of requests, and parts of signed texts.

use super::super::finder::{Finder, Spot, word};
use super::super::table::access as table;
use crate::ir::{Part, Signing};

/// Parts as one text.
pub(super) fn parts(parts: &[Part]) -> String {
    let shown = |part: &Part| match part {
        Part::Digest(hash, encoding) => format!("digest {} in {}", word(hash), word(encoding)),
        Part::Field(path) => format!("field {path}"),
        Part::Header(name) => format!("header {name}"),
        Part::Text(text) => format!("{text:?}"),
        other => word(other),
    };
    parts.iter().map(shown).collect::<Vec<_>>().join(", ")
}

pub(super) fn compare(finder: &mut Finder, spot: &Spot<'_>, was: Option<&Signing>, is: Option<&Signing>) {
    let (was, is) = match (was, is) {
        (None, None) => return,
        (None, Some(_)) => return finder.added(table::SIGNING_ADDED, spot, "signature of requests"),
        (Some(_), None) => return finder.removed(table::SIGNING_REMOVED, spot, "signature of requests"),
        (Some(was), Some(is)) => (was, is),
    };
    let Signing { algorithm, key_encoding, encoding, time_format, signed, unsigned_body, headers } = was;
    let mut differs = |rule, key, what, was: &str, is: &str| finder.differs(rule, &spot.at(&[key]), what, was, is);
    let facts = (word(algorithm), word(&is.algorithm));
    differs(table::SIGNING_ALGORITHM_CHANGED, "algorithm", "algorithm", &facts.0, &facts.1);
    let facts = (word(key_encoding), word(&is.key_encoding));
    differs(table::SIGNING_KEY_ENCODING_CHANGED, "key_encoding", "encoding of the key", &facts.0, &facts.1);
    let facts = (word(encoding), word(&is.encoding));
    differs(table::SIGNING_ENCODING_CHANGED, "encoding", "encoding of signatures", &facts.0, &facts.1);
    let facts = (word(time_format), word(&is.time_format));
    differs(table::SIGNING_TIME_CHANGED, "timestamp", "format of the time", &facts.0, &facts.1);
    let all = |signed: &[Part], unsigned_body: bool| {
        let without = if unsigned_body { " without the body" } else { "" };
        format!("{}{without}", parts(signed))
    };
    let facts = (all(signed, *unsigned_body), all(&is.signed, is.unsigned_body));
    differs(table::SIGNING_PARTS_CHANGED, "signed", "signed parts", &facts.0, &facts.1);
    let text = |headers: &[(String, Vec<Part>)]| {
        headers.iter().map(|(name, value)| format!("{name}: {}", parts(value))).collect::<Vec<_>>().join("; ")
    };
    let facts = (text(headers), text(&is.headers));
    differs(table::SIGNING_HEADERS_CHANGED, "headers", "headers of the signature", &facts.0, &facts.1);
}
