//! What is signed of requests holds their body, or the spec says that it does not.

use payspec_core::Method;

use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::api::{Api, Auth};
use crate::raw::signing::{Part, PartWord, Signing, SigningAlgorithm};
use crate::raw::{Items, Sp};
use crate::resolve::operations::has_parameters;

pub(super) fn check(scope: &Scope<'_>, api: &Api, name: &Sp<String>, auth: &Auth, signing: &Sp<Signing>) {
    let is_read = !scope.has_lost(signing.span) && scope.is_all_read();
    if signing.algorithm.value == SigningAlgorithm::Custom || signing.signed.is_empty() || !is_read {
        return;
    }
    let said = signing.unsigned_body.as_ref().filter(|said| said.value);
    let used = auth.instead_of.as_ref().unwrap_or(name);
    let mut operations = scope.operations().iter().filter(|operation| {
        let has_body =
            !matches!(operation.raw.method.value, Method::Get | Method::Delete) && has_parameters(operation.raw);
        has_body && operation.auth(api).is_some_and(|own| own.value == used.value || own.value == name.value)
    });
    match (operations.next(), holds_body(signing, &signing.signed), said) {
        (Some(operation), false, None) if !scope.misspelt("unsigned_body", signing.span) => scope.report(
            Diagnostic::new(code::SIGNING, signing.signed[0].span, "the body of requests is not signed")
                .label("allows the content of a request to be changed in transit")
                .also(operation.verb.span, "sends a body")
                .help("add `body`, a `digest` of it, or the header with its digest to `signed`")
                .help("if the API does not sign the body, add `unsigned_body: true`"),
        ),
        (_, true, Some(said)) => scope.report(
            Diagnostic::new(code::SIGNING, said.span, "the body of requests is signed").help("remove `unsigned_body`"),
        ),
        (None, false, Some(said)) => scope.report(
            Diagnostic::new(code::SIGNING, said.span, "no request with this signature has a body")
                .help("remove `unsigned_body`"),
        ),
        _ => {}
    }
}

/// Whether parts hold the body: as it is, in a digest, or in a header that goes with the signature and has one.
fn holds_body(signing: &Signing, parts: &Items<Part>) -> bool {
    let in_header = |header: &str| {
        let mut made = signing.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
        made.any(|(_, parts)| {
            parts.iter().any(|part| matches!(&part.value, Part::Named(named) if named.digest.is_some()))
        })
    };
    parts.iter().any(|part| match &part.value {
        Part::Word(word) => word.value == PartWord::Body,
        Part::Named(named) => named.digest.is_some() || named.header.as_ref().is_some_and(|header| in_header(header)),
    })
}
