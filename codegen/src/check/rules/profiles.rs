//! A profile asks for something that can be done.

use super::fields::Fields;
use super::{condition, nothing, shape};
use crate::check::scope::Scope;
use crate::diag::{Diagnostic, code};
use crate::raw::Sp;
use crate::raw::rule::Profile;

pub(super) fn check(scope: &Scope<'_>, fields: &Fields<'_, '_>, name: &Sp<String>, profile: &Sp<Profile>) {
    profile.when.iter().for_each(|when| condition(scope, fields, when));
    shape::distinct_fields(scope, fields, &profile.requires);
    let forbidden = shape::distinct_fields(scope, fields, &profile.forbids);
    shape::required_cannot_be_forbidden(scope, "profile", &forbidden);
    conflicts(scope, name, profile);
    nothing::profile(scope, fields, profile);
    let misspelt = scope.misspelt("requires", profile.span) || scope.misspelt("forbids", profile.span);
    if profile.requires.is_empty() && profile.forbids.is_empty() && !misspelt {
        scope.report(
            Diagnostic::new(code::RULE_SHAPE, name.span, format!("the profile `{}` has no requirements", name.value))
                .label("missing `requires` or `forbids`")
                .help("list what the use case requires or forbids, or delete the profile"),
        );
    }
}

/// Of a field that is required, neither it nor anything that holds it can be forbidden.
fn conflicts(scope: &Scope<'_>, name: &Sp<String>, profile: &Profile) {
    for forbidden in profile.forbids.iter() {
        let inside = |required: &str| {
            required.strip_prefix(forbidden.value.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let Some(required) = profile.requires.iter().find(|required| inside(required)) else { continue };
        let message = format!("the profile `{}` requires and forbids `{}`", name.value, required.value);
        scope.report(
            Diagnostic::new(code::PROFILE_CONFLICT, forbidden.span, message)
                .label("forbidden here")
                .also(required.span, "required here")
                .help("mutually exclusive: keep one of them"),
        );
    }
}
