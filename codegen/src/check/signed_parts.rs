//! Signatures that are made of parts: a delivery has each part, the header can be split, and the time of signing is
//! located and signed.

use payspec_core::vocabulary::TimeFormat;

use super::say;
use super::scope::Scope;
use super::webhooks::described;
use crate::diag::{Diagnostic, code};
use crate::parse::path::is_path;
use crate::raw::signing::{NamedPart, Part, PartWord};
use crate::raw::webhooks::{DeliveryBody, Security, Signed, SignedContent, Timestamp, Webhooks};
use crate::raw::{Path, Sp};
use crate::source::Span;

/// What signatures in hexadecimal digits and in Base64 are written with, in addition to letters and digits.
const OF_SIGNATURES: &str = "+/=\"";

pub(super) fn check(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>) {
    separator(scope, security);
    for (key, text) in [("prefix", &security.prefix), ("key_prefix", &security.key_prefix)] {
        if let Some(text) = text {
            before(scope, security, key, text);
        }
    }
    if let Some(Sp { value: Signed::Parts(parts), span }) = &security.signed {
        signed(scope, webhooks, security, parts, *span);
    }
    if let Some(timestamp) = &security.timestamp {
        time(scope, security, timestamp);
    }
}

/// A secret in a header is compared as it is.
pub(super) fn secret_header(scope: &Scope<'_>, security: &Sp<Security>) {
    // A `member` is meant for another scheme, and reported below.
    let has_no_place = security.headers.is_empty() && security.member.is_none();
    if has_no_place && !scope.misspelt("headers", security.span) {
        report(scope, security.scheme.span, "the header of the secret is not specified", "set it in `headers`");
    }
    // A secret has a header, and may have a prefix in it.
    let useless = described(security).map(|(key, at)| (key, at.filter(|_| !["headers", "prefix"].contains(&key))));
    let found = say::leftovers(
        code::WEBHOOK_SECURITY,
        &useless,
        |keys| format!("unexpected {keys} for a secret in a header: nothing is signed"),
        |keys| match schemes(security) {
            Some(schemes) => format!("remove {keys}, or set `scheme` to {schemes}"),
            None => format!("remove {keys}"),
        },
    );
    scope.report_any(found);
    if let Some(prefix) = &security.prefix {
        before(scope, security, "prefix", prefix);
    }
}

/// Returns the schemes to which the keys next to a secret in a header may belong: only public keys have an ID, and only
/// keys of an HMAC have an encoding or a prefix.
fn schemes(security: &Security) -> Option<&'static str> {
    let is_hmac = security.key_encoding.is_some() || security.key_prefix.is_some();
    match (security.key_id.is_some(), is_hmac) {
        (true, true) => None,
        (true, false) => Some("`rsa-sha256` or `rsa-pss-sha256`"),
        (false, _) => Some("`hmac-sha256` or `hmac-sha512`"),
    }
}

/// Checks the keys about the key itself: a public key is PEM, and may have an ID in a header.
pub(super) fn key(scope: &Scope<'_>, security: &Security) {
    if security.scheme.value.is_rsa() {
        encoded(scope, security);
    }
    let Some(header) = &security.key_id else { return };
    let own = security.headers.iter().find(|own| own.eq_ignore_ascii_case(header));
    let of_time = security.timestamp.as_ref().and_then(|timestamp| timestamp.header.as_ref());
    let of_time = of_time.filter(|time| time.eq_ignore_ascii_case(header));
    if !security.scheme.value.is_rsa() {
        let help = "remove `key_id`, or set `scheme` to `rsa-sha256` or `rsa-pss-sha256`";
        report(scope, header.span, "the secret of an HMAC has no `key_id`", help);
    } else if let Some(member) = &security.member {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "no header can hold the ID of the key")
                .also(member.span, "the signature is in the event")
                .help("remove `key_id`"),
        );
    } else if let Some(other) = own.or(of_time) {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "this header does not hold the ID of the key")
                .also(other.span, "used here for something else")
                .help("set `key_id` to the header that names the key, or remove it if the API has one key at a time"),
        );
    }
}

/// A public key is always PEM.
fn encoded(scope: &Scope<'_>, security: &Security) {
    let useless = described(security).map(|(key, at)| (key, at.filter(|_| key.starts_with("key_") && key != "key_id")));
    scope.report_any(say::leftovers(
        code::WEBHOOK_SECURITY,
        &useless,
        |keys| format!("unexpected {keys} for RSA: a public key is always PEM"),
        |keys| format!("remove {keys}"),
    ));
}

fn report(scope: &Scope<'_>, span: Span, message: &str, help: &str) {
    scope.report(Diagnostic::new(code::WEBHOOK_SECURITY, span, message).help(help));
}

/// What stands between two values of a header is in none of them.
fn separator(scope: &Scope<'_>, security: &Security) {
    let Some(separator) = &security.separator else { return };
    if !separates(separator) {
        let message = format!("invalid separator `{}`", separator.value);
        let help = "use the character between two values, such as `,`, `;` or a space; surrounding spaces are ignored";
        report(scope, separator.span, &message, help);
    }
}

/// Whether values can be taken apart at a sign: it stands in none of them.
fn separates(separator: &str) -> bool {
    let mut letters = separator.chars();
    let (first, is_one) = (letters.next().unwrap_or_default(), letters.next().is_none());
    let is_ascii = first == ' ' || first.is_ascii_graphic();
    is_one && is_ascii && !first.is_ascii_alphanumeric() && !OF_SIGNATURES.contains(first)
}

/// What stands before a value can be found there.
fn before(scope: &Scope<'_>, security: &Security, key: &str, text: &Sp<String>) {
    let is_printable = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    let parted = security.separator.as_ref().filter(|separator| key == "prefix" && separates(separator));
    if text.trim().is_empty() {
        report(scope, text.span, "empty prefix", &format!("remove `{key}`"));
    } else if !is_printable || text.starts_with(' ') {
        let help = "write it without leading spaces, in printable ASCII: a header cannot carry anything else";
        report(scope, text.span, "no value can begin with this", help);
    } else if let Some(separator) = parted.filter(|separator| text.contains(separator.as_str())) {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, text.span, "no value can begin with this")
                .label("contains the separator of values")
                .also(separator.span, "separator")
                .help("correct one of them"),
        );
    }
}

fn signed(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>, parts: &[Sp<Part>], span: Span) {
    // What was not read may be any part.
    let is_read = !scope.has_lost(security.span);
    if let Some(field) = security.fields.first() {
        let help = "remove `fields`, and add `{ field: .. }` for each to `signed`";
        report(scope, field.span, "the signed parts are listed twice", help);
    }
    if parts.is_empty() {
        if is_read {
            report(scope, span, "no signed part", "list the parts in order, or use `body`");
        }
        return;
    }
    for part in parts {
        match &part.value {
            Part::Word(word) => match word.value {
                PartWord::Timestamp if security.timestamp.is_none() && !scope.misspelt("timestamp", security.span) => {
                    let help = "set its location in `timestamp`: `member`, `header` or `prefix`";
                    report(scope, word.span, "the location of the signed time is not specified", help);
                }
                PartWord::Host | PartWord::Nonce | PartWord::KeyId | PartWord::Key | PartWord::Signature => {
                    let help = "use another part: this one is for requests (`signing` of `auth`)";
                    report(scope, word.span, "a delivery has no such part", help);
                }
                _ => {}
            },
            Part::Named(named) => self::named(scope, webhooks, security, part.span, named),
        }
    }
    let of_body = |part: &Sp<Part>| match &part.value {
        Part::Word(word) => word.value == PartWord::Body,
        Part::Named(named) => named.field.is_some() || named.digest.is_some(),
    };
    if is_read && !parts.iter().any(of_body) {
        let help = "add `body`, a `digest` of it, or the signed fields; for a constant secret, use `scheme: \
            secret-header`";
        report(scope, span, "no part of the body is signed, so anyone could change it", help);
    }
}

/// A part that is named is one thing.
fn named(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>, span: Span, part: &NamedPart) {
    one_thing(scope, code::WEBHOOK_SECURITY, span, part);
    let is_form = webhooks.body.iter().any(|body| body.value == DeliveryBody::Form);
    if let Some(field) = part.field.as_ref().filter(|field| is_form && field.contains('.') && is_path(field)) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, field.span, format!("`{}` steps into an object", field.value))
                .label("never matches")
                .help("a form has no nested objects: write the name of one field, or set `body: [json]`"),
        );
    }
    if let Some(header) = &part.header
        && let Some(own) = security.headers.iter().find(|own| own.eq_ignore_ascii_case(header))
    {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "a signature cannot be part of what it signs")
                .label("holds the signature")
                .also(own.span, "defined here")
                .help("use another header, or `timestamp` for the time next to the signature"),
        );
    }
}

/// A part is one of text, field, header and digest.
pub(super) fn one_thing(scope: &Scope<'_>, rule: &'static code::Code, span: Span, part: &NamedPart) {
    let given = [
        part.text.as_ref().map(|text| ("text", text.span)),
        part.field.as_ref().map(|field| ("field", field.span)),
        part.header.as_ref().map(|header| ("header", header.span)),
        part.digest.as_ref().map(|digest| ("digest", digest.span)),
    ];
    let given: Vec<_> = given.into_iter().flatten().collect();
    let lacks = |key: &str| !scope.misspelt(key, span);
    let report = |span: Span, message: &str, help: &str| scope.report(Diagnostic::new(rule, span, message).help(help));
    match &given[..] {
        [] if !scope.has_lost(span) && ["text", "field", "header", "digest"].into_iter().all(lacks) => {
            report(span, "empty part", "set `text`, `field`, `header` or `digest`");
        }
        [_, (key, second), ..] => {
            report(*second, "a part has one key", &format!("make `{key}` a separate part: `{{ {key}: .. }}`"));
        }
        _ => {}
    }
    match (&part.digest, &part.encoding) {
        (Some(digest), None) if lacks("encoding") => {
            report(
                digest.span,
                "the encoding of the digest is not specified",
                "add `encoding: hex` or `encoding: base64`",
            );
        }
        (None, Some(encoding)) if lacks("digest") && !given.is_empty() => {
            report(encoding.span, "only a digest has an `encoding`", "remove `encoding`");
        }
        _ => {}
    }
    if let Some(text) = part.text.as_ref().filter(|text| text.is_empty()) {
        report(text.span, "empty part", "write the signed text, or remove the part");
    }
}

/// The time of signing stands in one place, where it is found, and nobody can change it.
fn time(scope: &Scope<'_>, security: &Sp<Security>, timestamp: &Sp<Timestamp>) {
    let places = [
        timestamp.member.as_ref().map(|member| ("member", member.span)),
        timestamp.header.as_ref().map(|header| ("header", header.span)),
        timestamp.prefix.as_ref().map(|prefix| ("prefix", prefix.span)),
    ];
    let places: Vec<_> = places.into_iter().flatten().collect();
    let is_lost = scope.has_lost(security.span);
    let help = "keep one of `member`, `header` and `prefix`";
    match &places[..] {
        [] if !is_lost && !["member", "header", "prefix"].iter().any(|key| scope.misspelt(key, timestamp.span)) => {
            let help = "add one of `member`, the path in the JSON body; `header`; or `prefix`, the prefix of the \
                time within the header of the signature";
            report(scope, timestamp.span, "the location of the time is not specified", help);
        }
        [_, (_, second), ..] => report(scope, *second, "the time has one location", help),
        // A missing `signed` is reported elsewhere.
        [_] if !is_lost && security.signed.is_some() => is_signed(scope, security, timestamp),
        _ => {}
    }
    if let Some(header) = &timestamp.header
        && let Some(own) = security.headers.iter().find(|own| own.eq_ignore_ascii_case(header))
    {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "this header holds the signature")
                .label("does not hold the time alone")
                .also(own.span, "defined here")
                .help("set the prefix of the time: `timestamp: { prefix: .. }`, and `separator`"),
        );
    }
    if let Some(format) = timestamp.format.as_ref().filter(|format| format.value == TimeFormat::HttpDate) {
        let help = "use `seconds`, `milliseconds` or `rfc3339`; for another format, remove `timestamp` and sign `{ \
                header: .. }`";
        report(scope, format.span, "unsupported format for a verifier", help);
    }
    if let Some(prefix) = &timestamp.prefix {
        value(scope, security, prefix);
    }
}

/// A value among those of the signature's header.
fn value(scope: &Scope<'_>, security: &Sp<Security>, prefix: &Sp<String>) {
    let lacks = |key: &str| !scope.misspelt(key, security.span);
    before(scope, security, "prefix", prefix);
    if security.separator.is_none() && lacks("separator") {
        let help = "add `separator`, the character between two values, or set `header` to the header of the time";
        report(scope, prefix.span, "the header of the signature holds one value", help);
    }
    let of_signatures = security.prefix.as_ref();
    let is_distinct =
        of_signatures.is_some_and(|other| !other.starts_with(prefix.as_str()) && !prefix.starts_with(other.as_str()));
    let is_unknown = of_signatures.is_some_and(|other| scope.is_replaced(other.span));
    if is_distinct || is_unknown || of_signatures.is_none() && !lacks("prefix") {
        return;
    }
    let found =
        Diagnostic::new(code::WEBHOOK_SECURITY, prefix.span, "the signature and the time cannot be distinguished")
            .help(
                "set `prefix` of `security` to the prefix of signatures, and this one to that of the time: `v1=` \
            and `t=`",
            );
    scope.report(match of_signatures {
        Some(other) => found.also(other.span, "prefix of signatures"),
        None => found,
    });
}

/// A time that is not signed can be set by whoever sends a delivery again.
fn is_signed(scope: &Scope<'_>, security: &Security, timestamp: &Timestamp) {
    let parts = security.signed.as_ref().map(|signed| signed.parts()).unwrap_or_default();
    let says = |word: PartWord| parts.iter().any(|part| matches!(&part.value, Part::Word(said) if said.value == word));
    let is_body = says(PartWord::Body)
        || parts.iter().any(|part| matches!(&part.value, Part::Named(named) if named.digest.is_some()))
        || security.signed.as_ref().is_none_or(|signed| signed.is(SignedContent::Body));
    let field = |path: &Path| {
        let is = |part: &Sp<Part>| match &part.value {
            Part::Named(named) => named.field.as_ref().is_some_and(|field| field.value == path.value),
            Part::Word(_) => false,
        };
        parts.iter().any(is)
    };
    let (is_signed, at) = match (&timestamp.member, timestamp.header.as_ref().or(timestamp.prefix.as_ref())) {
        (Some(member), _) => {
            let is_of_fields = security.signed.as_ref().is_some_and(|signed| signed.is(SignedContent::Fields));
            (is_body || is_of_fields || says(PartWord::Timestamp) || field(member), member.span)
        }
        (None, Some(text)) => (says(PartWord::Timestamp), text.span),
        (None, None) => return,
    };
    if !is_signed {
        let help = "add `timestamp` to `signed` if the API signs it, or remove `timestamp`";
        report(scope, at, "the time is not signed, so a delivery could be replayed with a new time", help);
    }
    let is_part = timestamp.member.is_none() || says(PartWord::Timestamp);
    if timestamp.optional && is_part && is_signed {
        let help = "remove `optional`: without it nothing could be verified";
        report(scope, at, "a signed time cannot be optional", help);
    }
}
