//! What the `api` section declares and other places name: headers, auth schemes, codes.

use super::say;
use super::scope::Scope;
use crate::diag::code;
use crate::raw::Sp;
use crate::raw::api::Api;

/// What `auth` of an operation says for no authentication.
pub(super) const NO_AUTH: &str = "none";

/// A header that is sent is one of the API's. `is_named` tells which are named next to it.
pub(super) fn known_header(scope: &Scope<'_>, api: &Api, header: &Sp<String>, is_named: impl Fn(&str) -> bool) {
    if api.headers.get(header).is_none() && !scope.api_may_hold(header) {
        let known = api.headers.iter().map(|(name, _)| name.as_str());
        let found = say::unknown(code::UNKNOWN_REFERENCE, "header", header, known);
        scope.report(say::not_twice(found, is_named));
    }
}

/// Whether bodies have a code, as far as `errors` could be read.
pub(super) fn has_codes(scope: &Scope<'_>, api: &Sp<Api>) -> bool {
    match &api.errors {
        Some(errors) => errors.code.is_some() || scope.misspelt("code", errors.span),
        None => scope.misspelt("errors", api.span),
    }
}

/// What is counted as one mistake: codes are named, and nothing says where bodies have theirs.
pub(super) const NO_CODES: &str = "`errors` has no `code` to read codes from";

/// Whether the API itself names codes, so that it is told there where none can be found.
pub(super) fn names_codes(scope: &Scope<'_>, api: &Api) -> bool {
    let of_errors = api.errors.iter().any(|errors| errors.outcomes.iter().next().is_some());
    let of_services = api.services.iter().any(|(_, service)| service.outcomes.iter().next().is_some());
    let of_keys = api.idempotency.iter().any(|idempotency| !idempotency.reused_codes.is_empty());
    let of_tokens = api.auth.iter().filter_map(|(_, auth)| auth.token.as_ref());
    let of_operations = scope.operations().iter().any(|operation| operation.raw.success_codes.is_some());
    of_errors
        || of_services
        || of_keys
        || of_operations
        || of_tokens.into_iter().any(|token| !token.expired_codes.is_empty())
}

/// An auth scheme that is named is one of the API's.
pub(super) fn known_scheme(scope: &Scope<'_>, api: &Api, name: &Sp<String>) {
    if name.value != NO_AUTH && api.auth.get(name).is_none() && !scope.api_may_hold(name) {
        let known = api.auth.iter().map(|(name, _)| name.as_str()).chain([NO_AUTH]);
        scope.report(say::unknown(code::UNKNOWN_REFERENCE, "auth scheme", name, known));
    }
}
