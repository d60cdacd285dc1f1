//! No two operations or resources are the same.

use std::collections::HashMap;

use payspec_core::Method;

use super::scope::Scope;
use super::walk::OperationAt;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    let mut seen: HashMap<(Option<Span>, u8, String), &OperationAt<'_>> = HashMap::new();
    for operation in scope.operations() {
        let raw = operation.raw;
        // A path of another host is another path.
        if has_lost_service(scope, operation) {
            continue;
        }
        let service = scope.api.and_then(|api| operation.service(api)).map(|service| service.span);
        let request = (service, order(raw.method.value), without_names(&raw.path));
        match seen.get(&request) {
            Some(first) => same_request(scope, operation, first),
            None => drop(seen.insert(request, operation)),
        }
    }
    resources(scope);
}

/// Whether it was not read which service an operation is sent to.
fn has_lost_service(scope: &Scope<'_>, operation: &OperationAt<'_>) -> bool {
    let of_resource = operation.resource.is_some_and(|resource| scope.misspelt("service", resource.span));
    let of_api = scope.api.map_or_else(|| scope.has_lost_api(), |api| scope.misspelt("services", api.span));
    of_api || of_resource || scope.misspelt("service", operation.raw.span)
}

fn order(method: Method) -> u8 {
    match method {
        Method::Get => 0,
        Method::Post => 1,
        Method::Put => 2,
        Method::Patch => 3,
        Method::Delete => 4,
    }
}

/// `/a/{b}` and `/a/{c}` are one path to a server.
fn without_names(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        inside = inside && c != '}';
        if !inside {
            plain.push(c);
        }
        inside = inside || c == '{';
    }
    plain
}

fn same_request(scope: &Scope<'_>, operation: &OperationAt<'_>, first: &OperationAt<'_>) {
    scope.report(
        Diagnostic::new(
            code::DUPLICATE_OPERATION,
            operation.raw.path.span,
            format!("`{}` and `{}` have the same method and path", first.verb.value, operation.verb.value),
        )
        .label("same method and path")
        .also(first.raw.path.span, "first described here")
        .help("describe a request once; use `profiles` for its different uses"),
    );
}

fn resources(scope: &Scope<'_>) {
    let mut names: HashMap<&str, Span> = HashMap::new();
    let mut plurals: HashMap<&str, Span> = HashMap::new();
    for (_, document) in &scope.set.files {
        let Some(resource) = &document.resource else { continue };
        if !same_resource(scope, "name", &resource.name, &mut names) {
            same_resource(scope, "plural", &resource.plural, &mut plurals);
        }
    }
}

fn same_resource<'a>(scope: &Scope<'_>, key: &str, name: &'a Sp<String>, seen: &mut HashMap<&'a str, Span>) -> bool {
    let Some(first) = seen.get(name.value.as_str()) else {
        seen.insert(&name.value, name.span);
        return false;
    };
    scope.report(
        Diagnostic::new(code::DUPLICATE_OPERATION, name.span, format!("two resources have the {key} `{}`", name.value))
            .label("duplicate")
            .also(*first, "first defined here")
            .help("keep a resource in one file, or rename one of them"),
    );
    true
}
