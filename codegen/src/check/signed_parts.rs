//! Signatures that are made of parts: each part is one that a delivery has, the header can be taken apart, and the time of
//! signing is found and signed.

use payspec_core::vocabulary::TimeFormat;

use super::say;
use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::parse::path::is_path;
use crate::raw::signing::{NamedPart, Part, PartWord};
use crate::raw::webhooks::{DeliveryBody, Security, Signed, SignedContent, Timestamp, Webhooks};
use crate::raw::{Path, Sp};
use crate::source::Span;

/// What signatures in hexadecimal digits and in Base64 are written with, besides letters and digits.
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

/// A secret in a header is compared as it stands there.
pub(super) fn secret_header(scope: &Scope<'_>, security: &Sp<Security>) {
    // What says where a signature stands in the event is meant for another scheme, and told as of no use.
    let is_unsaid = security.headers.is_empty() && security.member.is_none();
    if is_unsaid && !scope.misspelt("headers", security.span) {
        report(scope, security.scheme.span, "nobody knows which header holds the secret", "name it in `headers`");
    }
    let useless = [
        ("member", security.member.as_ref().map(|member| member.span)),
        ("separator", security.separator.as_ref().map(|separator| separator.span)),
        ("encoding", security.encoding.as_ref().map(|encoding| encoding.span)),
        ("key_encoding", security.key_encoding.as_ref().map(|encoding| encoding.span)),
        ("key_prefix", security.key_prefix.as_ref().map(|prefix| prefix.span)),
        ("signed", security.signed.as_ref().map(|signed| signed.span)),
        ("fields", security.fields.first().map(|field| field.span)),
        ("unseparated", security.unseparated.as_ref().map(|said| said.span)),
        ("timestamp", security.timestamp.as_ref().map(|timestamp| timestamp.span)),
    ];
    let found = say::leftovers(
        code::WEBHOOK_SECURITY,
        &useless,
        |keys| format!("a secret in a header has no {keys}: nothing is signed with it"),
        |keys| format!("remove {keys}, or say `hmac-sha256` or `hmac-sha512` in `scheme`"),
    );
    scope.report_any(found);
    if let Some(prefix) = &security.prefix {
        before(scope, security, "prefix", prefix);
    }
}

fn report(scope: &Scope<'_>, span: Span, message: &str, help: &str) {
    scope.report(Diagnostic::new(code::WEBHOOK_SECURITY, span, message).help(help));
}

/// What stands between two values of a header is in none of them.
fn separator(scope: &Scope<'_>, security: &Security) {
    let Some(separator) = &security.separator else { return };
    if !separates(separator) {
        let message = format!("nothing can be taken apart at `{}`", separator.value);
        let help =
            "write the one sign between two values, such as `,`, `;` or a blank; blanks around it need no mention";
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
        report(scope, text.span, "this prefix says nothing", &format!("remove `{key}`"));
    } else if !is_printable || text.starts_with(' ') {
        let help = "write it from its first letter on, in printable ASCII: a header carries nothing else";
        report(scope, text.span, "no value begins with this", help);
    } else if let Some(separator) = parted.filter(|separator| text.contains(separator.as_str())) {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, text.span, "no value begins with this")
                .label("holds what stands between two values")
                .also(separator.span, "taken apart here")
                .help("correct one of the two"),
        );
    }
}

fn signed(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>, parts: &[Sp<Part>], span: Span) {
    // What was not read may be any part.
    let is_read = !scope.has_lost(security.span);
    if let Some(field) = security.fields.first() {
        let help = "remove `fields`, and write `{ field: .. }` for each in the list of `signed`";
        report(scope, field.span, "what is signed is said twice", help);
    }
    if parts.is_empty() {
        if is_read {
            report(scope, span, "nothing is signed", "list the parts in their order, or say `body`");
        }
        return;
    }
    for part in parts {
        match &part.value {
            Part::Word(word) => match word.value {
                PartWord::Timestamp if security.timestamp.is_none() && !scope.misspelt("timestamp", security.span) => {
                    let help = "say where it stands in `timestamp`: `member`, `header` or `prefix`";
                    report(scope, word.span, "nobody knows where the time stands that is signed", help);
                }
                PartWord::Host | PartWord::Nonce | PartWord::KeyId | PartWord::Key | PartWord::Signature => {
                    let help = "name another part: this one is for requests (`signing` of `auth`)";
                    report(scope, word.span, "no delivery has this part", help);
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
        let help = "add `body`, a `digest` of it, or the fields that are signed; a secret that is always the same is `scheme: secret-header`";
        report(scope, span, "nothing of the body is signed, so anybody could change it", help);
    }
}

/// A part that is named is one thing.
fn named(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>, span: Span, part: &NamedPart) {
    one_thing(scope, code::WEBHOOK_SECURITY, span, part);
    let is_form = webhooks.body.iter().any(|body| body.value == DeliveryBody::Form);
    if let Some(field) = part.field.as_ref().filter(|field| is_form && field.contains('.') && is_path(field)) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, field.span, format!("`{}` steps into an object", field.value))
                .label("never found")
                .help("the fields of a form stand in no object: write the name of one, or say `body: [json]`"),
        );
    }
    if let Some(header) = &part.header
        && let Some(own) = security.headers.iter().find(|own| own.eq_ignore_ascii_case(header))
    {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "a signature is not signed with itself")
                .label("holds the signature")
                .also(own.span, "said here")
                .help("name another header, or `timestamp` for the time beside the signature"),
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
            report(span, "this part is nothing", "say what it is: `text`, `field`, `header` or `digest`");
        }
        [_, (key, second), ..] => {
            report(*second, "a part is one thing", &format!("make `{key}` a part of its own: `{{ {key}: .. }}`"));
        }
        _ => {}
    }
    match (&part.digest, &part.encoding) {
        (Some(digest), None) if lacks("encoding") => {
            report(digest.span, "nobody knows how the digest is written", "add `encoding: hex` or `encoding: base64`");
        }
        (None, Some(encoding)) if lacks("digest") && !given.is_empty() => {
            report(encoding.span, "only a digest has an `encoding`", "remove `encoding`");
        }
        _ => {}
    }
    if let Some(text) = part.text.as_ref().filter(|text| text.is_empty()) {
        report(text.span, "this part is nothing", "write the text that is signed, or remove the part");
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
            let help = "add `member`, the path to it in the JSON body, `header`, or `prefix`, what its value in the header of the \
                        signature begins with";
            report(scope, timestamp.span, "nobody knows where the time stands", help);
        }
        [_, (_, second), ..] => report(scope, *second, "the time stands in one place", help),
        // Where nothing says what is signed, that is told.
        [_] if !is_lost && security.signed.is_some() => is_signed(scope, security, timestamp),
        _ => {}
    }
    if let Some(header) = &timestamp.header
        && let Some(own) = security.headers.iter().find(|own| own.eq_ignore_ascii_case(header))
    {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, header.span, "this header holds the signature")
                .label("the time does not stand alone here")
                .also(own.span, "said here")
                .help("say what its value begins with: `timestamp: { prefix: .. }`, and `separator`"),
        );
    }
    if let Some(format) = timestamp.format.as_ref().filter(|format| format.value == TimeFormat::HttpDate) {
        let help =
            "`seconds`, `milliseconds` or `rfc3339`; for another form leave `timestamp` out and sign `{ header: .. }`";
        report(scope, format.span, "a verifier does not read this form", help);
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
        let help = "add `separator`, the sign between two values, or name the header of the time in `header`";
        report(scope, prefix.span, "the header of the signature holds one value", help);
    }
    let of_signatures = security.prefix.as_ref();
    let is_told =
        of_signatures.is_some_and(|other| !other.starts_with(prefix.as_str()) && !prefix.starts_with(other.as_str()));
    if is_told || of_signatures.is_none() && !lacks("prefix") {
        return;
    }
    let found = Diagnostic::new(code::WEBHOOK_SECURITY, prefix.span, "signature and time cannot be told apart")
        .help("say in `prefix` of `security` what signatures begin with, and here what the time does: `v1=` and `t=`");
    scope.report(match of_signatures {
        Some(other) => found.also(other.span, "signatures begin with this"),
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
        let is = |part: &Sp<Part>| matches!(&part.value, Part::Named(named) if named.field.as_ref().is_some_and(|field| field.value == path.value));
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
        let help = "add `timestamp` to the parts in `signed`, where the API signs it, or remove `timestamp`";
        report(scope, at, "the time is not signed, so whoever sends a delivery again can change it", help);
    }
    let is_part = timestamp.member.is_none() || says(PartWord::Timestamp);
    if timestamp.optional && is_part && is_signed {
        let help = "remove `optional`: without it nothing could be verified";
        report(scope, at, "a time that is a part of what is signed is always there", help);
    }
}
