//! The spec says how it knows what it says.

use payspec_core::EvidenceLevel;

use super::say;
use super::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::api::Api;
use crate::raw::evidence::Evidence;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    if let Some(api) = scope.api.filter(|api| api.ours) {
        return none(scope, api);
    }
    for operation in scope.operations() {
        present(scope, "operation", operation.verb, operation.raw.evidence.as_ref(), operation.raw.span);
    }
    for (wire, event) in scope.set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        present(scope, "event", wire, event.evidence.as_ref(), event.span);
    }
    for (_, document) in &scope.set.files {
        for (name, window) in &document.windows {
            present(scope, "window", name, window.evidence.as_ref(), window.span);
        }
        for (name, limit) in &document.limits {
            present(scope, "limit", name, limit.evidence.as_ref(), limit.span);
        }
    }
    // Credentials go there: a host that nobody vouches for is no place to send them.
    let of_services = scope.api.iter().flat_map(|api| api.services.iter()).map(|(_, service)| &service.environments);
    let of_schemes = scope.api.iter().flat_map(|api| api.auth.iter()).map(|(_, auth)| &auth.environments);
    for (environment, host) in of_services.chain(of_schemes).flatten() {
        present(scope, "host", environment, host.evidence.as_ref(), host.span);
    }
    // A page runs it where cards are typed in.
    let environments = scope.api.iter().flat_map(|api| api.environments.iter());
    for (name, script) in environments.flat_map(|(_, environment)| &environment.scripts) {
        present(scope, "script", name, script.evidence.as_ref(), script.span);
    }
    for without_body in scope.api.iter().filter_map(|api| api.without_body.as_ref()) {
        let name = Sp { value: "without_body".to_owned(), span: without_body.content_type.span };
        present(scope, "header of", &name, without_body.evidence.as_ref(), without_body.span);
    }
    let of_api = scope.api.iter().filter_map(|api| api.paging.as_ref());
    let of_operations = scope.operations().iter().filter_map(|operation| operation.raw.paging.as_ref());
    for paging in of_api.chain(of_operations) {
        let link = Sp { value: "link".to_owned(), span: paging.by.span };
        let name = paging.parameter.as_ref().unwrap_or(&link);
        present(scope, "paging by", name, paging.evidence.as_ref(), paging.span);
    }
    for (name, file) in scope.set.files.iter().flat_map(|(_, document)| document.files.iter()) {
        present(scope, "file", name, file.evidence.as_ref(), file.span);
    }
    for evidence in &scope.walk.evidence {
        complete(scope, evidence);
    }
}

/// The spec of an API of our own is its only documentation, so there is nothing to cite.
fn none(scope: &Scope<'_>, api: &Api) {
    let found = |span, message: String| {
        let found = Diagnostic::new(code::EVIDENCE_OF_OURS, span, message).label("not for an API that is `ours`");
        scope.report(found.help("remove it, or remove `ours: true` if the API is a vendor's"));
    };
    for evidence in &scope.walk.evidence {
        found(evidence.span, "the API is `ours`, so it must not have evidence".to_owned());
    }
    for (name, _) in &api.sources {
        found(name.span, format!("the API is `ours`, so it has no source `{}`", name.value));
    }
}

fn present(scope: &Scope<'_>, what: &str, name: &Sp<String>, evidence: Option<&Sp<Evidence>>, whole: Span) {
    if evidence.is_none() && !scope.misspelt("evidence", whole) {
        scope.report(
            Diagnostic::new(code::EVIDENCE_MISSING, name.span, format!("the {what} `{}` has no evidence", name.value))
                .label("missing `evidence`")
                .help("add `evidence: { level: documented, source: ..., at: ... }`")
                .help("for an assumption, add `evidence: { level: inferred, note: ... }`"),
        );
    }
}

fn complete(scope: &Scope<'_>, evidence: &Sp<Evidence>) {
    let needed = if evidence.level.value == EvidenceLevel::Inferred {
        vec![("note", evidence.note.is_some(), "explain the assumption: by analogy with what?")]
    } else {
        vec![
            ("source", evidence.source.is_some(), "name one of the API's `sources`"),
            ("at", evidence.at.is_some(), "add the location: lines, page, path of a file"),
        ]
    };
    let missing = needed.into_iter().filter(|(key, is_there, _)| !is_there && !scope.misspelt(key, evidence.span));
    needs(scope, evidence, &missing.collect::<Vec<_>>());
    let (Some(api), Some(source)) = (scope.api, &evidence.source) else { return };
    if api.sources.get(source).is_none() && !scope.api_may_hold(source) {
        let known = api.sources.iter().map(|(name, _)| name.as_str());
        scope.report(say::unknown(code::UNKNOWN_REFERENCE, "source", source, known));
    }
}

/// Keys that a level needs and has not, as one problem: who changes the level lacks them all.
fn needs(scope: &Scope<'_>, evidence: &Sp<Evidence>, missing: &[(&str, bool, &str)]) {
    if missing.is_empty() {
        return;
    }
    let keys = say::listed_keys(missing.iter().map(|(key, ..)| *key));
    let message = format!("`{}` evidence requires {keys}", evidence.level.value.as_str());
    let found = Diagnostic::new(code::EVIDENCE_MISSING, evidence.level.span, message).label(format!("missing {keys}"));
    scope.report(missing.iter().fold(found, |found, (.., help)| found.help(*help)));
}
