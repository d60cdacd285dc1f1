//! Signatures that each event has in itself: what they are of is in the event, and they are found there.

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
    let here = "the signature stands in the event";
    if let Some(header) = security.headers.first() {
        refuse(header.span, "a signature stands in one place", here, "remove `headers`, or `member`");
    }
    if let Some(separator) = &security.separator {
        refuse(separator.span, "a member holds one signature", here, "remove `separator`");
    }
    if let Some(signed) = security.signed.as_ref().filter(|signed| signed.is(SignedContent::Body)) {
        let help = "list the fields that are signed: `[{ field: .. }]`";
        refuse(signed.span, "a body that has its signature in itself is not signed as a whole", here, help);
    }
    let timestamp = security.timestamp.as_ref();
    if let Some(time) = timestamp.and_then(|time| time.header.as_ref().or(time.prefix.as_ref())) {
        refuse(time.span, "an event by itself has no headers", here, "name the `member` with the time");
    }
    for part in security.signed.iter().flat_map(|signed| signed.parts()) {
        match &part.value {
            Part::Word(word) => match word.value {
                PartWord::Body => {
                    let help = "name the fields that are signed: `{ field: .. }`";
                    refuse(word.span, "a body that has its signature in itself is not signed as a whole", here, help);
                }
                PartWord::Method
                | PartWord::LowercaseMethod
                | PartWord::Path
                | PartWord::PathAndQuery
                | PartWord::Query
                | PartWord::Url => {
                    refuse(word.span, "an event by itself has no address", here, "name fields of the event");
                }
                // The others are told as what deliveries do not have.
                _ => {}
            },
            Part::Named(named) => {
                if let Some(digest) = &named.digest {
                    let help = "name the fields that are signed: `{ field: .. }`";
                    refuse(digest.span, "a body that has its signature in itself is not signed as a whole", here, help);
                }
                if let Some(header) = &named.header {
                    refuse(header.span, "an event by itself has no headers", here, "name fields of the event");
                }
                named.field.iter().for_each(|field| itself(scope, member, field));
            }
        }
    }
    for field in security.fields.iter().filter(|field| field.value == member.value) {
        refuse(field.span, "a signature is not signed with itself", here, "remove it from `fields`");
    }
    let is_form = webhooks.body.iter().any(|body| body.value == DeliveryBody::Form);
    if is_form && member.contains('.') && is_path(member) {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, member.span, format!("`{}` steps into an object", member.value))
                .label("never found")
                .help("the fields of a form stand in no object: write the name of one, or say `body: [json]`"),
        );
    }
}

/// A part that holds the signature could not be there when it was made.
fn itself(scope: &Scope<'_>, member: &Path, field: &Path) {
    let is_around = member.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if is_around {
        scope.report(
            Diagnostic::new(code::WEBHOOK_SECURITY, field.span, "a signature is not signed with itself")
                .label("holds the signature")
                .also(member.span, "said here")
                .help("name the fields that are signed"),
        );
    }
}
