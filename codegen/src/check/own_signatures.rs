//! Signatures that each event has in itself: what they are of is in the event, and they are found there.

use super::ends::{End, end};
use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::parse::path::is_path;
use crate::raw::signing::{Part, PartWord};
use crate::raw::webhooks::{DeliveryBody, Security, SignedContent, Webhooks};
use crate::raw::{Path, Sp};

pub(super) fn check(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, security: &Sp<Security>) {
    let Some(member) = &security.member else { return };
    let refuse = |span, message: &str, label: &str, help: &str| {
        let found = Diagnostic::new(code::WEBHOOK_SECURITY, span, message).also(member.span, label);
        scope.report(found.help(help));
    };
    let here = "the signature is in the event";
    if let Some(header) = security.headers.first() {
        refuse(
            header.span,
            "`headers` and `member` are mutually exclusive",
            here,
            "remove one of `headers` and `member`",
        );
    }
    if let Some(separator) = &security.separator {
        refuse(separator.span, "a member holds one signature", here, "remove `separator`");
    }
    if let Some(signed) = security.signed.as_ref().filter(|signed| signed.is(SignedContent::Body)) {
        let help = "list the signed fields: `[{ field: .. }]`";
        refuse(signed.span, "a body that contains its signature cannot be signed as a whole", here, help);
    }
    let timestamp = security.timestamp.as_ref();
    if let Some(time) = timestamp.and_then(|time| time.header.as_ref().or(time.prefix.as_ref())) {
        refuse(time.span, "no header can hold the time", here, "name the `member` with the time");
    }
    for part in security.signed.iter().flat_map(|signed| signed.parts()) {
        match &part.value {
            Part::Word(word) => match word.value {
                PartWord::Body => {
                    let help = "list the signed fields: `{ field: .. }`";
                    refuse(word.span, "a body that contains its signature cannot be signed as a whole", here, help);
                }
                PartWord::Method
                | PartWord::LowercaseMethod
                | PartWord::Path
                | PartWord::PathAndQuery
                | PartWord::Query
                | PartWord::Url => {
                    let message = "the method and the URL cannot be signed";
                    refuse(word.span, message, here, "name fields of the event");
                }
                // The others are reported as parts that no delivery has.
                _ => {}
            },
            Part::Named(named) => {
                if let Some(digest) = &named.digest {
                    let help = "list the signed fields: `{ field: .. }`";
                    refuse(digest.span, "a body that contains its signature cannot be signed as a whole", here, help);
                }
                if let Some(header) = &named.header {
                    refuse(header.span, "a header cannot be signed", here, "name fields of the event");
                }
                named.field.iter().for_each(|field| itself(scope, member, field));
            }
        }
    }
    for field in security.fields.iter().filter(|field| field.value == member.value) {
        refuse(field.span, "a signature cannot be part of what it signs", here, "remove it from `fields`");
    }
    end_is_text(scope, webhooks, member);
    let is_form = webhooks.body.iter().any(|body| body.value == DeliveryBody::Form);
    if is_form && member.contains('.') && is_path(member) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, member.span, format!("`{}` steps into an object", member.value))
                .label("never matches")
                .help("a form has no nested objects: write the name of one field, or set `body: [json]`"),
        );
    }
}

/// A part that holds the signature could not be there when it was made.
fn itself(scope: &Scope<'_>, member: &Path, field: &Path) {
    let is_around = member.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if is_around {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, field.span, "a signature cannot be part of what it signs")
                .label("holds the signature")
                .also(member.span, "defined here")
                .help("list the signed fields"),
        );
    }
}

/// A signature is a text, so what the payload has at its place is one. Members that are not declared may be anything.
fn end_is_text(scope: &Scope<'_>, webhooks: &Sp<Webhooks>, member: &Path) {
    let payload = webhooks.envelope.as_ref().and_then(|envelope| envelope.payload.as_ref());
    let Some(inside) = payload.and_then(|payload| member.strip_prefix(payload.as_str())) else { return };
    let events = scope.set.files.iter().flat_map(|(_, document)| document.events.iter());
    let signed = events.filter(|(_, event)| !event.unsigned).filter_map(|(_, event)| event.payload.as_ref());
    for object in signed {
        let message = match inside.strip_prefix('.') {
            None if inside.is_empty() => Some("the object of the event cannot be the signature".to_owned()),
            None => None,
            Some(path) => other_than_text(scope, object, path),
        };
        if let Some(message) = message {
            let help = "name the member that holds the signature as text";
            let found = Diagnostic::new(code::WEBHOOK_SECURITY, member.span, message).label("not a signature");
            return scope.report(found.help(help));
        }
    }
}

/// Why there is no text at the end of a path through an object, where that is declared.
fn other_than_text(scope: &Scope<'_>, object: &str, path: &str) -> Option<String> {
    match end(scope, object, path)? {
        (End::Text, _) => None,
        (End::Nothing, step) => Some(format!("`{step}` is not an object, so it has no members")),
        (_, step) => Some(format!("`{step}` is not text")),
    }
}
