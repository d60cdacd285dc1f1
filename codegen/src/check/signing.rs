//! Requests are signed in a way that whoever receives them can verify: all that is signed is known to both sides, and
//! the signature travels.

use super::scope::Scope;
use super::signed_parts::one_thing;
use super::{headers, say, signed_body};
use crate::diag::{Diagnostic, code};
use crate::names;
use crate::raw::api::{Api, Auth, Scheme};
use crate::raw::signing::{Part, PartWord, Signing, SigningAlgorithm};
use crate::raw::token::Carrier;
use crate::raw::{Items, Sp};
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    for (name, auth) in &api.auth {
        if let Some(signing) = &auth.signing {
            self::signing(scope, api, auth, signing);
            signed_body::check(scope, api, name, auth, signing);
        }
    }
}

fn report(scope: &Scope<'_>, span: Span, message: &str, help: &str) {
    scope.report(Diagnostic::new(code::SIGNING, span, message).help(help));
}

fn signing(scope: &Scope<'_>, api: &Sp<Api>, auth: &Sp<Auth>, signing: &Sp<Signing>) {
    if signing.algorithm.value == SigningAlgorithm::Custom {
        return custom(scope, signing);
    }
    let needed = [
        ("encoding", signing.encoding.is_some(), "use `hex` or `base64`"),
        ("signed", !signing.signed.is_empty(), "list the signed parts in order: `[method, path, body]`"),
        (
            "headers",
            !signing.headers.is_empty(),
            "set the header of the signature: `headers: { X-Signature: [signature] }`",
        ),
    ];
    let is_read = !scope.has_lost(signing.span);
    let missing = needed.into_iter().filter(|(key, there, _)| !there && is_read && !scope.misspelt(key, signing.span));
    let found = say::needed(code::SIGNING, signing.algorithm.span, missing.map(|(key, _, help)| (key, help)));
    scope.report_any(found);
    if let Some(encoding) = &signing.key_encoding
        && matches!(signing.algorithm.value, SigningAlgorithm::RsaSha256 | SigningAlgorithm::RsaPssSha256)
    {
        report(scope, encoding.span, "an RSA private key is always PEM", "remove `key_encoding`");
    }
    // A header that is missing may be the one with the time.
    if !parts(scope, api, auth, signing) {
        time(scope, signing);
    }
    for (name, value) in &signing.headers {
        header(scope, api, auth, name, value);
    }
    order(scope, signing);
    // A key that a header would bring is reported there, and stands where the signature should.
    let is_carried = carries(signing, PartWord::Signature) || carries(signing, PartWord::Key);
    if !signing.headers.is_empty() && !is_carried && !scope.has_lost(signing.span) {
        let help = "add `signature` to the parts of a header";
        report(scope, signing.algorithm.span, "no header carries the signature, so it is never sent", help);
    }
}

/// Whoever signs in a way of his own does all of it.
fn custom(scope: &Scope<'_>, signing: &Signing) {
    let useless = [
        ("key_encoding", signing.key_encoding.as_ref().map(|encoding| encoding.span)),
        ("encoding", signing.encoding.as_ref().map(|encoding| encoding.span)),
        ("signed", signing.signed.first().map(|part| part.span)),
        ("unsigned_body", signing.unsigned_body.as_ref().map(|said| said.span)),
        ("timestamp", signing.timestamp.as_ref().map(|format| format.span)),
        ("headers", signing.headers.iter().next().map(|(name, _)| name.span)),
    ];
    let found = say::leftovers(
        code::SIGNING,
        &useless,
        |keys| format!("unexpected {keys} with `algorithm: custom`: users of the client provide the signer"),
        |keys| format!("remove {keys}, or set the algorithm"),
    );
    scope.report_any(found);
}

/// The words of a list of parts, each with its place.
fn words(parts: &[Sp<Part>]) -> impl Iterator<Item = (PartWord, Span)> {
    parts.iter().filter_map(|part| match &part.value {
        Part::Word(word) => Some((word.value, word.span)),
        Part::Named(_) => None,
    })
}

/// Whether some header has a part.
fn carries(signing: &Signing, word: PartWord) -> bool {
    signing.headers.iter().any(|(_, parts)| words(parts).any(|(known, _)| known == word))
}

/// What is signed is known to whoever verifies. Returns whether a header is signed that no request has.
fn parts(scope: &Scope<'_>, api: &Sp<Api>, auth: &Auth, signing: &Sp<Signing>) -> bool {
    // What a header without a value would carry is not known.
    let has_values = !signing.headers.is_empty() && signing.headers.iter().all(|(_, value)| !value.is_empty());
    let is_read = has_values && !scope.has_lost(signing.span);
    let mut lacks_header = false;
    for (word, span) in words(&signing.signed) {
        match word {
            PartWord::Key
                if matches!(signing.algorithm.value, SigningAlgorithm::RsaSha256 | SigningAlgorithm::RsaPssSha256) =>
            {
                report(
                    scope,
                    span,
                    "an RSA private key cannot be part of the signed text: the receiver does not \
                    have it",
                    "remove `key`",
                );
            }
            PartWord::Signature => {
                report(scope, span, "a signature cannot be part of what it signs", "move it to `headers`");
            }
            PartWord::Timestamp | PartWord::Nonce if !carries(signing, word) && is_read => {
                let name = if word == PartWord::Nonce { "nonce" } else { "timestamp" };
                let message = format!("the {name} is signed but never sent, so the signature could not be verified");
                let help = format!("add a header for it to `headers`: `X-{}: [{name}]`", names::type_name(name));
                report(scope, span, &message, &help);
            }
            _ => {}
        }
    }
    let with_signature = |header: &str| {
        let mut found = signing.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
        found.find(|(_, parts)| words(parts).any(|(word, _)| word == PartWord::Signature)).map(|(name, _)| name.span)
    };
    let lists = signing.headers.iter().map(|(_, parts)| &parts.value).chain([&signing.signed]);
    for part in lists.flat_map(|parts| parts.iter()) {
        let Part::Named(named) = &part.value else { continue };
        one_thing(scope, code::SIGNING, part.span, named);
        if let Some(field) = &named.field {
            let help = "use another part: a request signs its whole `body`, or a `digest` of it";
            report(scope, field.span, "fields of a request cannot be signed individually", help);
        }
        if let Some(header) = &named.header {
            if let Some(at) = with_signature(header) {
                scope.report(
                    Diagnostic::new(code::SIGNING, header.span, "a signature cannot be part of what it signs")
                        .label("holds the signature")
                        .also(at, "defined here")
                        .help("use another header, or the parts of this one before the signature"),
                );
            } else if ["host", "content-length", "connection", "transfer-encoding"]
                .contains(&header.to_ascii_lowercase().as_str())
            {
                let help = "use the part `host` for `Host`; other headers are only known when the request is sent";
                report(scope, header.span, "the transport sets this header, so it cannot be signed", help);
            } else if is_read && !has(scope, api, auth, signing, header) {
                lacks_header = true;
                let message = format!("no request has the header `{}`", header.value);
                let help = "correct its name, add it to `headers` of `signing`, or declare it in `headers` of the \
                    API";
                report(scope, header.span, &message, help);
            }
        }
    }
    lacks_header
}

/// Headers are made in the order in which they are written, those with the signature last. One that is not made yet
/// would be put into another as an empty text.
fn order(scope: &Scope<'_>, signing: &Signing) {
    let holds_signature = |parts: &[Sp<Part>]| words(parts).any(|(word, _)| word == PartWord::Signature);
    let made: Vec<_> = signing.headers.iter().filter(|(_, parts)| !holds_signature(parts)).collect();
    for (at, (name, parts)) in made.iter().enumerate() {
        for part in parts.iter() {
            let Part::Named(named) = &part.value else { continue };
            let Some(header) = &named.header else { continue };
            let later = made[at..].iter().find(|(later, _)| later.eq_ignore_ascii_case(header));
            if let Some((later, _)) = later {
                let is_itself = later.span == name.span;
                let message = if is_itself {
                    format!("the header `{}` contains itself", name.value)
                } else {
                    format!("the header `{}` is used before it is defined, in `{}`", header.value, name.value)
                };
                let help = if is_itself {
                    "remove it: a header cannot contain itself".to_owned()
                } else {
                    format!("move `{}` before `{}`, and do not use each in the other", header.value, name.value)
                };
                let label = if is_itself { "this header" } else { "an empty value" };
                scope.report(
                    Diagnostic::new(code::SIGNING, header.span, message)
                        .label(label)
                        .also(later.span, "defined here")
                        .help(&help),
                );
            }
        }
    }
}

/// Whether requests may have a header: it would be signed as an empty text otherwise.
fn has(scope: &Scope<'_>, api: &Sp<Api>, auth: &Auth, signing: &Signing, header: &Sp<String>) -> bool {
    let added = signing.headers.iter().map(|(name, _)| name).chain(api.headers.iter().map(|(name, _)| name));
    let key = api.idempotency.as_ref().map(|idempotency| &idempotency.header);
    let of_token = auth.token.as_ref().and_then(|token| token.parameter.as_ref());
    let mut named = added.chain(key).chain(&auth.parameter).chain(of_token);
    let is_proof = !matches!(auth.scheme.value, Scheme::Signature | Scheme::BodyParameter);
    let is_there = |own: &str| header.eq_ignore_ascii_case(own);
    ["accept", "content-type", "user-agent"].into_iter().any(is_there)
        || is_proof && names::is_authorization(header)
        || named.any(|name| is_there(name))
        || scope.api_may_hold(header)
}

/// The format of the time is said where there is a time.
fn time(scope: &Scope<'_>, signing: &Sp<Signing>) {
    let signed = words(&signing.signed).find(|(word, _)| *word == PartWord::Timestamp);
    let mut sent = signing.headers.iter().flat_map(|(_, parts)| words(parts));
    let used = signed.or_else(|| sent.find(|(word, _)| *word == PartWord::Timestamp));
    match (&signing.timestamp, used) {
        (None, Some((_, span))) if !scope.misspelt("timestamp", signing.span) => {
            let help = "add `timestamp`: `seconds`, `milliseconds`, `rfc3339` or `http-date`";
            report(scope, span, "the format of the time is not specified", help);
        }
        (Some(format), None) if !scope.has_lost(signing.span) => {
            let help = "add `timestamp` to the signed parts and to a header, or remove the key";
            report(scope, format.span, "no part uses the time", help);
        }
        _ => {}
    }
}

/// A header can carry its value, and nothing else writes it.
fn header(scope: &Scope<'_>, api: &Api, auth: &Auth, name: &Sp<String>, parts: &Sp<Items<Part>>) {
    if parts.is_empty() && !scope.has_lost(parts.span) {
        report(scope, parts.span, "this header has no value", "list the parts of its value, or remove it");
    }
    if let Some((_, span)) = words(parts).find(|(word, _)| *word == PartWord::Body) {
        let help = "a header cannot hold a body: use a `digest` of it";
        report(scope, span, "this header contains the whole body", help);
    }
    if let Some((_, span)) = words(parts).find(|(word, _)| *word == PartWord::Key) {
        let help = "use `key-id` for the name of the key; a key that is sent is a separate scheme: `scheme: header`";
        report(scope, span, "would send the signing key, so anyone who sees it could sign", help);
    }
    let texts = parts.iter().filter_map(|part| match &part.value {
        Part::Named(named) => named.text.as_ref(),
        Part::Word(_) => None,
    });
    let travels = |c: char| c == ' ' || c.is_ascii_graphic();
    for text in texts.filter(|text| !text.chars().all(travels)) {
        let help = "use printable ASCII: a header cannot carry anything else (RFC 9110, section 5.5)";
        report(scope, text.span, "invalid text for a header", help);
    }
    let of_scheme = match auth.scheme.value {
        Scheme::Basic | Scheme::Bearer => names::is_authorization(name).then_some(auth.scheme.span),
        Scheme::Header => {
            auth.parameter.as_ref().filter(|other| other.eq_ignore_ascii_case(name)).map(|other| other.span)
        }
        Scheme::Token => auth.token.as_ref().and_then(|token| {
            let own = token.parameter.as_ref().filter(|_| token.carrier.value == Carrier::Header);
            let is_own = own.is_some_and(|own| own.eq_ignore_ascii_case(name));
            let is_bearer = token.carrier.value == Carrier::Bearer && names::is_authorization(name);
            (is_own || is_bearer).then_some(token.carrier.span)
        }),
        Scheme::BodyParameter | Scheme::Signature => None,
    };
    let of_api = api.headers.iter().map(|(other, _)| other).chain(api.idempotency.as_ref().map(|known| &known.header));
    let of_api = of_api.into_iter().find(|other| other.eq_ignore_ascii_case(name)).map(|other| other.span);
    if let Some(other) = of_scheme.or(of_api) {
        scope.report(
            Diagnostic::new(code::SIGNING, name.span, format!("the header `{}` is sent twice", name.value))
                .label("part of the signature")
                .also(other, "declared for something else")
                .help("remove one of them, or combine both values in the parts of this one"),
        );
    } else if !names::is_authorization(name) && headers::is_own(name) {
        let message = format!("the client sets the header `{}` itself", name.value);
        report(scope, name.span, &message, "use another header; one that is signed is a part: `{ header: .. }`");
    }
}
