//! The path of an operation and its parameters agree.

use std::collections::HashMap;
use std::ops::Range;

use super::scope::Scope;
use super::walk::OperationAt;
use super::{segments, text};
use crate::diag::{Diagnostic, code, suggest};
use crate::raw::Sp;
use crate::raw::field::{Field, Place};

pub(super) fn check(scope: &Scope<'_>) {
    for operation in scope.operations() {
        let path = &operation.raw.path;
        // One that could not be read names nothing.
        if scope.is_replaced(path.span) {
            continue;
        }
        plain(scope, path);
        version_twice(scope, operation);
        let Some(names) = placeholders(path) else {
            malformed(scope, path);
            continue;
        };
        let names = distinct(scope, path, &names);
        parameters_exist(scope, operation, &names);
        parameters_are_used(scope, operation, &names);
    }
    segments::check(scope);
}

/// A path that begins with the version with which the base URLs end: `/v2/v2/orders` would be asked for.
fn version_twice(scope: &Scope<'_>, operation: &OperationAt<'_>) {
    let Some(api) = scope.api else { return };
    let of_service = operation.service(api).map(|service| service.environments.iter());
    let mut urls: Vec<&Sp<String>> = of_service.into_iter().flatten().map(|(_, host)| &host.base_url).collect();
    if operation.service(api).is_none() {
        urls = api.environments.iter().map(|(_, environment)| &environment.base_url).collect();
    }
    let path = &operation.raw.path;
    let Some(version) = path.strip_prefix('/').and_then(|rest| rest.split('/').next()) else { return };
    let is_version = version
        .strip_prefix('v')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    let ends = |url: &&Sp<String>| url.strip_suffix(version).is_some_and(|url| url.ends_with('/'));
    if !is_version || urls.is_empty() || !urls.iter().all(ends) {
        return;
    }
    let place = text::part(path, 0..version.len() + 1);
    let found =
        Diagnostic::new(code::PATH_PARAMETER, place, format!("`/{version}` is in both the base URL and the path"))
            .label("appended to the base URL, which ends with it")
            .also(urls[0].span, "the base URL")
            .of_one_cause(format!("`/{version}` is in both the base URL and the path"));
    scope.report(if path.len() > version.len() + 1 { found.patch(place, "", "remove it") } else { found });
}

/// The names in braces with their places; `None` when the braces do not pair.
fn placeholders(path: &str) -> Option<Vec<(&str, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = path[at..].find(['{', '}']).map(|offset| at + offset) {
        let inside = path[open..].strip_prefix('{')?;
        let length = inside.find(['{', '}', '/'])?;
        let close = open + 1 + length;
        if length == 0 || !path[close..].starts_with('}') {
            return None;
        }
        found.push((&path[open + 1..close], open + 1..close));
        at = close + 1;
    }
    Some(found)
}

fn plain(scope: &Scope<'_>, path: &Sp<String>) {
    let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#');
    let wrong = if !path.starts_with('/') {
        "does not start with a slash"
    } else if path.contains(strange) {
        "contains a space, `?` or `#`"
    } else if path.contains("//") {
        "has an empty segment"
    } else if path.split('/').any(|segment| matches!(segment, "." | "..")) {
        "has a relative segment"
    } else {
        return;
    };
    let mut diagnostic = Diagnostic::new(code::PATH_PARAMETER, path.span, format!("the path {wrong}"))
        .label("appended to the base URL as is")
        .help("write it as `/resource/{id}`; query parameters belong in `params`");
    if let Some(place) = text::inner(path)
        && !path.starts_with('/')
        && !path.contains(strange)
        && !path.contains("//")
    {
        diagnostic = diagnostic.patch(place, format!("/{}", path.value), "start it with a slash");
    }
    scope.report(diagnostic);
}

fn malformed(scope: &Scope<'_>, path: &Sp<String>) {
    scope.report(
        Diagnostic::new(code::PATH_PARAMETER, path.span, "unbalanced braces in the path")
            .label("unbalanced or empty brace")
            .help("write each parameter as `{name}`, within one segment"),
    );
}

fn distinct<'p>(
    scope: &Scope<'_>,
    path: &Sp<String>,
    names: &[(&'p str, Range<usize>)],
) -> HashMap<&'p str, Range<usize>> {
    let mut seen: HashMap<&str, Range<usize>> = HashMap::new();
    for (name, range) in names {
        if let Some(first) = seen.get(name) {
            scope.report(
                Diagnostic::new(
                    code::PATH_PARAMETER,
                    text::part(path, range.clone()),
                    format!("the path contains `{name}` twice"),
                )
                .label("repeated here")
                .also(text::part(path, first.clone()), "first here")
                .help("use each parameter once in the path"),
            );
            continue;
        }
        seen.insert(name, range.clone());
    }
    seen
}

fn in_path(field: &Field) -> bool {
    field.place.as_ref().is_some_and(|place| place.value == Place::Path)
}

fn parameters_exist(scope: &Scope<'_>, operation: &OperationAt<'_>, names: &HashMap<&str, Range<usize>>) {
    let path = &operation.raw.path;
    for (name, range) in names {
        let place = text::part(path, range.clone());
        match operation.raw.params.get(name) {
            Some(field) if in_path(field) || scope.misspelt("in", field.span) => {}
            Some(field) => scope.report(
                Diagnostic::new(
                    code::PATH_PARAMETER,
                    place,
                    format!("`{name}` is in the path, but its parameter is not a path parameter"),
                )
                .label("in the path")
                .also(field.kind.span, "missing `in: path`")
                .help(format!("add `in: path` to the parameter `{name}`")),
            ),
            None if scope.misspelt(name, operation.raw.span) || scope.may_hold(operation.raw.span, name) => {}
            None => scope.report(no_parameter(operation, name, place)),
        }
    }
}

fn no_parameter(operation: &OperationAt<'_>, name: &str, place: crate::source::Span) -> Diagnostic {
    let message = format!("the path contains `{name}`, but no parameter has this name");
    let diagnostic = Diagnostic::new(code::PATH_PARAMETER, place, message);
    let candidates = operation.raw.params.iter().filter(|(_, field)| in_path(field)).map(|(wire, _)| wire.as_str());
    match suggest::nearest(name, candidates) {
        Some(near) => {
            diagnostic.label(format!("did you mean `{near}`?")).patch(place, near, "use the parameter's name")
        }
        None => diagnostic
            .label("no such parameter")
            .help(format!("rename a path parameter to it, or add `{name}` with `in: path` and `required: true`")),
    }
}

fn parameters_are_used(scope: &Scope<'_>, operation: &OperationAt<'_>, names: &HashMap<&str, Range<usize>>) {
    // Where a parameter travels is not known, if the word for it is none.
    let is_read = |field: &Field| !field.place.as_ref().is_some_and(|place| scope.is_replaced(place.span));
    for (wire, field) in operation.raw.params.iter().filter(|(_, field)| in_path(field) && is_read(field)) {
        if !names.contains_key(wire.as_str()) {
            unplaced(scope, operation, wire, names);
        }
        if !field.required && !scope.misspelt("required", field.span) {
            let place = field.place.as_ref().map_or(wire.span, |place| place.span);
            scope.report(
                Diagnostic::new(
                    code::PATH_PARAMETER,
                    wire.span,
                    format!("the path parameter `{}` is optional", wire.value),
                )
                .label("optional")
                .also(place, "required by the path")
                .help("add `required: true`"),
            );
        }
    }
}

fn unplaced(scope: &Scope<'_>, operation: &OperationAt<'_>, wire: &Sp<String>, names: &HashMap<&str, Range<usize>>) {
    // One slip, one report: the place in the path has it.
    let is_misspelt = names
        .keys()
        .filter(|name| operation.raw.params.get(name).is_none())
        .any(|name| suggest::nearest(name, [wire.as_str()]).is_some());
    // Where one name of the path has no parameter, and one parameter no place, they are meant for each other.
    let without_parameter = names.keys().filter(|name| operation.raw.params.get(name).is_none()).count();
    let placed = operation.raw.params.iter().filter(|(_, field)| in_path(field));
    let without_place = placed.filter(|(wire, _)| !names.contains_key(wire.as_str())).count();
    if is_misspelt || (without_parameter, without_place) == (1, 1) {
        return;
    }
    let path = &operation.raw.path;
    scope.report(
        Diagnostic::new(
            code::PATH_PARAMETER,
            wire.span,
            format!("`{}` is a path parameter, but the path does not contain it", wire.value),
        )
        .label("has `in: path`")
        .also(path.span, format!("does not contain `{{{}}}`", wire.value))
        .help("add it to the path in braces, or remove `in: path`"),
    );
}
