//! What `errors` looks for in bodies is a text or a number there: no path leads through the items of a list, and none ends at
//! an object.

use super::ends::{End, end};
use super::scope::Scope;
use super::spellings::bodies;
use crate::diag::{Diagnostic, code};
use crate::parse::path::is_path;
use crate::raw::Path;
use crate::raw::api::Errors;

pub(super) fn check(scope: &Scope<'_>) {
    let Some(errors) = scope.api.and_then(|api| api.errors.as_ref()) else { return };
    for (key, path) in [("code", &errors.code), ("field_name", &errors.field_name), ("request_id", &errors.request_id)]
    {
        path.iter().filter(|path| is_path(path)).for_each(|path| one(scope, errors, key, path));
    }
    for path in errors.messages.iter().filter(|path| is_path(path)) {
        in_list(scope, errors, "messages", path);
    }
}

fn one(scope: &Scope<'_>, errors: &Errors, key: &str, path: &Path) {
    if in_list(scope, errors, key, path) {
        return;
    }
    // Bodies may differ: one that has it is enough.
    let ends: Vec<_> =
        bodies(scope).into_iter().filter_map(|body| end(scope, body, path)).map(|(end, _)| end).collect();
    let fits = |end: &End| matches!(end, End::Text | End::Number | End::Boolean);
    if let Some(found) = ends.iter().find(|end| !fits(end)).filter(|_| !ends.iter().any(fits)) {
        let message = match found {
            End::Nothing => format!("`{}` steps into a value that is not an object", path.value),
            end => format!("`{}` is {}", path.value, end.name()),
        };
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, path.span, message)
                .label("never matches")
                .help(format!("set `{key}` to a member that holds text or a number, or correct the type of the field")),
        );
    }
}

/// Whether a path leads into the list of complaints, whose items no other path steps through; that is reported.
fn in_list(scope: &Scope<'_>, errors: &Errors, key: &str, path: &Path) -> bool {
    let Some(listed) = &errors.listed else { return false };
    let is_inside = path.strip_prefix(listed.at.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if is_inside {
        scope.report(
            Diagnostic::new(code::MEMBER_NAME, path.span, format!("`{}` steps into a list", path.value))
                .label("never matches")
                .also(listed.at.span, "declared as a list")
                .help(format!("set `{key}` to a member outside of the list, or remove it if there is none")),
        );
    }
    is_inside
}
