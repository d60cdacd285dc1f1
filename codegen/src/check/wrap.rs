//! Envelopes stand around something, and where they can.

use std::collections::HashSet;

use payspec_core::BodyFormat;

use super::scope::Scope;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code, suggest};
use crate::parse::path::is_path;
use crate::raw::api::{Api, Resource, Scheme};
use crate::raw::wrap::{NONE, Wrap};
use crate::raw::{Path, Sp};
use crate::resolve::operations::{body, has_parameters};
use crate::resolve::wrap::{self, Direction};
use crate::source::Span;

/// Both directions, with the key of each.
const DIRECTIONS: [(&str, Direction); 2] = [("request", Wrap::request), ("response", Wrap::response)];

pub(super) fn check(scope: &Scope<'_>) {
    let Some(api) = scope.api else { return };
    let used = used(scope, api);
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref());
    let with_wrap = resources.filter_map(|resource| Some((resource, resource.wrap.as_ref()?)));
    for (resource, said) in with_wrap {
        one(scope, said, &[api.wrap.as_ref()], |path| used.contains(&path.span) || is_open(scope, Some(resource)));
    }
    if let Some(said) = &api.wrap {
        one(scope, said, &[], |path| used.contains(&path.span) || is_open(scope, None));
    }
    let mut told = HashSet::new();
    for operation in scope.operations() {
        if let Some(said) = &operation.raw.wrap {
            let of_resource = operation.resource.and_then(|resource| resource.wrap.as_ref());
            let is_read = !scope.has_lost(operation.raw.span);
            one(scope, said, &[of_resource, api.wrap.as_ref()], |path| !is_read || used.contains(&path.span));
        }
        in_itself(scope, api, operation);
        if let Some(path) = wrap::said(Wrap::request, api, operation.resource.map(|of| &of.value), operation.raw) {
            in_parts(scope, api, operation, path);
            if !told.contains(&path.span) && like_a_credential(scope, api, operation, path) {
                told.insert(path.span);
            }
        }
    }
}

/// `items` of a search start inside of the envelope: what names the envelope again, or nearly, is looked for in the
/// list itself. Where the operation names its own envelope, both are meant so.
fn in_itself(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>) {
    let own = operation.raw.wrap.as_ref().and_then(|wrap| Wrap::response(&wrap.value));
    let resource = operation.resource.map(|of| &of.value);
    let Some(path) = wrap::said(Wrap::response, api, resource, operation.raw).filter(|_| own.is_none()) else { return };
    let items = operation.raw.responses.iter().filter_map(|(_, response)| response.items.as_ref());
    for items in items.filter(|items| suggest::nearest(&items.value, [path.value.as_str()]).is_some()) {
        scope.report(
            Diagnostic::new(
                code::PAGING,
                items.span,
                format!("`items` already includes the envelope `{}`", path.value),
            )
            .label(format!("resolves to `{}.{}`", path.value, items.value))
            .also(path.span, "the envelope of the response")
            .help("remove `items`, or correct it: the list is inside the envelope"),
        );
    }
}

/// Where the envelopes are written that some request or response has.
fn used(scope: &Scope<'_>, api: &Api) -> HashSet<Span> {
    let mut used = HashSet::new();
    for operation in scope.operations() {
        let found = wrap::of(api, operation.resource.map(|of| &of.value), operation.raw);
        // Of a form without parameters nothing is sent.
        let is_sent = body(api.encoding.value, operation.raw) == BodyFormat::Json || has_parameters(operation.raw);
        used.extend(found.request.filter(|_| is_sent).map(|path| path.span));
        used.extend(found.response.map(|path| path.span));
        if body(api.encoding.value, operation.raw) == BodyFormat::Multipart {
            // That it cannot be there is reported of the operation.
            let said = wrap::said(Wrap::request, api, operation.resource.map(|of| &of.value), operation.raw);
            used.extend(said.map(|path| path.span));
        }
    }
    used
}

/// Whether some operation that could have the envelope was not read, or an envelope that takes its place there.
fn is_open(scope: &Scope<'_>, of: Option<&Sp<Resource>>) -> bool {
    let is_of = |resource: &Sp<Resource>| of.is_none_or(|of| resource.span == of.span);
    let operations =
        scope.operations().iter().filter(|operation| of.is_none() || operation.resource.is_some_and(is_of));
    let resources = scope.set.files.iter().filter_map(|(_, document)| document.resource.as_ref());
    let resources = resources.filter(|_| of.is_none()).filter_map(|resource| resource.wrap.as_ref());
    let inner = resources.chain(operations.clone().filter_map(|operation| operation.raw.wrap.as_ref()));
    let mut paths = inner.flat_map(|wrap| DIRECTIONS.iter().filter_map(|(_, said)| said(&wrap.value)));
    scope.has_lost_of("operations")
        || operations.clone().any(|operation| scope.has_lost(operation.raw.span))
        || paths.any(|path| !is_path(&path.value) || scope.is_replaced(path.span))
}

/// What one level says: it says something, and each of it is of use. `above` are the levels around it.
fn one(scope: &Scope<'_>, said: &Sp<Wrap>, above: &[Option<&Sp<Wrap>>], is_used: impl Fn(&Path) -> bool) {
    let paths: Vec<_> = DIRECTIONS.iter().filter_map(|(key, of)| Some((*key, *of, of(&said.value)?))).collect();
    // Where something was not read, the envelope may be in it.
    let is_open = scope.has_lost_of("api") || scope.has_lost_of("resource");
    let is_above = |of: Direction| {
        let first = above.iter().flatten().find_map(|wrap| of(&wrap.value));
        is_open || first.is_some_and(|path| path.value != NONE)
    };
    match (&said.value, &paths[..]) {
        (_, []) if !scope.has_lost(said.span) => scope.report(
            Diagnostic::new(code::WRAP, said.span, "the envelope applies to neither requests nor responses")
                .label("no effect")
                .help("add `request:` or `response:` with the member that holds the object, or remove `wrap`"),
        ),
        (Wrap::Both(path), _) if path.value == NONE => {
            if !DIRECTIONS.iter().any(|(_, of)| is_above(*of)) {
                nothing_off(scope, path, "requests and responses");
            }
        }
        (Wrap::Both(path), _) => {
            if !is_used(path) {
                unused(scope, path, "no request or response has");
            }
        }
        (Wrap::Each(_), paths) => {
            for (key, of, path) in paths {
                if path.value == NONE {
                    if !is_above(*of) {
                        nothing_off(scope, path, &format!("{key}s"));
                    }
                } else if !is_used(path) {
                    unused(scope, path, &format!("no {key} has"));
                }
            }
        }
    }
}

fn unused(scope: &Scope<'_>, path: &Path, who: &str) {
    scope.report(
        Diagnostic::new(code::WRAP, path.span, format!("{who} the envelope `{}`", path.value))
            .label("no effect")
            .help("remove it: an envelope requires parameters in the body, or a success whose body is not a file"),
    );
}

fn nothing_off(scope: &Scope<'_>, path: &Path, what: &str) {
    scope.report(
        Diagnostic::new(code::WRAP, path.span, format!("{what} have no envelope here"))
            .label("no effect")
            .help("remove it: without `wrap`, the body is the object"),
    );
}

/// Parts have names, and nothing says what an envelope would make of those.
fn in_parts(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>, path: &Path) {
    if body(api.encoding.value, operation.raw) != BodyFormat::Multipart {
        return;
    }
    let at = operation.raw.encoding.as_ref().unwrap_or(&api.encoding).span;
    let message = format!("the body of `{}` has several parts, which cannot be in an envelope", operation.verb.value);
    let own = operation.raw.wrap.as_ref().filter(|own| own.request().is_some());
    scope.report(
        Diagnostic::new(code::WRAP, at, message)
            .of_one_cause(format!("several parts in an envelope from {at:?}"))
            .label("parameters and files side by side")
            .also(path.span, "the envelope")
            .help(match own.map(|own| &own.value) {
                None => "set `wrap: { request: none }` on the operation",
                Some(Wrap::Both(_)) => {
                    "set the envelope of its response only, with `wrap: { response: .. }`, or remove `wrap`"
                }
                Some(Wrap::Each(_)) => {
                    "remove `request`, or set `request: none` if the resource or the API has an envelope"
                }
            }),
    );
}

/// Credentials stand next to the envelope, so they have another name. Returns whether that was reported.
fn like_a_credential(scope: &Scope<'_>, api: &Api, operation: &OperationAt<'_>, path: &Path) -> bool {
    let Some(auth) = operation.auth(api).and_then(|name| api.auth.get(name)) else { return false };
    let first = path.value.split('.').next().unwrap_or_default();
    let mut names = auth.parameter.iter().chain(auth.parameters.iter());
    let Some(name) = names.find(|name| auth.scheme.value == Scheme::BodyParameter && name.value == first) else {
        return false;
    };
    scope.report(
        Diagnostic::new(code::WRAP, path.span, format!("`{first}` is a credential and also the name of the envelope"))
            .label("same name")
            .also(name.span, "the credential")
            .help("rename one of them"),
    );
    true
}
